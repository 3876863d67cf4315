"""What there is to say about a file: findings, and the catalogue of their kinds.

A finding never stops anything. It travels beside the data and says what is wrong, where, and how bad it is for RePEc.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad a finding is.

    error: RePEc drops the template. warning: RePEc drops or garbles a value. advice: it works, but serves readers badly.
    """

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong in one place.

    Attributes:
        code: the kind of finding, a key of `CODES`.
        severity: how bad it is.
        message: what is wrong, in plain words, with the value.
        file: where it stands; `-` for standard input.
        line, column: where it begins, counted from 1, in lines and characters of the original.
        end_line, end_column: where it ends; the column is the one after the last character.
        attribute: the full name of the attribute it is about, as the grammar spells it, or None.
    """

    code: str
    severity: Severity
    message: str
    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    attribute: str | None = None


Report = Callable[[Finding], None]


def shortened(value: str, most: int = 200) -> str:
    """A value as a message shows it: its beginning and its end, where it is longer than `most` characters."""
    return value if len(value) <= most else f"{value[: most // 2]} … {value[-most // 2 :]}"


# Code to severity, and what the code means. A finding about a required attribute may be worse than its kind (see telling).
CODES: Mapping[str, tuple[Severity, str]] = {
    # specifications
    "grammar-code": (Severity.WARNING, "code in a specification, which is not run"),
    # bytes and characters
    "encoding-unmarked": (Severity.WARNING, "the file is UTF-8 or UTF-16 and does not say so, so RePEc shows it wrongly"),
    "encoding-mixed": (Severity.WARNING, "some lines of the file are in another encoding than the others"),
    "character-undecodable": (Severity.WARNING, "a byte that stands for no character"),
    "character-control": (Severity.WARNING, "a control character or a byte-order mark, which has no place in text"),
    # lines
    "line-outside-template": (Severity.ERROR, "text ahead of the first Template-Type"),
    "attribute-spaced": (Severity.WARNING, "a blank between the name of an attribute and its colon"),
    # templates
    "template-unknown": (Severity.ERROR, "a template type that ReDIF does not have"),
    "template-spelling": (Severity.ERROR, "a template type that is not spelled as it should be"),
    "template-obsolete": (Severity.ERROR, "a template type that RePEc no longer takes"),
    "template-long": (Severity.ERROR, "a template so long that it was cut; a Template-Type is missing in it"),
    "findings-many": (Severity.WARNING, "more is wrong with a template than is told one by one"),
    # attributes
    "attribute-unknown": (Severity.ERROR, "an attribute that ReDIF does not have"),
    "attribute-misplaced": (Severity.ERROR, "an attribute of another template, or of a cluster that is not open here"),
    "attribute-deprecated": (Severity.WARNING, "an attribute that is no longer to be used"),
    "attribute-repeated": (Severity.WARNING, "an attribute that may stand once stands again"),
    "required-missing": (Severity.ERROR, "an attribute that must be there is absent or empty"),
    "one-of-missing": (Severity.ERROR, "of some attributes one must be there, and none is"),
    "key-empty": (Severity.WARNING, "the attribute that opens a cluster is empty"),
    # values
    "value-invalid": (Severity.WARNING, "a value that is not of the form its attribute has"),
    "value-unlisted": (Severity.WARNING, "a JEL code, media type or language that is in no list"),
    "value-unread": (Severity.ADVICE, "a value that RePEc takes and that we cannot read as what it should be"),
}
