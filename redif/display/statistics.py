"""What files hold: templates, items by series and by year, and how much is said about the items, counted as they go by.

`Holdings.as_json` gives the counts as one object:

```
{
  "templates": {"paper": 12, "series": 1, "unknown": 1},
  "items": 12,
  "series": [{"handle": "RePEc:aaa:wpaper", "name": "Working papers", "items": 11}, {"handle": null, "name": null, "items": 1}],
  "years": [{"year": 2001, "items": 11}, {"year": null, "items": 1}],
  "shares": {"abstract": {"with": 10, "of": 12}, ...}
}
```

- `templates`: how many there are of each type, the most frequent first; `unknown` are all those of types ReDIF does not have.
- `items`: how many of them are papers, articles, books, chapters or software. All that follows is about these.
- `series`: the series that have items, the largest first. A handle is in small letters but for its authority; the name is
  that of the series' own template, null where there is none. Items without a (valid) handle come last, with null.
- `years`: in order; items of which no year is known come last, with null.
- `shares`: `with` is how many have it, `of` how many could: `abstract`; `doi` (of items of types that have a DOI, so not of
  software); `classification_jel`; `keywords`; `file` (one with an address); `free_file` (such a file, and neither it nor the
  item is restricted); `restriction` (the item is restricted, or one of its files is); `registered_author` (of the authors,
  each counted once an item: those named with their handle in RePEc).

A restriction is whatever stands in an attribute Restriction, unless it says that there is none: "no", "none", "Open Access",
"No restriction to downloads", "freely available". Such words with a condition behind them ("Open access after 12 months",
"Free for members") are a restriction.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from redif.bibliography.item import BibliographicItem
from redif.grammar import Grammar
from redif.models import MODELS, Handle, Item, Series
from redif.syntax.template import Template

UNKNOWN = "unknown"
_SERIES_PARTS = ("authority", "archive", "series")
_SHARES = ("abstract", "doi", "classification_jel", "keywords", "file", "free_file", "restriction", "registered_author")

_WORD_FOR_FREE = re.compile(
    r"(?:no|non|none|nil|n/?a|keine|aucune|ninguna|nessuna|-+|free|open|public|unrestricted|libre|gratis)[\s.!]*", re.I
)
_PHRASE_FOR_FREE = re.compile(
    r"(?:there (?:are|is) )?(?:no|without)(?: any)?(?: access| download| usage)? restrictions?\b"
    r"|(?:free|open|public|unrestricted)(?:ly)?[ -](?:access|available|download|(?:to|for) (?:all|download)|of charge)",
    re.I,
)
_CONDITION = re.compile(
    r"\b(?:after|before|but|except|from|if|only|other|outside|since|unless|until|with|within)\b"
    r"|subscri|member|regist|embargo|month|year|partner|customer",
    re.I,
)


class Holdings:
    """Counts templates and what is in them. It keeps counts alone, and the names of series, so it may see any number."""

    def __init__(self) -> None:
        self.types: Counter[str | None] = Counter()
        self.items = 0
        self.series: Counter[str | None] = Counter()
        self.years: Counter[int | None] = Counter()
        self.names: dict[str, str] = {}
        self.having: Counter[str] = Counter()
        self.with_doi_field = self.authors = 0

    def add(self, template: Template) -> None:
        """Count a template."""
        self.types[template.type] += 1
        model = MODELS.get((template.type or "").lower())
        if model is Series:
            self._name(template.data)
        elif model is not None and issubclass(model, Item):
            self._item(template.data, has_doi="doi" in model.model_fields)

    def _name(self, data: Mapping[str, Any]) -> None:
        """Note what a series is called; what its first template says holds."""
        series, name = series_of(data), data.get("name")
        if series and name:
            self.names.setdefault(series, name)

    def _item(self, data: Mapping[str, Any], *, has_doi: bool) -> None:
        self.items += 1
        self.with_doi_field += has_doi
        self.series[series_of(data)] += 1
        self.years[year_of(data)] += 1
        having = self.having
        for field in ("abstract", "doi", "classification_jel", "keywords"):
            having[field] += field in data
        restricted = is_restriction(data.get("restriction"))
        some_restricted, some_free = restricted, False
        for file in data.get("files", ()):
            this_restricted = is_restriction(file.get("restriction"))
            some_restricted = some_restricted or this_restricted
            some_free = some_free or ("url" in file and not restricted and not this_restricted)
        having["file"] += any("url" in file for file in data.get("files", ()))
        having["free_file"] += some_free
        having["restriction"] += some_restricted
        authors = data.get("authors", ())
        self.authors += len(authors)
        having["registered_author"] += sum("person" in author for author in authors)

    def as_json(self) -> dict[str, Any]:
        """The counts as plain data; the module says what it looks like."""
        of = dict.fromkeys(_SHARES, self.items) | {"doi": self.with_doi_field, "registered_author": self.authors}
        types: Counter[str] = Counter()
        for type_, number in self.types.items():
            types[kind_of(type_) if type_ else UNKNOWN] += number
        series = sorted(self.series.items(), key=lambda pair: (pair[0] is None, -pair[1], pair[0] or ""))
        years = sorted(self.years.items(), key=lambda pair: (pair[0] is None, pair[0] or 0))
        return {
            "templates": dict(sorted(types.items(), key=lambda pair: (-pair[1], pair[0]))),
            "items": self.items,
            "series": [{"handle": handle, "name": self.names.get(handle or ""), "items": n} for handle, n in series],
            "years": [{"year": year, "items": number} for year, number in years],
            "shares": {name: {"with": self.having[name], "of": of[name]} for name in _SHARES},
        }


@cache
def kind_of(type_: str) -> str:
    """What a template type is called for short: `ReDIF-Paper 1.0` is `paper`."""
    return Grammar.standard().kind(type_) or type_.lower()


@cache
def item_kinds() -> frozenset[str]:
    """The types of items, for short."""
    return frozenset(kind_of(type_) for type_, model in MODELS.items() if issubclass(model, Item))


def year_of(data: Mapping[str, Any]) -> int | None:
    """The year of an item: its Year, or else that of the date it was published, or made public; None where none is known."""
    day = BibliographicItem(data).issued
    return day.year if day else None


def series_of(data: Mapping[str, Any]) -> str | None:
    """The handle of the series in which an item stands, or which a template of a series describes; None without a handle.

    It is in the form to compare by: in small letters but for the authority.
    """
    handle = data.get("handle")
    if handle is None:
        return None
    for rule in ("documenthandle", "serieshandle"):
        parts = Grammar.standard().rules[rule].parts(handle, *_SERIES_PARTS)
        if parts:
            authority, archive, series = (parts[name][0] for name in _SERIES_PARTS)
            return f"{_spelled(authority)}:{archive.lower()}:{series.lower()}"
    return None


@lru_cache(maxsize=64)
def _spelled(authority: str) -> str:
    """An authority as the grammar spells it."""
    return Handle(f"{authority}:aaa").normal.partition(":")[0]


def is_restriction(text: str | None) -> bool:
    """Whether a Restriction restricts anything: it is there, and does not just say that there is none."""
    if text is None:
        return False
    if _WORD_FOR_FREE.fullmatch(text):
        return False
    return _PHRASE_FOR_FREE.match(text) is None or _CONDITION.search(text) is not None
