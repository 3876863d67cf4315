"""An archive as its readers see it: a static web site of its items, series, authors and subjects."""
