"""Lines that Git leaves in a file where it could not merge two versions of it."""

from __future__ import annotations

import re

from redif.findings.codes import severity_of
from redif.findings.finding import Finding, OnFinding
from redif.findings.wording import shortened
from redif.source.decoding import Block
from redif.source.patterns import lazy
from redif.source.positions import Positions

# https://git-scm.com/docs/git-merge: <<<<<<< ours, in some styles ||||||| base, =======, >>>>>>> theirs
_MARKER = lazy(r"^(?:[<>|]{7}(?:[ \t][^\n]*)?|={7}[ \t]*)$", re.MULTILINE)


def conflict_markers(text: str) -> list[re.Match[str]]:
    """Return the lines of a text that are conflict markers; a line of seven equals signs is one only beside another."""
    # Looking for one character is much faster than for seven, and most files have neither.
    if not (("<" in text and "<<<<<<<" in text) or (">" in text and ">>>>>>>" in text)):
        return []
    found = list(_MARKER.finditer(text))
    return found if any(match[0][0] in "<>" for match in found) else []


def without_conflict_markers(block: Block, file: str, on_finding: OnFinding) -> Block:
    """Return a block in which conflict markers have become comments, so that they are in no value; report each of them."""
    markers = conflict_markers(block.text)
    if not markers:
        return block
    positions = Positions(block.text, block.line)
    for marker in markers:
        message = f'Git left the line "{shortened(marker[0])}" where it could not merge two versions of this file.'
        where = (*positions(marker.start()), *positions(marker.end()))
        code = "line-conflict"
        on_finding(Finding(code, severity_of(code), message, file, *where, source=marker[0]))
    pieces, end = [], 0
    for marker in markers:
        pieces += [block.text[end : marker.start()], "#"]
        end = marker.start() + 1  # every other character keeps its place
    return block._replace(text="".join([*pieces, block.text[end:]]))
