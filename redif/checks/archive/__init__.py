"""Checks of archives as a whole."""
