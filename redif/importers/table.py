"""Tables: a header row that names the columns, and an item in each row.

Columns are known by the words people use for them (`columns.toml`), in any order; a program or the settings may say what other
columns mean. A column that is not known is kept as a private attribute of its name.
"""

from __future__ import annotations

import re
import tomllib
from ast import literal_eval
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from redif.bibliography.dates import read_day
from redif.bibliography.item import ItemKind
from redif.findings.errors import UsageError
from redif.findings.wording import counted
from redif.grammar import Grammar
from redif.importers.item import ImportedItem, language_code, private_name
from redif.importers.kinds import kind_of, letters
from redif.importers.name_lists import given_to, names_in
from redif.importers.people import contributor, contributor_named, is_others
from redif.importers.places import series_and_number
from redif.importers.source import ImportSource
from redif.importers.spreadsheet_values import day, numbers_of_date, whole
from redif.models import MODELS
from redif.schema.keywords import in_one_line, keywords_in
from redif.source.characters import folded

Row = tuple[int, Sequence[str]]  # the number of its line and its cells

LEFT_OUT = ""  # the meaning of a column that is not taken over
FOR_PROGRAMS = "left_out"  # that of a column which a program notes for itself
PERSON_PARTS = {
    "": "name", "name": "name", "fullname": "name", "first": "name_first", "firstname": "name_first", "givenname": "name_first",
    "last": "name_last", "lastname": "name_last", "familyname": "name_last", "surname": "name_last", "namefirst": "name_first",
    "namelast": "name_last", "email": "email", "mail": "email", "affiliation": "workplaces", "workplace": "workplaces",
    "institution": "workplaces", "workplacename": "workplaces", "homepage": "homepage", "person": "person", "repecid": "person",
    "shortid": "person", "url": "homepage",
}  # fmt: skip
OF_AUTHOR = {"author_first": "name_first", "author_last": "name_last"}  # columns that do not say whose name it is
# What the numbers mean that OpenOffice, and JabRef for it, has for types (BibliographyDataType of its API).
OPEN_OFFICE_TYPES = (
    "article", "book", "booklet", "inproceedings", "inbook", "incollection", "inproceedings", "journal article", "manual",
    "thesis", "misc", "thesis", "proceedings", "techreport", "unpublished", "email", "www",
)  # fmt: skip
REPEATED = (
    "authors",
    "coauthors",
    "editors",
    "keywords",
    "jel",
    "languages",
    "url",
    "emails",
    "affiliations",
)  # columns may be numbered
_PERSON = re.compile(r"(author|editor|autor|auteur)s?[\s._-]*([0-9]*)[\s._-]*([^\W\d_][^\d_]*|)", re.I).fullmatch
# As redif writes what a spreadsheet would run as a formula.
_ESCAPED = re.compile(r"'+[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]").match
# The language of a column of DSpace, dc.title[en_US], and the type of a column of HAL, title_s.
_SUFFIX = re.compile(r"\s*\[[\w-]*\]$|(?<=[A-Za-z])_(?:ss?|i|t|d|tdate|bool)$")
_OF_PERSON = re.compile(
    r"^(.+?)(?: \(e\.g\.[^)]*\))? \((author|editor) ([0-9]+)\)$", re.I
)  # Family Name (Author 1), as OJS has it
# Abstract (English), title_de
_IN_LANGUAGE = re.compile(r"(.+?)(?:\s*\(([^()]+)\)|[_\s-]([A-Za-z]{2}))").fullmatch
_EITHER_ORDER = re.compile(r"[0-9]{1,2}[/-][0-9]{1,2}[/-][0-9]{4}").fullmatch  # 3/4/2021
MOST_ABOVE = 10  # rows above the names of the columns, such as the title of the table
LONGEST_NAME = 200  # characters of a column that may be known
LONGEST_LIST = 100_000  # characters
_NUMBERS = ("year", "month", "day", "volume", "issue", "number", "first_page", "last_page")


