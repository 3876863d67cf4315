"""Changing files: fixes applied to their bytes, formatting, and diffs."""
