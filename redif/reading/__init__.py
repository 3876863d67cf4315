"""Input: read, parse, templates."""
