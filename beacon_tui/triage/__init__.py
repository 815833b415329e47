"""The decisions: order, filter, allowlist, export."""
