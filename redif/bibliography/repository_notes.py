"""What repositories note about a file, which their exporters write as one more abstract."""

from __future__ import annotations

import re

from redif.source.patterns import lazy

# What DSpace and the like note about a file; and a number of pages.
_NOTE = lazy(
    r"(?:Made available in DSpace|(?:Submitted|Approved for entry into archive) by .{1,80}? on \d{4}-\d\d"
    r"|Item (?:withdrawn|created|reinstated|in submission)|Restored into DSpace|Workflow started)\b"
    r"|Includes bibliographical references|Title from (?:PDF|cover|title)|(?:Inter)?[Nn]ational audience\.?\s*\Z"
    r"|(?:[ivxlc]+, )?\d{1,4} (?:p\.|pp\.?|pages|leaves|p[áa]ginas|Seiten|S\.|pagine|str\.|с\.)"
    r"(?:\s?: \w{1,12}\.?(?: ; \d+ ?cm)?)?\s*\Z"
)


def repository_note(abstract: str) -> re.Match[str] | None:
    """Return the match of a note with which an abstract begins; None where it is an abstract."""
    return _NOTE.match(abstract)
