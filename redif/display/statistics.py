"""Statistics of files: templates, items by series and by year, and what is known of the items.

`Statistics.as_json` gives the counts as one object:

```
{
  "templates": {"paper": 12, "series": 1, "unknown": 1},
  "items": 12,
  "series": [{"handle": "RePEc:aaa:wpaper", "name": "Working papers", "items": 11}, {"handle": null, "name": null, "items": 1}],
  "years": [{"year": 2001, "items": 11}, {"year": null, "items": 1}],
  "shares": {"abstract": {"with": 10, "of": 12}, ...}
}
```

- `templates`: the number of templates of each type, the most frequent first; `unknown` counts those of unknown types.
- `items`: the number of papers, articles, books, chapters and software. Everything below is about these.
- `series`: the series that have items, the largest first. The handle is in its normal form; the name is that of the series'
  own template, null where there is none. Items without a (valid) handle come last, under null.
- `years`: in order; items whose year is unknown come last, under null.
- `shares`: `with` is how many have it, `of` how many could: `abstract`; `doi` (of items of types that have a DOI, so not of
  software); `classification_jel`; `keywords`; `file` (a file with an address); `free_file` (such a file, where neither it nor
  the item is restricted); `restriction` (the item or one of its files is restricted); `registered_author` (of the authors,
  counted once for each item: those given with their handle in RePEc).

Any text in an attribute Restriction is a restriction unless it says that there is none: "no", "none", "Open Access", "No
restriction to downloads", "freely available". With a condition after them ("Open access after 12 months", "Free for members"),
such words are a restriction.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from redif.bibliography.item import BibliographicItem
from redif.grammar import Grammar
from redif.schema import values
from redif.schema.values import Handle, HandleKind
from redif.syntax.template import Template

UNKNOWN = "unknown"
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


class Statistics:
    """Counts of templates and of their contents. Only the counts and the names of series are held in memory."""

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
        if template.schema.is_item:
            self._add_item(template.data, has_doi=template.schema.is_name("DOI"))
        elif template.schema.describes is HandleKind.SERIES:
            self._add_name(template.data)

    def _add_name(self, data: Mapping[str, Any]) -> None:
        """Store the name of a series; of several templates the first one counts."""
        series, name = series_of(data), data.get("name")
        if series and name:
            self.names.setdefault(series, name)

    def _add_item(self, data: Mapping[str, Any], *, has_doi: bool) -> None:
        self.items += 1
        self.with_doi_field += has_doi
        self.series[series_of(data)] += 1
        self.years[year_of(data)] += 1
        having = self.having
        for field in ("abstract", "doi", "classification_jel", "keywords"):
            having[field] += field in data
        is_restricted = is_restriction(data.get("restriction"))
        files = data.get("files", ())
        restricted_files = [is_restriction(file.get("restriction")) for file in files]
        having["file"] += any("url" in file for file in files)
        having["free_file"] += not is_restricted and any(
            "url" in file and not restricted for file, restricted in zip(files, restricted_files, strict=True)
        )
        having["restriction"] += is_restricted or any(restricted_files)
        authors = data.get("authors", ())
        self.authors += len(authors)
        having["registered_author"] += sum("person" in author for author in authors)

    def as_json(self) -> dict[str, Any]:
        """Return the counts as plain data, as the module describes it."""
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
    """Return the short name of a template type: `paper` for `ReDIF-Paper 1.0`."""
    return Grammar.standard().kind(type_) or type_.lower()


def year_of(data: Mapping[str, Any]) -> int | None:
    """Return the year of an item: its Year, else that of its publication or creation date; None where it is unknown."""
    day = BibliographicItem(data).issued
    return day.year if day else None


def series_of(data: Mapping[str, Any]) -> str | None:
    """Return the handle of an item's series, or of a series itself, in its normal form; None without a valid handle."""
    series = values.series_of(data.get("handle") or "")
    return None if series is None else _normal(series)


@lru_cache(maxsize=4096)
def _normal(series: Handle) -> str:
    return series.normal


def is_restriction(text: str | None) -> bool:
    """Return whether a Restriction restricts anything, that is, is present and does not just say that there is none."""
    if text is None:
        return False
    if _WORD_FOR_FREE.fullmatch(text):
        return False
    return _PHRASE_FOR_FREE.match(text) is None or _CONDITION.search(text) is not None
