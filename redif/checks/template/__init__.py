"""Checks of single templates, beyond the grammar: one function for each code."""
