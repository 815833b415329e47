"""What is remembered from one run to the next: decisions, what was met before, and how each data set was left."""
