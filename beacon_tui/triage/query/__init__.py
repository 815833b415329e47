"""The filter of candidates: a small grammar, what it means, and how it is applied to a table of any length."""
