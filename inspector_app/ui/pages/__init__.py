"""One screen per file: its widgets, its few decisions, its calls through ``jobs``."""
