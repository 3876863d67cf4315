"""An item that another format describes, put into the fields that its template type has.

An importer says what it found in the words of records: `title`, `journal`, `pages`. What the type of template has a field for
goes there; what it has none for is kept as a private attribute, such as X-ISSN. A value that the grammar refuses is kept as it
is written, under `unparsed`, where `redif check` reports it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, get_origin

from redif.bibliography.addresses import bare_doi, handle_from_url
from redif.bibliography.dates import is_month, month_in, read_day
from redif.bibliography.item import ItemKind
from redif.bibliography.pages import has_page_count, plain_pages
from redif.grammar import Grammar
from redif.grammar.vocabularies import MONTHS, language_names, languages
from redif.models import MODELS, Record, RecordError
from redif.models.validation import held_to_grammar, meant, prepared_value, says_none
from redif.schema.languages import languages_in
from redif.schema.placeholders import is_placeholder
from redif.schema.values import Handle, HandleKind
from redif.source.characters import folded, without_controls
from redif.source.patterns import lazy

_WORDS_IN_NAME = lazy("[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_DOI_URL = lazy(r"https?://(?:dx\.|www\.)?doi\.org/", re.I)
_DOI_IN_URL = lazy(r"https?://[^\s?#]*?/(10\.[0-9]{4,9}/[^\s?#]+)", re.I)  # http://doi.acm.org/10.1145/1137627
_SPACED_HYPHEN = lazy(r"(?<=\w)\s+-\s+(?=\w)")  # 620 - 652, as ScienceDirect has it
_ISO_DAY = lazy(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(?:[T ].*)?")
_MONTHS_OF_YEAR = lazy(r"([0-9]{4})-(0[1-9]|1[0-2])/(?:\1-)?(0[1-9]|1[0-2])").fullmatch
_DAY_IN_MONTH = lazy(
    r"(?:([0-9]{1,2})(?:st|nd|rd|th|\.)?,?\s+([^\W\d]+\.?)|([^\W\d]+\.?),?\s+([0-9]{1,2})(?:st|nd|rd|th)?)"
).fullmatch
_IN_URL = str.maketrans(
    {" ": "%20", "<": "%3C", ">": "%3E", '"': "%22", "{": "%7B", "}": "%7D", "\\": "%5C", "^": "%5E", "`": "%60"}
)
_PLACES = frozenset({"volume", "issue", "number", "pages"})
_REGION = lazy(r"^([^-_]*)[-_][a-z0-9_-]+$")  # as in en-US


class ImportedItem:
    """An item, to which an importer adds what it finds.

    Args:
        kind: what it becomes.
        line: where it begins in its file.
    """

    def __init__(self, kind: ItemKind, line: int) -> None:
        self.kind = kind
        self.line = line
        self.placeholders: list[tuple[str, str]] = []  # what says that there is no value, by attribute, and is left out
        self._model: type[Record] = MODELS[f"redif-{kind} 1.0"]
        self._values: dict[str, list[Any]] = {}
        self._private: dict[str, list[str]] = {}
        self._unparsed: dict[str, list[str]] = {}
        self._further: dict[str, list[str]] = {}

    def has(self, field: str) -> bool:
        """Return whether something was added to a field."""
        return field in self._values

    def takes(self, field: str) -> bool:
        """Return whether items of its kind have a field."""
        return field in self._model.model_fields

    def add(self, field: str, *texts: str) -> None:
        """Add texts to a field; empty ones and those that say that there is no value are left out."""
        for text in texts:
            if not (cleaned := _cleaned(text)):
                continue
            if field in _PLACES and Grammar.standard().rules["unpublished"].accepts(cleaned):
                self._forthcoming(cleaned)
            elif is_placeholder(cleaned) or says_none(self._model, field, cleaned):
                if field in self._model.model_fields and any(map(str.isalnum, cleaned)):  # a dash is an empty cell
                    self.placeholders.append((self._name(field), cleaned))
            else:
                self._add(field, cleaned)

    def _add(self, field: str, text: str) -> None:
        if field not in self._model.model_fields:
            self.keep(_attribute(field), text)
            return
        if (repair := meant(self._model, field, text)) is not None:  # Vol. 12, 10.1000%2Fx
            if not repair.is_whole:
                self._unparsed.setdefault(self._name(field), []).append(text)
            text = repair.value
        if field not in self._values:
            self._values[field] = [text]
        elif text not in self._values[field]:
            if get_origin(self._model.model_fields[field].annotation) is list:
                self._values[field].append(text)
            else:
                self._further.setdefault(self._name(field), []).append(text)

    def keep(self, name: str, *texts: str) -> bool:
        """Keep texts as a private attribute named after a field of the other format; return whether it can be so named."""
        private = private_name(name)
        for text in texts if private else ():
            if (cleaned := _cleaned(text)) and not is_placeholder(cleaned):
                held = self._private.setdefault(private, [])
                if cleaned not in held:
                    held.append(cleaned)
        return bool(private)

    def people(self, field: str, people: Iterable[Mapping[str, Any]]) -> None:
        """Add authors or editors; editors of what has none in ReDIF are kept by their names."""
        named = [dict(person) for person in people if person.get("name") and not is_placeholder(str(person["name"]))]
        if field in self._model.model_fields:
            self._values.setdefault(field, []).extend(named)
        else:
            self.keep(_attribute(field).removesuffix("s"), *(str(person["name"]) for person in named))

    def publisher(self, *names: str) -> None:
        """Add publishers or institutions that published it."""
        for name in map(_cleaned, names):
            if not name or is_placeholder(name):
                continue
            if "providers" in self._model.model_fields:
                self._values.setdefault("providers", []).append({"name": name})
            else:
                self.keep("Publisher", name)

    def address(self, url: str, **about: str) -> None:
        """Add an address: its page on IDEAS or EconPapers, which says its handle, or else a file, which may say its DOI."""
        url = url.strip()
        if _DOI_URL.match(url) and not self.has("doi") and (doi := bare_doi(url)):
            self.add("doi", doi)
        handle = handle_from_url(url) if "repec.org" in url else None
        if handle is not None and handle.kind is HandleKind.DOCUMENT:
            if not self.has("handle"):
                self._values["handle"] = [str(handle)]
            return
        if (repair := Grammar.standard().type("url").repair(url)) is not None and "://" not in url[:8]:
            url = repair.value  # www.example.org, http:/example.org
        url = url.translate(_IN_URL)
        files = self._values.setdefault("files", [])
        if url and all(file["url"] != url for file in files):
            files.append({"url": url, **{key: value for key, value in about.items() if value}})

    @property
    def addresses(self) -> list[str]:
        """The addresses of its files."""
        return [file["url"] for file in self._values.get("files", [])]

    def file_format(self, type_: str) -> None:
        """Add the media type of its files: of the only one, or of each in order."""
        file = next((file for file in self._values.get("files", []) if "format" not in file), None)
        if file is not None:
            file["format"] = type_

    def doi(self, text: str) -> None:
        """Add a DOI, bare where it has the address of a resolver or of a publisher's page in front."""
        if not (doi := bare_doi(text)) and (match := _DOI_IN_URL.fullmatch(text.strip())):
            doi = bare_doi(match[1])
        self.add("doi", doi or text)

    def handle(self, text: str) -> bool:
        """Take a text as its handle, and return whether it is one."""
        handle = Handle(text.strip())
        if handle.kind is not HandleKind.DOCUMENT:
            return False
        self._values["handle"] = [str(handle)]
        return True

    def language(self, *texts: str) -> None:
        """Add languages, by their codes or their names, also several in one text."""
        for text in filter(None, map(_cleaned, texts)):
            self.add("languages", *(languages_in(text) or (language_code(text) or text,)))

    def jel(self, *texts: str) -> None:
        """Add JEL codes; a text that holds anything else is added as it is."""
        for text in filter(None, map(_cleaned, texts)):
            type_ = Grammar.standard().type("jel")
            split, is_list = type_.split, type_.is_undivided is None or not type_.is_undivided(text)
            parts = split(text) if split is not None and is_list else [text]
            if split is not None and not all(map(type_.is_accepted, parts)) and (repair := type_.repair(text)) is not None:
                parts = split(repair.value)
            self.add("classification_jel", *(parts if all(map(type_.is_accepted, parts)) else [text]))

    def length(self, text: str) -> None:
        """Add how long it is: a text, or only a number of pages."""
        self.add("length", f"{text} pages" if text.isdecimal() else text)

    def pages(self, text: str) -> None:
        """Add the pages where it is; of what is in nothing else, how long it is."""
        text = _SPACED_HYPHEN.sub("-", text)
        is_count = bool(text) and has_page_count(text)
        if not is_count and ("pages" in self._model.model_fields or "length" not in self._model.model_fields):
            self.add("pages", text)
        elif text and not is_placeholder(text):
            self.length(text if text.isdecimal() or is_count else f"pp. {plain_pages(text) or text}")

    # ------------------------------------------------------------------ dates

    def date(self, year: str, month: str = "", day: str = "") -> None:
        """Add when it was published; the month may be a name, a number or a season."""
        year, month, day = _cleaned(year).rstrip("/"), _cleaned(month), _cleaned(day)  # 2014//, as RIS has it
        if match := _MONTHS_OF_YEAR(year):
            year, month = match[1], "-".join(MONTHS[int(number) - 1] for number in match.group(2, 3))
        if Grammar.standard().rules["unpublished"].accepts(year):
            self._forthcoming(year)
            year = ""
        if not year.isdecimal() and (known := read_day(year)) and known.month:  # January 1978, 2001-03-15
            year, month, day = str(known.year), month or str(known.month), day or (str(known.day or "") if not month else "")
        month = re.sub(rf"(?<=\w)[.,]?\s+{year}$", "", month) if year.isdecimal() else month  # April 2001
        if not day and (match := _DAY_IN_MONTH(month)):
            day, month = match[1] or match[4], match[2] or match[3]
        number = month_in(month) if is_month(month) else 0
        if not year:
            self.add("month", MONTHS[number - 1] if number and not day else f"{day} {month}".strip())
            return
        iso = f"{year}-{number:02}" if number else year
        iso += f"-{int(day):02}" if number and day.isdecimal() else ""
        if "year" not in self._model.model_fields:
            self.add("creation_date", iso)
            self.add("month", "" if number else month)
            return
        self.add("year", year)
        self.add("month", MONTHS[number - 1] if number else month)
        if number and day.isdecimal():
            self.add("publication_date" if "publication_date" in self._model.model_fields else "creation_date", iso)

    def day(self, text: str) -> None:
        """Add when it was published, from a date in one text, such as `2021-09-30`."""
        text = _cleaned(text)
        if match := _ISO_DAY.fullmatch(text):
            self.date(*(part or "" for part in match.groups()))
        elif day := read_day(text) if not Grammar.standard().rules["unpublished"].accepts(text) else None:
            self.date(str(day.year), str(day.month or ""), str(day.day or ""))
        else:
            self.date(text)

    def _forthcoming(self, text: str) -> None:
        """Add what is written in place of a year, or of a place in a journal, to its status."""
        self.add("publication_status", text if text.lower().startswith("forthcoming") else f"Forthcoming ({text})")

    # ------------------------------------------------------------------ the record

    def data(self) -> dict[str, Any]:
        """Return the record as plain data."""
        values: dict[str, Any] = {
            field: held if get_origin(self._model.model_fields[field].annotation) is list else held[0]
            for field, held in self._values.items()
            if held
        }
        try:
            return self._record(values)
        except RecordError as error:
            self._set_aside(values, {re.split(r"[.\[]", path)[0] for path in error.problems})
            return self._record(values)

    def _record(self, values: Mapping[str, Any]) -> dict[str, Any]:
        places = {"unparsed": self._unparsed, "further": self._further, "extra": self._private}
        return self._model.model_validate({**values, **places}).data

    def _set_aside(self, values: dict[str, Any], fields: Iterable[str]) -> None:
        """Put values that the grammar refuses where they are kept as they are written."""
        for field in fields:
            held = values.pop(field, None)
            good = []
            for value in held if isinstance(held, list) else [held]:
                try:
                    held_to_grammar(
                        self._model, field, prepared_value(self._model, field, [value] if isinstance(held, list) else value)
                    )
                except ValueError:
                    if isinstance(value, Mapping):
                        for key, text in value.items():
                            self.keep(f"{_attribute(field)}-{key}", str(text))
                    elif value is not None:
                        self._unparsed.setdefault(self._name(field), []).append(str(value))
                else:
                    good.append(value)
            if good:
                values[field] = good if isinstance(held, list) else good[0]

    def _name(self, field: str) -> str:
        """Return the attribute of a field."""
        return self._model.model_fields[field].title or field