def items(rows: Iterator[Row], source: ImportSource) -> Iterator[ImportedItem]:
    """Yield an item for each row after the header."""
    header = _header(rows, source)
    if header is None:
        return
    names = [" ".join(name.split()) for name in header[1]]
    meanings = meanings_of(names, source.columns)
    if not _names_items(meanings):
        first = ", ".join(filter(None, names))[:200]
        source.unread(
            header[0],
            f"The first row names no column for the title of an item. It has: {first}.",
            "Name the columns in the first row, such as type, title, authors, year; or say in redif.toml what they mean.",
        )
        return
    unknown = {place for place, (name, meaning) in enumerate(zip(names, meanings, strict=True)) if name and meaning is None}
    for line, cells in rows:
        filled = [_cell(cell) for cell in cells]
        if not any(filled):
            continue
        for place in [place for place in unknown if place < len(filled) and filled[place]] if unknown else ():
            unknown.discard(place)
            if private := private_name(names[place]):
                source.report(
                    "import-column",
                    header[0],
                    f'The column "{names[place]}" is not known; it is kept as {private}.',
                    names[place],
                )
        if any(filled[len(names) :]):
            source.unread(
                line,
                f"This row has {counted(len(filled), 'cell')}, but there are {counted(len(names), 'column')}.",
                "A cell that contains the separator must be in quotation marks.",
            )
            continue
        if len(filled) < len(names):
            sizes = f"{counted(len(filled), 'cell')}, but there are {counted(len(names), 'column')}"
            source.report("import-cells", line, f"This row has {sizes}; the others are taken as empty.")
        yield _Row(names, meanings, filled, line, source).item


def _header(rows: Iterator[Row], source: ImportSource) -> Row | None:
    """Return the row that names the columns: the first one, or one after such as hold a single text, as titles of tables."""
    above: list[Row] = []
    for row in rows:
        filled = [text for cell in row[1] if (text := " ".join(cell.split()))]
        if _names_items(meanings_of([" ".join(cell.split()) for cell in row[1]], source.columns)):
            for line, cells in above:
                source.left_out(line, "row above the names of the columns", " ".join(cells))
            return row
        above += [row] if filled else []
        if len(filled) > 1 or len(above) > MOST_ABOVE:
            break
    return above[0] if above else None


def _names_items(meanings: Sequence[Any]) -> bool:
    """Return whether columns say which item a row is."""
    return bool({"title", "handle", "doi"} & {meaning for meaning in meanings if isinstance(meaning, str)})


def meanings_of(names: Sequence[str], columns: Mapping[str, str] = {}) -> list[Any]:
    """Return what each column means: a field, a part of a person as (field, number, part), or None where it is not known.

    Args:
        names: the names of the columns.
        columns: meanings by the names of columns, which take precedence.

    Raises:
        UsageError: a meaning that is given does not exist.
    """
    given = {letters_and_digits(name): _given(name, meaning) for name, meaning in columns.items()}
    found = [given[key] if (key := letters_and_digits(name)) in given else _meaning(name) for name in names]
    # Of several columns for the type, that of Zotero is right, which has another for the type of a report.
    if any(letters(name) == "itemtype" for name in names):
        found = [
            "X-Genre" if meaning == "type" and letters(name) == "type" else meaning
            for name, meaning in zip(names, found, strict=True)
        ]
    known = set(map(letters, names))
    if known >= {"authors", "authorfullnames"}:  # Scopus and Web of Science have the names with initials, too
        found = [FOR_PROGRAMS if letters(name) == "authors" else meaning for name, meaning in zip(names, found, strict=True)]
    if "authorswithaffiliations" in known:  # beside which the affiliations of Scopus are a list without repetitions
        found = ["X-Affiliation" if meaning == "affiliations" else meaning for meaning in found]
    if known >= {"sourcetitle", "source"}:  # in which Scopus writes its own name
        found = [FOR_PROGRAMS if letters(name) == "source" else meaning for name, meaning in zip(names, found, strict=True)]
    if any(name.startswith("dc.") for name in names):  # that of DSpace is a number
        found = [FOR_PROGRAMS if name == "collection" else meaning for name, meaning in zip(names, found, strict=True)]
    if _is_own(names):
        found = [LEFT_OUT if name in ("file", "line") else meaning for name, meaning in zip(names, found, strict=True)]
    return found


def _is_own(names: Sequence[str]) -> bool:
    """Return whether redif wrote a table: it has columns for where the item was read, and semicolons between authors."""
    return "file" in names and "line" in names


def letters_and_digits(text: str) -> str:
    """Return a name as columns are compared, without accents: `resume` of "Résumé"."""
    return re.sub(r"[\W_]+", "", folded(text))


def _given(name: str, meaning: str) -> Any:
    found = LEFT_OUT if meaning in ("", "-") else _meaning(meaning)
    if found is None and not meaning.lower().startswith("x-"):
        raise UsageError(f"the column {name!r} cannot mean {meaning!r}; there are {', '.join(_table())}, and fields of records")
    return found if found is not None else ("extra", meaning)


