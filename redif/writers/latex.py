"""What BibTeX and BibLaTeX share: the escapes of LaTeX, names, keys and the form of entries."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from urllib.parse import quote

from redif.bibliography.dates import is_month
from redif.bibliography.item import BibliographicItem, ItemKind
from redif.bibliography.names import Name
from redif.bibliography.pages import with_dash
from redif.grammar.vocabularies import languages
from redif.schema.values import Handle
from redif.source.characters import NONCHARACTERS, UNDECODABLE, folded
from redif.syntax.template import Template
from redif.writers.frames import KeyedEntry
from redif.writers.options import WriterOptions

# Characters without a meaning in a text; white space is not among them.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")
_SPECIALS = re.compile(r"[#$%&_{}~^\\<>|]")
_ESCAPES = {
    **{character: f"\\{character}" for character in "#$%&_{}"},
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\\": r"\textbackslash{}",
    # The default font encoding, OT1, has other letters in their places.
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": "$|$",  # which reference managers read, unlike \\textbar
}
# Where LaTeX would print one sign for two: a dash for hyphens, a quotation mark for apostrophes, an inverted ! or ?.
_LIGATURES = re.compile(r"([-'`])(?=\1)|[!?](?=`)")
# BibTeX counts a brace even where a backslash precedes it.
_LONE_BRACES = {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
_DOTLESS = re.compile(r"\{\\([ij])\}|\\([ij])(?![a-zA-Z])")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")

# What needs no escape in an address, which LaTeX reads verbatim.
_IN_URL = "!#$%&'()*+,-./:;=?@[]_~"
_IN_DOI = _IN_URL + '<>|`"'
_NOT_IN_URL = re.compile(f"[^{re.escape(_IN_URL)}A-Za-z0-9]")
_NOT_IN_DOI = re.compile(f"[^{re.escape(_IN_DOI)}A-Za-z0-9]")

_AND = re.compile(r"(?:^|\s)and(?:\s|$)", re.I)
_PARTICLE = re.compile(r"[a-z]\S*(?: [a-z]\S*)*")

# Readers of BibTeX stop at other characters: Better BibTeX at `!`, `?` and `@`.
_NOT_IN_KEY = re.compile(r"[^A-Za-z0-9:._+/;-]")
# First words of titles that do not tell one title from another.
_STOP_WORD = re.compile(
    "an?|the|on|in|of|for|and|to|from|is|are|do|does|how|what|why|with|at|by|as|[ld]|de|la|les?|une?|des|du|et|el|l[oa]s|y|en"
    "|d[ei]r|die|das|eine?|und|zu[rm]|von|im|il|lo|gli|[eo]|os|da"
)

# The names of languages in babel.
LANGUAGES = {
    "ar": "arabic", "bg": "bulgarian", "bs": "bosnian", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german",
    "el": "greek", "en": "english", "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish",
    "fr": "french", "gl": "galician", "he": "hebrew", "hr": "croatian", "hu": "hungarian", "id": "indonesian",
    "is": "icelandic", "it": "italian", "ja": "japanese", "ko": "korean", "la": "latin", "lt": "lithuanian",
    "lv": "latvian", "mk": "macedonian", "ms": "malay", "nl": "dutch", "no": "norsk", "pl": "polish", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sk": "slovak", "sl": "slovene", "sq": "albanian", "sr": "serbian",
    "sv": "swedish", "th": "thai", "tr": "turkish", "uk": "ukrainian", "vi": "vietnamese", "zh": "chinese",
}  # fmt: skip


def as_latex(text: str, to_ascii: bool = False) -> str:
    """Return a text in one line, with the escapes that LaTeX needs.

    Args:
        text: any text.
        to_ascii: whether characters outside ASCII are escaped, too. One that LaTeX has no escape for is written by its number,
            such as [U+4E2D], so that nothing disappears.
    """
    if not text.isprintable() or "  " in text or text.strip() != text:  # rare
        text = " ".join(NONCHARACTERS.sub(UNDECODABLE, _CONTROLS.sub("", text)).split())
    if _SPECIALS.search(text):
        escapes = _ESCAPES if _is_balanced(text) else {**_ESCAPES, **_LONE_BRACES}
        text = _SPECIALS.sub(lambda match: escapes[match[0]], text)
    if "--" in text or "''" in text or "`" in text:
        text = _LIGATURES.sub(r"\g<0>{}", text)
    if to_ascii and not text.isascii():
        text = _NOT_ASCII.sub(lambda match: _ascii(match[0]), unicodedata.normalize("NFC", text))
    return text


def _is_balanced(text: str) -> bool:
    depth = 0
    for brace in re.findall("[{}]", text):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


@lru_cache(maxsize=10_000)
def _ascii(character: str) -> str:
    """Return the escape of one character."""
    from pylatexenc.latexencode import UnicodeToLatexEncoder  # type: ignore[import-untyped]

    encoder = UnicodeToLatexEncoder(
        unknown_char_policy=lambda unknown: f"[U+{ord(unknown):04X}]",
        unknown_char_warning=False,
        replacement_latex_protection="braces-all",
    )
    escape = str(encoder.unicode_to_latex(character))
    # Biber turns an accent on a dotless i into something that LaTeX does not know.
    return escape if character in "ıȷ" else _DOTLESS.sub(lambda match: f"{{{match[1] or match[2]}}}", escape)


class BibEntry:
    """An entry, to which fields are added one by one; empty ones are left out.

    Args:
        type_: the type of the entry, which follows the @.
        to_ascii: whether everything is written in ASCII.
    """

    def __init__(self, type_: str, to_ascii: bool) -> None:
        self.type = type_
        self.to_ascii = to_ascii
        self.fields: list[tuple[str, str]] = []

    def macro(self, name: str, value: str) -> None:
        """Add a field whose value has no braces."""
        if value:
            self.fields.append((name, value))

    def text(self, name: str, *texts: str, between: str = ", ") -> None:
        """Add a field of one or several texts."""
        parts = [latex for text in texts if text and (latex := as_latex(text, self.to_ascii))]
        if parts:
            self.macro(name, self._braced(between.join(parts)))

    def title(self, name: str, text: str) -> None:
        """Add a title, in braces that keep its capitals."""
        self.macro(name, self._braced(self._braced(as_latex(text, self.to_ascii))))

    def names(self, name: str, names: Iterable[Name], *, has_more: bool = False) -> None:
        """Add a field of names; `has_more` says that there are others, which BibTeX prints as et al."""
        written = [*filter(None, (self.name(each) for each in names)), *(["others"] if has_more else [])]
        self.macro(name, self._braced(" and ".join(written)))

    def keywords(self, words: Iterable[str]) -> None:
        """Add the keywords; one that contains a comma is in braces."""
        texts = (as_latex(word, self.to_ascii) for word in words)
        self.macro("keywords", self._braced(", ".join(self._braced(text) if "," in text else text for text in texts if text)))

    def pages(self, item: BibliographicItem) -> None:
        """Add the pages, with the double hyphen that BibTeX wants in each range."""
        if pages := as_latex(with_dash(item.pages, "-"), self.to_ascii):  # which would put something between two hyphens
            self.macro("pages", self._braced(with_dash(pages, "--")))

    def url(self, text: str) -> None:
        """Add an address, which LaTeX reads verbatim; what would break it is percent-encoded."""
        text = _CONTROLS.sub("", text).strip()
        self.macro("url", self._braced(quote(text, safe=_IN_URL) if _NOT_IN_URL.search(text) else text))

    def doi(self, text: str) -> None:
        """Add a DOI, which LaTeX reads verbatim, too."""
        text = _CONTROLS.sub("", text).strip()
        self.macro("doi", self._braced(quote(text, safe=_IN_DOI) if _NOT_IN_DOI.search(text) else text))

    def name(self, name: Name) -> str:
        """Return a name as BibTeX reads it: `van Gogh, Jr., Vincent`."""
        family = "" if name.literal or name.family_first or not name.given else as_latex(name.family, self.to_ascii)
        if not family.strip():
            # BibTeX would print the given name of a Chinese name first.
            return self._braced(as_latex(name.full, self.to_ascii))
        particle = name.particle and as_latex(name.particle, self.to_ascii)  # rare, as is a suffix
        given = self._protected(as_latex(name.given, self.to_ascii))
        # A comma in the suffix makes biber leave out the entry, also within braces.
        suffix = name.suffix and self._protected(as_latex(name.suffix.replace(",", ""), self.to_ascii))
        if particle and (not _PARTICLE.fullmatch(particle) or "," in particle or _AND.search(particle)):
            particle, family = "", f"{particle} {family}"
        # BibTeX takes everything up to a lowercase word for a particle: Castillo y García.
        is_safe = " " not in family or all(word[0].isascii() and word[0].isupper() for word in family.split()[:-1])
        family = self._protected(family) if is_safe else self._braced(family)
        return ", ".join(filter(None, (f"{particle} {family}" if particle else family, suffix, given)))

    def _protected(self, text: str) -> str:
        """Return a part of a name, in braces if BibTeX would split it."""
        return self._braced(text) if "," in text or ("nd" in text.lower() and _AND.search(text)) else text

    @staticmethod
    def _braced(text: str) -> str:
        return f"{{{text}}}" if text else ""

    def around_key(self) -> tuple[str, str]:
        """Return the entry: what is before its key, and what is after it."""
        width = max((len(name) for name, _ in self.fields), default=0)
        lines = [f"  {name.ljust(width)} = {value},\n" for name, value in self.fields]
        return f"@{self.type}{{", f",\n{''.join(lines)}}}\n"


def _key(item: BibliographicItem, style: str) -> tuple[str, str]:
    """Return the key of an item, and the suffix for another item with that key.

    Args:
        item: the item.
        style: `handle` or `authoryear`. An item without a handle is named by author and year in any case.
    """
    if style == "handle" and item.handle:
        return _NOT_IN_KEY.sub(_escaped, Handle(item.handle).normal), "-{}"
    return _author_year(item) or "undated", ""


def _escaped(match: re.Match[str]) -> str:
    """Return a character that a key cannot hold by its bytes, which can be decoded again: *28 for a bracket."""
    return "".join(f"*{byte:02X}" for byte in match[0].encode("utf-8", "surrogatepass"))


def _author_year(item: BibliographicItem) -> str:
    """Return author, year and the first distinctive word of the title: `ciglic2021multi`."""
    name = next(iter((*item.authors, *item.editors)), Name())
    year = re.search(r"\d{4}", item.year_text, re.A)
    words = [word for text in re.split(r"[\W_]+", item.title) if (word := _plain(text))]
    word = next((word for word in words if not _STOP_WORD.fullmatch(word)), "".join(words[:1]))
    author = _plain(name.family) or next(filter(None, map(_plain, name.full.split())), "")
    return author + (year[0] if year else "") + word


def _plain(text: str) -> str:
    """Return the Latin letters and digits of a text, in lowercase and without accents."""
    return re.sub("[^a-z0-9]", "", folded(text))


def entry_type(item: BibliographicItem, paper: str, software: str) -> str:
    """Return the type of an entry, which differs between BibTeX and BibLaTeX for papers and software."""
    if item.kind is ItemKind.CHAPTER:
        return "incollection" if item.title or not item.book_title else "inbook"
    return {ItemKind.PAPER: paper, ItemKind.SOFTWARE: software}.get(item.kind, item.kind)


def number_of(item: BibliographicItem) -> str:
    """Return the issue of an article or the number of a paper or book; a book's never comes from its handle, mostly an ISBN."""
    if item.kind is ItemKind.ARTICLE:
        return item.text("issue") or item.text("number")
    return item.number if item.kind is ItemKind.PAPER else item.text("number") if item.kind is ItemKind.BOOK else ""


