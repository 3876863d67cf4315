"""A template in which one value is to be tried, and the checks to try it with."""

from __future__ import annotations

import redif
from redif.findings.codes import codes

USUAL = {"Title": "Fiscal policy in a small open economy", "Author-Name": "Jane Smith", "Handle": "RePEc:aaa:bbbbbb:x1"}
# What is found by length alone is off by default, and means no more than that.
ALL = redif.Settings(select=tuple(name for name, code in codes().items() if not code.optional))


def template(type_: str, attribute: str, value: str) -> str:
    """A template in which one attribute has a value; attributes of authors come right after the name."""
    lines = [(name, value if name == attribute else usual) for name, usual in USUAL.items()]
    if attribute not in USUAL:
        lines.insert(2, (attribute, value))
    return "".join(f"{name}: {text}\n" for name, text in [("Template-Type", f"{type_} 1.0"), *lines])
