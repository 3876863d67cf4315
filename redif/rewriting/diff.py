"""What became of a file, to be shown: a unified diff of its text."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Sequence

from redif.rewriting.edits import Original
from redif.source.characters import BYTE_ORDER_MARK
from redif.source.escaping import visible

NEAR = 64  # lines, in the old and the new text together, that a changed part of a diff has when it is found at once


def difference(before: bytes, after: bytes, file: str) -> str:
    """What became of a file, to be shown: a unified diff of its text; empty where that is the same.

    What cannot be seen is shown by its number, such as a byte-order mark (`<U+FEFF>`) and the line end of a line that does
    not end like most.
    """
    old, new = _lines(before, file), _lines(after, file)
    ends = Counter(end for line in [*old, *new] if (end := _end(line)))
    usual = max(ends, key=ends.__getitem__, default="")
    shown = [f"--- {visible(file)}\n+++ {visible(file)}\n"]
    for group in _Matcher(None, old, new).get_grouped_opcodes():
        (_, start, _, new_start, _), (_, _, stop, _, new_stop) = group[0], group[-1]
        shown.append(f"@@ -{_range(start, stop)} +{_range(new_start, new_stop)} @@\n")
        for kind, start, stop, new_start, new_stop in group:
            sign = " " if kind == "equal" else "-"
            shown += [sign + _shown(line, usual) for line in old[start:stop]]
            if kind != "equal":
                shown += ["+" + _shown(line, usual) for line in new[new_start:new_stop]]
    return "".join(shown) if len(shown) > 1 else ""


def _lines(data: bytes, file: str) -> list[str]:
    """The lines of a file's text with their line ends as they are, and the byte-order mark before the first."""
    original = Original(data, file)
    lines = [line + end for line, end in zip(original.text.split("\n"), original.ends, strict=False)]
    if original.mark:
        lines[0] = BYTE_ORDER_MARK + lines[0]
    return lines if lines[-1] else lines[:-1]


class _Matcher(difflib.SequenceMatcher[str]):
    """Matches lines in their order, with the nearest like line: to look for the longest match takes long in a long file."""

    a: Sequence[str]
    b: Sequence[str]

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> difflib.Match:
        a_stop, b_stop = len(self.a) if ahi is None else ahi, len(self.b) if bhi is None else bhi
        for distance in range(NEAR):
            for a in range(max(alo, alo + distance - (b_stop - blo) + 1), min(alo + distance + 1, a_stop)):
                b = blo + distance - (a - alo)
                size = 0
                while a + size < a_stop and b + size < b_stop and self.a[a + size] == self.b[b + size]:
                    size += 1
                if size:
                    return difflib.Match(a, b, size)
        return super().find_longest_match(alo, ahi, blo, bhi)


def _range(start: int, stop: int) -> str:
    """Lines as the heading of a part of a diff names them."""
    count = stop - start
    return str(start + 1) if count == 1 else f"{start + 1 if count else start},{count}"


def _end(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]


def _shown(line: str, usual: str) -> str:
    """A line of a diff; its line end is shown if it is not the usual one."""
    end = _end(line)
    text = "\t".join(visible(part) for part in line.removesuffix(end).split("\t"))
    if not end:
        return f"{text}\n\\ No newline at end of file\n"
    return text + ("" if end == usual else "".join(f"<U+{ord(character):04X}>" for character in end)) + "\n"
