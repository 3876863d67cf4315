"""Findings: what they are, the catalogue of their codes, and the wording of messages."""