def _meaning(name: str) -> Any:
    if name.startswith("extra."):
        return "extra", name.removeprefix("extra.")
    if name in _fields():
        return name
    if len(name) > LONGEST_NAME:
        return None
    name = _SUFFIX.sub("", name)
    name = _OF_PERSON.sub(r"\2 \3 \1", name)
    is_known = letters_and_digits(name) in _words()
    if not is_known and (match := _IN_LANGUAGE(name)) and language_code(match[2] or match[3]):
        name = match[1]
    match = _PERSON(name)
    word = letters_and_digits(match[3]) if match else ""
    part = PERSON_PARTS.get(word, OF_AUTHOR.get(_words().get(word, ""))) if match else None
    found = _words().get(letters_and_digits(name))
    several = _words().get(re.sub("[0-9]+", "", letters_and_digits(name)))
    if several in OF_AUTHOR:
        return "authors", int("0" + "".join(re.findall("[0-9]", name))[:3]), OF_AUTHOR[several]
    if found is None and several in REPEATED:  # Keyword 1, Keyword 2
        found = several
    if match is None or part is None or (found and not match[2]):
        return found
    return "editors" if match[1].lower() == "editor" else "authors", int(match[2] or 0), part


class _Row:
    """A row made into an item."""

    def __init__(
        self, names: Sequence[str], meanings: Sequence[Any], cells: Sequence[str], line: int, source: ImportSource
    ) -> None:
        self.source = source
        self.line = line
        self.is_own = _is_own(names)
        self.texts: dict[str, list[str]] = {}
        self.people: dict[str, dict[int, dict[str, Any]]] = {"authors": {}, "editors": {}}
        others: list[tuple[str, str]] = []
        for name, meaning, cell in zip(names, meanings, cells, strict=False):
            if not cell or meaning == LEFT_OUT:
                continue
            if meaning is None:
                others.append((name, cell))
            elif meaning == FOR_PROGRAMS:
                source.left_out(line, name, cell)
            elif isinstance(meaning, str) and meaning.startswith("X-"):
                others += [(meaning, text) for text in _values(cell)]
            elif isinstance(meaning, str):
                cell = whole(cell) if meaning in _NUMBERS else cell
                self.texts.setdefault(meaning, []).extend(_values(cell) if meaning in REPEATED else [cell])
            elif meaning[0] == "extra":
                others.append((meaning[1], cell))
            else:
                self.people[meaning[0]].setdefault(meaning[1], {})[meaning[2]] = cell
        self.item = ImportedItem(self._kind(), line)
        self._fill()
        for name, cell in others:
            if not self.item.keep(name, cell):
                source.left_out(line, name, cell)

    def _numbers(self, meaning: str) -> str:
        """Return the pages, or the range that they were before a spreadsheet made a date of it."""
        text = self.take(meaning)
        if not (numbers := numbers_of_date(text)):
            return text
        what = f'The {meaning} "{text}" look like a date that a spreadsheet made of {numbers}, and were read so.'
        self.source.report("import-cells", self.line, what, hint="Format the column as text before you type pages into it.")
        return numbers

    def take(self, meaning: str) -> str:
        """Return the first text with a meaning; others are joined to it."""
        return "; ".join(self.texts.pop(meaning, []))

    def _kind(self) -> ItemKind:
        """Return the kind that the row says; where it does not, that which its other columns show."""
        columns = {"journal": ItemKind.ARTICLE, "book_title": ItemKind.CHAPTER, "isbn": ItemKind.BOOK}
        otherwise = next((kind for column, kind in columns.items() if column in self.texts), ItemKind.PAPER)
        word = self.take("type")
        if word.isdecimal() and int(word) < len(OPEN_OFFICE_TYPES):
            word = OPEN_OFFICE_TYPES[int(word)]
        return kind_of(re.sub(r"(?i)^redif-| 1\.0$", "", word), self.source, self.line, otherwise)

    def _fill(self) -> None:
        item = self.item
        if (handle := self.take("handle")) and not item.handle(handle):
            item.add("handle", handle)
        titles, subtitle = self.texts.pop("title", []), self.take("subtitle")
        others = self.texts.pop("other_titles", [])
        item.add("title", ": ".join(filter(None, (*titles[:1], subtitle))), *titles[1:], *others)
        if item.kind is ItemKind.ARTICLE and "volume" in self.texts and "issue" not in self.texts and not self.is_own:
            self.texts["issue"] = self.texts.pop("number", [])  # Vol., No.
        if "number" not in self.texts and "series" in self.texts:
            series, number = series_and_number("; ".join(self.texts.pop("series")))
            self.texts |= {"series": [series], "number": [number]}
        if item.kind is ItemKind.CHAPTER and "book_title" not in self.texts:
            item.add("book_title", self.take("journal"))  # the publication that it is in
        self._add_people()
        self._add_dates()
        first, last = self.take("first_page"), self.take("last_page")
        item.pages(self._numbers("pages") or "-".join(filter(None, (first, last))) or self.take("article_number"))
        if "article_number" in self.texts:
            item.keep("article-number", self.take("article_number"))
        item.length(self.take("length"))
        item.publisher(self.take("publisher"))
        item.doi(self.take("doi"))
        for address in re.split(r";\s+|\s*\|\s*|\s+(?=https?://)", self.take("url")):
            if re.match(r"(?:https?|ftp)://", address, re.I) or Grammar.standard().type("url").repair(address) is not None:
                item.address(address)
            elif address:
                self.source.left_out(self.line, "url", address)
        item.add("keywords", *_keywords(self.take("keywords")))
        item.language(*re.split(r"\s*[;,]\s*", self.take("languages")))
        item.jel(self.take("jel"))
        for meaning in [*self.texts]:
            for text in self.texts.pop(meaning):
                item.add(meaning, text)

    def _add_dates(self) -> None:
        """Add the year, which may be all there is, or the date, which says more where its year is the same."""
        item = self.item
        year, month, date = self.take("year"), self.take("month"), self.take("day")
        created, revised = day(self.take("created")), self.take("revised")
        if not year or (created.startswith(year) and not month):
            item.day(created)
            if _EITHER_ORDER(created) and (known := read_day(created)) and not known.month:
                self.source.left_out(self.line, "date", created)  # of which only the year is plain
        else:
            item.date(year, month, date)
            if created != year:
                item.add("creation_date", created)
        item.add("revision_dates", day(revised))

    def _names(self, text: str) -> list[str]:
        names = text.split("; ") if self.is_own else names_in(text)
        for name in filter(is_others, names):
            self.source.left_out(self.line, "authors", name)
        return [name for name in names if not is_others(name)]

    def _add_people(self) -> None:
        emails, places = (names_in(self.take(column)) for column in ("emails", "affiliations"))
        for field in ("authors", "editors"):
            named = [contributor_named(name) for text in self.texts.pop(field, []) for name in self._names(text)]
            loose: dict[str, Any] = {}
            for number, parts in sorted(self.people[field].items()):
                if "name_last" in parts and "name" not in parts:
                    parts = contributor(parts.pop("name_last"), parts.pop("name_first", "")) | parts
                elif "name" in parts:
                    parts = contributor_named(parts.pop("name")) | parts
                elif 0 < number <= len(named):  # more about a person whom another column names
                    named[number - 1].update(parts)
                    continue
                else:
                    loose |= parts
                    continue
                named.append(parts)
            for part, text in loose.items():  # of nobody in particular: of each in order, or else kept as it is
                texts = [text] if part in ("name_first", "name_last") else given_to(named, part, names_in(text))
                self.item.keep(f"{field.removesuffix('s')}-{part}", *texts)
            if field == "authors":
                named += [contributor_named(name) for text in self.texts.pop("coauthors", []) for name in self._names(text)]
                emails, places = given_to(named, "email", emails), given_to(named, "workplaces", places)
            self.item.people(field, named)
        for name, texts in (("Author-Email", emails), ("Author-WorkPlace-Name", places)):
            self.item.keep(name, *texts)


