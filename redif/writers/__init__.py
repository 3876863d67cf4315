"""Templates to output, one module a format; `WRITERS` has them by name.

A writer takes templates and a binary stream, and writes as it reads, so output of any size needs little memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import BinaryIO

from redif.template import Template
from redif.writers import json, jsonl, tree

Writer = Callable[[Iterable[Template], BinaryIO], None]

WRITERS: Mapping[str, Writer] = {"jsonl": jsonl.write, "json": json.write, "tree": tree.write}
