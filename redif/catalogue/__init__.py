"""Who belongs to whom: archives, series, items, people and institutions by handle."""
