"""The way in for programs: read, parse, templates."""
