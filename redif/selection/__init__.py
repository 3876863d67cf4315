"""Choosing among records: by what they hold, in which order, how many."""