def add_identifiers_and_content(
    entry: BibEntry, item: BibliographicItem, *notes: str, isbns: Iterable[str], issns: Iterable[str]
) -> None:
    """Add the last fields of every entry but its language: identifiers, addresses, keywords, abstract and notes."""
    entry.text("isbn", *isbns)
    entry.text("issn", *issns)
    entry.doi(item.doi)
    entry.url(item.url)
    entry.keywords(item.keywords)
    entry.text("abstract", *item.abstracts, between=" ")
    revised = f"revised {item.revised.in_words}" if item.revised else ""
    others = [f"DOI {doi}" for doi in item.other_dois]
    all_notes = [*notes, *item.statuses, *item.notes, *others, revised, item.versions_note]
    entry.text("note", *[note if note.endswith("...") else note.rstrip(" .") for note in all_notes if note], between=". ")


def language_name(code: str) -> str:
    """Return the English name of a language, or its code where the name is not known."""
    return LANGUAGES.get(code) or languages().get(code, code)


def month_of(item: BibliographicItem) -> tuple[int, str]:
    """Return the number of the month, or 0 and the text of Month where that is a season or several months."""
    written = item.month_text
    if written and not is_month(written):
        return 0, written
    day = item.issued
    return item.month or (day.month if day else 0), ""


def entries_of(
    templates: Iterable[Template], options: WriterOptions, make_entry: Callable[[BibliographicItem, bool], BibEntry]
) -> Iterator[KeyedEntry]:
    """Yield each item as an entry."""
    for template in templates:
        item = BibliographicItem(template.data)
        before, after = make_entry(item, options.ascii).around_key()
        yield KeyedEntry(before, *_key(item, options.key), after)
