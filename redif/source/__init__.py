"""Bytes to text: files, encodings, positions, characters; and output."""
