"""The catalogue: archives, series, items, people and institutions by handle, and how they refer to one another."""
