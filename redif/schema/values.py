"""Values with parts: handles, dates, JEL codes, languages, pages.

Each is a string, the value as it is written, and takes itself apart only when a part is asked for. The syntax of the
parts stands in grammars/values.abnf.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from redif.grammar import Grammar
from redif.grammar.vocabularies import jel, languages

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema


class Text(str):
    """A string that knows more about itself; in JSON it is a plain string."""

    __slots__ = ()

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema  # which is needed for models alone

        return core_schema.no_info_after_validator_function(
            cls, core_schema.str_schema(), serialization=core_schema.plain_serializer_function_ser_schema(str)
        )

    def _part(self, rule: str, part: str) -> str | None:
        """What stands in this value where `rule` has `part`."""
        return self._firsts(rule, part)[0]

    def _firsts(self, rule: str, *parts: str) -> list[str | None]:
        """What stands in this value where `rule` has each of some parts for the first time."""
        found = Grammar.standard().rules[rule].parts(self, *parts)
        return [found[part][0] if part in found else None for part in parts]


class HandleKind(StrEnum):
    """What a handle names. Documents are papers, articles, books, chapters and software."""

    ARCHIVE = "archive"
    SERIES = "series"
    DOCUMENT = "document"
    INSTITUTION = "institution"
    PERSON = "person"


class Handle(Text):
    """The name of something in RePEc for ever, such as `RePEc:taf:rcybxx:v:6:y:2021:i:3:p:360-374`.

    Letter case does not count; `normal` is the form to compare by. Source: ReDIF handle types (values.abnf).
    """

    __slots__ = ()

    @property
    def kind(self) -> HandleKind | None:
        """What the handle names; None where it is none."""
        rules = Grammar.standard().rules
        return next((kind for kind in HandleKind if rules[f"{kind}handle"].accepts(self)), None)

    @property
    def normal(self) -> str:
        """The handle in small letters, its authority as the grammar spells it; a person's name in capitals."""
        authority, person = self._of_kind("authority"), self._of_kind("person-code") or ""
        if authority is None:
            return self.lower()
        spelled = next(a for a in Grammar.standard().rules["authority"].words() if a.lower() == authority.lower())
        return spelled + self[len(spelled) : len(self) - len(person)].lower() + person.upper()

    def _of_kind(self, part: str) -> str | None:
        """A part of the handle, if handles of its kind have it."""
        return None if self.kind is None else self._part(f"{self.kind}handle", part)

    @property
    def authority(self) -> str | None:
        """Who gave the handle, as written: `RePEc`, or one of the few others; None for a person's short id."""
        return self._of_kind("authority")

    @property
    def archive(self) -> str | None:
        """The archive's code, three letters, in small letters: `taf`."""
        code = self._of_kind("archive-code")
        return code and code.lower()

    @property
    def series(self) -> str | None:
        """The series' code in small letters, `rcybxx`; None where the handle names no series nor anything in one."""
        code = self._of_kind("series-code")
        return code and code.lower()

    @property
    def item(self) -> str | None:
        """What stands after the series, as written: `v:6:y:2021:i:3:p:360-374`; None unless a document's handle."""
        return self._of_kind("item-code")


class PartialDate(Text):
    """A date that may lack its day or its month too: `2021`, `2021-09`, `2021-09-30`."""

    __slots__ = ()

    @property
    def year(self) -> int | None:
        """The year; None where the text is no date, which a record's never is."""
        return self.numbers[0]

    @property
    def month(self) -> int | None:
        """The month, 1 to 12, where it is known."""
        return self.numbers[1]

    @property
    def day(self) -> int | None:
        """The day, 1 to 31, where it is known."""
        return self.numbers[2]

    @property
    def numbers(self) -> tuple[int | None, int | None, int | None]:
        """Year, month and day, read at once."""
        year, month, day = (None if part is None else int(part) for part in self._firsts("date", "year", "month", "day"))
        return year, month, day


class JelCode(Text):
    """A code of the Journal of Economic Literature's classification, such as `F51`."""

    __slots__ = ()

    @property
    def label(self) -> str | None:
        """The heading of the code."""
        return jel().get(self)


class Language(Text):
    """A language by its code of two letters (ISO 639-1), such as `en`."""

    __slots__ = ()

    @property
    def name(self) -> str | None:
        """The language's English name."""
        return languages().get(self)


class Pages(Text):
    """Where an item stands in its volume, as written: `360-374`, `S1-S20`, `5, 7-9`."""

    __slots__ = ()

    @property
    def first(self) -> str | None:
        """The first page; None where the text is no page range."""
        return self.ends[0]

    @property
    def last(self) -> str | None:
        """The last page of the (first) range; the first page itself where only one is given."""
        return self.ends[1]

    @property
    def ends(self) -> tuple[str | None, str | None]:
        """The first and the last page, read at once."""
        first, last = self._firsts("pages", "first-page", "last-page")
        return first, last or first
