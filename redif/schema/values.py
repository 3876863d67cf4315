"""Values with parts: handles, dates, JEL codes, languages, pages.

Each is a string, the value as written, which is parsed only when one of its parts is requested. The syntax of the parts is
in grammars/values.abnf.
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
    """A string with properties for its parts; in JSON it is a plain string."""

    __slots__ = ()

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema  # only the models need it

        return core_schema.no_info_after_validator_function(
            cls, core_schema.str_schema(), serialization=core_schema.plain_serializer_function_ser_schema(str)
        )

    def _part(self, rule: str, part: str) -> str | None:
        """The first text in this value that matches `part` of `rule`."""
        return self._firsts(rule, part)[0]

    def _firsts(self, rule: str, *parts: str) -> list[str | None]:
        """For each of some parts of `rule`, the first text in this value that matches it."""
        found = Grammar.standard().rules[rule].parts(self, *parts)
        return [found[part][0] if part in found else None for part in parts]


class HandleKind(StrEnum):
    """What a handle identifies. Documents are papers, articles, books, chapters and software: the items."""

    ARCHIVE = "archive"
    SERIES = "series"
    DOCUMENT = "document"
    INSTITUTION = "institution"
    PERSON = "person"


class Handle(Text):
    """A permanent identifier in RePEc, such as `RePEc:taf:rcybxx:v:6:y:2021:i:3:p:360-374`.

    Letter case does not count; compare by `normal`. Source: the handle types of ReDIF (values.abnf).
    """

    __slots__ = ()

    @property
    def kind(self) -> HandleKind | None:
        """What the handle identifies; None for a text that is not a handle."""
        rules = Grammar.standard().rules
        return next((kind for kind in HandleKind if rules[f"{kind}handle"].accepts(self)), None)

    @property
    def normal(self) -> str:
        """The handle in lowercase, with the authority as the grammar spells it and a person's name in uppercase."""
        authority, person = self._of_kind("authority"), self._of_kind("person") or ""
        if authority is None:
            return self.lower()
        spelled = next(a for a in Grammar.standard().rules["authority"].words() if a.lower() == authority.lower())
        return spelled + self[len(spelled) : len(self) - len(person)].lower() + person.upper()

    def _of_kind(self, part: str) -> str | None:
        """A part of the handle; None where handles of its kind have no such part."""
        return None if self.kind is None else self._part(f"{self.kind}handle", part)

    @property
    def authority(self) -> str | None:
        """The authority that assigns the handle, as written: `RePEc`, rarely another; None for a person's short id."""
        return self._of_kind("authority")

    @property
    def archive(self) -> str | None:
        """The archive's code, three letters, in lowercase: `taf`."""
        code = self._of_kind("archive")
        return code and code.lower()

    @property
    def series(self) -> str | None:
        """The series' code in lowercase, `rcybxx`; None unless this is the handle of a series or of an item."""
        code = self._of_kind("series")
        return code and code.lower()

    @property
    def item(self) -> str | None:
        """The item's own code, as written: `v:6:y:2021:i:3:p:360-374`; None unless this is the handle of an item."""
        return self._of_kind("item")

    @property
    def archive_handle(self) -> Handle | None:
        """The handle of the archive, as written: `RePEc:taf`; None for a person's short id and for what is not a handle."""
        found = self._of_kind("archivehandle")
        return None if found is None else Handle(found)

    @property
    def series_handle(self) -> Handle | None:
        """The handle of the series, as written: `RePEc:taf:rcybxx`; None unless this is the handle of a series or an item."""
        return series_of(self)


def start_of(handle: str, parts: int) -> str:
    """Return the first parts of a handle, whether it is valid or not: two are its archive, three its series."""
    return ":".join(handle.split(":", parts)[:parts])


def series_of(handle: str) -> Handle | None:
    """Return the handle of the series in the handle of an item or of a series, as written there; None for any other text.

    Compare by its `normal` form: RePEc ignores letter case in handles.
    """
    rules = Grammar.standard().rules
    for rule in ("documenthandle", "serieshandle"):
        if found := rules[rule].parts(handle, "serieshandle"):
            return Handle(found["serieshandle"][0])
    return None


class PartialDate(Text):
    """A date that may lack its day, or its day and month: `2021`, `2021-09`, `2021-09-30`."""

    __slots__ = ()

    @property
    def year(self) -> int | None:
        """The year; None if the text is not a date, which never happens in a record that was read."""
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
        """Year, month and day, parsed in one go."""
        year, month, day = (None if part is None else int(part) for part in self._firsts("date", "year", "month", "day"))
        return year, month, day


class JelCode(Text):
    """A code of the Journal of Economic Literature classification, such as `F51`."""

    __slots__ = ()

    @property
    def label(self) -> str | None:
        """The heading of the code; None for an unknown code."""
        return jel().get(self)


class Language(Text):
    """A language by its two-letter code (ISO 639-1), such as `en`."""

    __slots__ = ()

    @property
    def name(self) -> str | None:
        """The English name of the language; None for an unknown code."""
        return languages().get(self)


class Pages(Text):
    """The pages of an item, as written: `360-374`, `S1-S20`, `5, 7-9`."""

    __slots__ = ()

    @property
    def first(self) -> str | None:
        """The first page; None if the text is not a page range."""
        return self.ends[0]

    @property
    def last(self) -> str | None:
        """The last page of the first range, or the first page where that is the only one."""
        return self.ends[1]

    @property
    def ends(self) -> tuple[str | None, str | None]:
        """The first and the last page, parsed in one go."""
        first, last = self._firsts("pages", "first-page", "last-page")
        return first, last or first
