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
from functools import cache
from typing import Any

from redif.bibliography.item import BibliographicItem, series_of, year_of
from redif.grammar import Grammar
from redif.schema.values import HandleKind, JelCode
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
        self.jel_codes: Counter[str] = Counter()
        self.jel_fields: Counter[str] = Counter()  # by the first letter

    def add(self, template: Template) -> None:
        """Count a template."""
        self.types[template.type] += 1
        if template.schema.is_item:
            self._add_item(template.data, has_doi=template.schema.is_name("DOI"))
        else:
            self.add_name(template)

    def add_name(self, template: Template) -> None:
        """Store the name of a series, and do not count it; of several templates the first one gives it."""
        if template.schema.describes is HandleKind.SERIES:
            series, name = series_of(template.data), template.data.get("name")
            if series and name:
                self.names.setdefault(series, name)

    def _add_item(self, data: Mapping[str, Any], *, has_doi: bool) -> None:
        self.items += 1
        self.with_doi_field += has_doi
        self.series[series_of(data)] += 1
        self.years[year_of(data)] += 1
        having = self.having
        for field in ("abstract", "classification_jel", "keywords"):
            having[field] += field in data
        having["doi"] += bool(BibliographicItem(data).doi)
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
        codes = data.get("classification_jel", ())
        self.jel_codes.update(set(codes))
        self.jel_fields.update({code[:1] for code in codes})

    def packed(self) -> Any:
        """Return the counts as lists, texts and numbers, for `add_packed`."""
        counters = [list(counter.items()) for counter in self._counters]
        return self.items, self.with_doi_field, self.authors, self.names, counters

    def add_packed(self, packed: Any) -> None:
        """Add the counts of templates that come after those that were counted here."""
        items, with_doi_field, authors, names, counters = packed
        self.items += items
        self.with_doi_field += with_doi_field
        self.authors += authors
        for series, name in names.items():
            self.names.setdefault(series, name)
        for counter, found in zip(self._counters, counters, strict=True):
            for key, number in found:
                counter[key] += number

    @property
    def _counters(self) -> tuple[Counter[Any], ...]:
        return self.types, self.series, self.years, self.having, self.jel_codes, self.jel_fields

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

    def by_jel(self) -> dict[str, Any]:
        """Return how many items have each field and each code of the JEL classification, in order, with their headings."""
        codes: dict[str, list[dict[str, Any]]] = {}
        for code, number in sorted(self.jel_codes.items()):
            if len(code) > 1:  # a letter alone is counted with its field
                codes.setdefault(code[:1], []).append({"code": code, "label": JelCode(code).label, "items": number})
        fields = [
            {"code": field, "label": JelCode(field).label, "items": number, "codes": codes.get(field, [])}
            for field, number in sorted(self.jel_fields.items())
        ]
        return {"items": self.items, "with": self.having["classification_jel"], "jel": fields}


@cache
def kind_of(type_: str) -> str:
    """Return the short name of a template type: `paper` for `ReDIF-Paper 1.0`."""
    return Grammar.standard().kind(type_) or type_.lower()


def is_restriction(text: str | None) -> bool:
    """Return whether a Restriction restricts anything, that is, is present and does not just say that there is none."""
    if text is None:
        return False
    if _WORD_FOR_FREE.fullmatch(text):
        return False
    return _PHRASE_FOR_FREE.match(text) is None or _CONDITION.search(text) is not None