def private_name(name: str) -> str:
    """Return the private attribute that is named after a field: X-Place for `place`; empty where the name has no letters."""
    words = [word if word.isupper() else word.capitalize() for word in _WORDS_IN_NAME.findall(_without_accents(name))]
    words = words[1:] if words[:1] == ["X"] and len(words) > 1 else words
    return f"X-{'-'.join(words)}" if words else ""


def _without_accents(name: str) -> str:
    """Return a name with plain letters, as attributes have them: `Stichworter` of "Stichwörter"."""
    return name if name.isascii() else "".join(folded(c).capitalize() if c.isupper() else folded(c) for c in name)


def language_code(text: str) -> str:
    """Return the two letters of a language that is given by a code or a name; empty for any other text."""
    lower = text.strip().lower()
    for word in (lower, _REGION.sub(r"\1", lower)):
        if found := word if word in languages() else language_names().get(word, ""):
            return found
    return ""


@cache
def _attribute(field: str) -> str:
    """Return the attribute of a field that some template types have, or its name in the form of one."""
    titles = (model.model_fields[field].title for model in MODELS.values() if field in model.model_fields)
    return next(filter(None, titles), None) or {"issn": "ISSN"}.get(field, field.replace("_", "-"))


def _cleaned(text: str) -> str:
    return " ".join(without_controls(text).split()) if text else ""
