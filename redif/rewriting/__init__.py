"""Files changed: fixes, formatter, diff."""