def _values(cell: str) -> list[str]:
    """Return the values in a cell, which DSpace separates by two bars; pandas has them as a list of Python."""
    is_list = len(cell) <= LONGEST_LIST and cell[:2] in ("['", '["') and cell.endswith(("']", '"]'))
    if is_list and "\\" not in cell:  # of a backslash it is not known what it means
        with suppress(ValueError, SyntaxError, MemoryError, RecursionError):
            listed = literal_eval(cell)
            if isinstance(listed, list) and all(isinstance(text, str) for text in listed):
                return [text for text in listed if text.strip()]
    return [text.strip() for text in cell.split("||") if text.strip()]


def _cell(text: str) -> str:
    """Return the text of a cell, with one space for each run of white space in a line."""
    return "\n".join(" ".join(line.split()) for line in (text[1:] if _ESCAPED(text) else text.strip()).split("\n"))


@cache
def _table() -> Mapping[str, str]:
    return dict(tomllib.loads((Path(__file__).parent / "columns.toml").read_text(encoding="utf-8")))


@cache
def _words() -> Mapping[str, str]:
    return {word: meaning for meaning, words in _table().items() for word in words.split()}


@cache
def _fields() -> frozenset[str]:
    """Return the fields of items that hold texts."""
    models = [MODELS[f"redif-{kind} 1.0"] for kind in ItemKind]
    fields = {name for model in models for name, info in model.model_fields.items() if info.title}
    return frozenset(fields) - {"files", "authors", "editors", "providers"} - {*_words(), *_table()}


def _keywords(text: str) -> list[str]:
    """Return the keywords of a cell, which may have them on lines of their own."""
    split = Grammar.standard().type("keywords").split
    return keywords_in(in_one_line(text, " ".join(text.split())), split) if split is not None else [text]
