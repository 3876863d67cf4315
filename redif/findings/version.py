"""The version of redif, which the command and reports name."""

from __future__ import annotations

__version__ = "0.1.0"
