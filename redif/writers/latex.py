"""What both dialects of BibTeX have in common: texts as LaTeX takes them, names, keys, and entries as they are laid out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import BinaryIO
from urllib.parse import quote

from redif.bibliography.addresses import ideas_url
from redif.bibliography.item import MONTHS, BibliographicItem, Day
from redif.bibliography.names import Name
from redif.grammar.vocabularies import languages
from redif.syntax.template import Template
from redif.writers.options import WriterOptions

# Characters that say nothing in a text; those that are white space become a blank.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")
_SPECIALS = re.compile(r"[#$%&_{}~^\\<>|]")
_ESCAPES = {
    **{sign: f"\\{sign}" for sign in "#$%&_{}"},
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\\": r"\textbackslash{}",
    # The oldest of the encodings of fonts, which is the usual one, has other letters in their places.
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
}
# BibTeX counts braces whether or not there is a backslash before them.
_LONE_BRACES = {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
_DOTLESS = re.compile(r"\{\\([ij])\}|\\([ij])(?![a-zA-Z])")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")

# What may stand in an address that LaTeX reads as it is.
_IN_URL = "!#$%&'()*+,-./:;=?@[]_~"
_IN_DOI = _IN_URL + '<>|`"'
_NOT_IN_URL = re.compile(f"[^{re.escape(_IN_URL)}A-Za-z0-9]")
_NOT_IN_DOI = re.compile(f"[^{re.escape(_IN_DOI)}A-Za-z0-9]")

_WORD = re.compile(r"\w+\.?").fullmatch
_AND = re.compile(r"(?:^|\s)and(?:\s|$)", re.I)
_PARTICLE = re.compile(r"[a-z]\S*(?: [a-z]\S*)*")

_NOT_IN_KEY = re.compile(r"[^A-Za-z0-9:._+/;!?<>@-]")
# The first words of a title that say nothing of it.
_SMALL_WORD = re.compile(
    "an?|the|on|in|of|for|and|to|from|is|are|do|does|how|what|why|with|at|by|as|[ld]|de|la|les?|une?|des|du|et|el|l[oa]s|y|en"
    "|d[ei]r|die|das|eine?|und|zu[rm]|von|im|il|lo|gli|[eo]|os|da"
)
_PLAINER = str.maketrans({"ß": "ss", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe",
                          "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "ı": "i"})  # fmt: skip

# Languages by the names that babel has for them.
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
    """A text in one line, with the escapes that LaTeX needs.

    Args:
        text: any text.
        to_ascii: whether letters that are not ASCII are to be escaped, too. What LaTeX has no escape for is written by its
            number, [U+4E2D], for all can see that something is there.
    """
    if not text.isprintable() or "  " in text or text.strip() != text:  # hardly any
        text = " ".join(_CONTROLS.sub("", text).split())
    if _SPECIALS.search(text):
        escapes = _ESCAPES if _is_balanced(text) else {**_ESCAPES, **_LONE_BRACES}
        text = _SPECIALS.sub(lambda match: escapes[match[0]], text)
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
def _ascii(sign: str) -> str:
    """One character by its escape."""
    from pylatexenc.latexencode import UnicodeToLatexEncoder  # type: ignore[import-untyped]

    encoder = UnicodeToLatexEncoder(
        unknown_char_policy=lambda unknown: f"[U+{ord(unknown):04X}]",
        unknown_char_warning=False,
        replacement_latex_protection="braces-all",
    )
    escape = str(encoder.unicode_to_latex(sign))
    # Biber puts an accent on an i without a dot in a way that LaTeX does not know.
    return escape if sign in "ıȷ" else _DOTLESS.sub(lambda match: f"{{{match[1] or match[2]}}}", escape)


class Entry:
    """An entry as it grows, field by field; what is empty is left out.

    Args:
        type_: what stands behind the @.
        to_ascii: whether all is to be ASCII.
    """

    def __init__(self, type_: str, to_ascii: bool) -> None:
        self.type = type_
        self.to_ascii = to_ascii
        self.fields: list[tuple[str, str]] = []

    def macro(self, name: str, value: str) -> None:
        """A field whose value stands without braces."""
        if value:
            self.fields.append((name, value))

    def text(self, name: str, *texts: str, between: str = ", ") -> None:
        """A field of text, or of several, with something between them."""
        parts = [latex for text in texts if text and (latex := as_latex(text, self.to_ascii))]
        if parts:
            self.macro(name, self._braced(between.join(parts)))

    def title(self, name: str, text: str) -> None:
        """A title, with braces that keep its capitals."""
        self.macro(name, self._braced(self._braced(as_latex(text, self.to_ascii))))

    def names(self, name: str, names: Iterable[Name]) -> None:
        """A field of names."""
        self.macro(name, self._braced(" and ".join(filter(None, (self.name(each) for each in names)))))

    def keywords(self, words: Iterable[str]) -> None:
        """Keywords; one that holds a comma is in braces."""
        texts = (as_latex(word, self.to_ascii) for word in words)
        self.macro("keywords", self._braced(", ".join(self._braced(text) if "," in text else text for text in texts if text)))

    def pages(self, item: BibliographicItem) -> None:
        """The pages, with the dash that BibTeX wants between the first and the last of a range."""
        (first, last), written = item.page_range, item.pages
        is_range = first and last and written.startswith(first) and written.endswith(last)
        between = written[len(first) : len(written) - len(last)].strip() if is_range else ""
        if between and not between.strip("-–—"):
            self.text("pages", first, last, between="--")
        else:
            self.text("pages", written)

    def url(self, text: str) -> None:
        """An address, which LaTeX takes as it is; what would break it is percent-encoded."""
        text = _CONTROLS.sub("", text).strip()
        self.macro("url", self._braced(quote(text, safe=_IN_URL) if _NOT_IN_URL.search(text) else text))

    def doi(self, text: str) -> None:
        """A DOI, which LaTeX takes as it is, too."""
        text = _CONTROLS.sub("", text).strip()
        self.macro("doi", self._braced(quote(text, safe=_IN_DOI) if _NOT_IN_DOI.search(text) else text))

    def name(self, name: Name) -> str:
        """A name as BibTeX reads it: `van Gogh, Jr., Vincent`."""
        if name.literal or not name.given:
            return self._braced(as_latex(name.full, self.to_ascii))
        family = as_latex(name.family, self.to_ascii)
        particle = name.particle and as_latex(name.particle, self.to_ascii)  # most people have none, nor a suffix
        given = self._kept(as_latex(name.given, self.to_ascii))
        suffix = name.suffix and self._kept(as_latex(name.suffix, self.to_ascii))
        if particle and (not _PARTICLE.fullmatch(particle) or "," in particle or _AND.search(particle)):
            particle, family = "", f"{particle} {family}"
        # BibTeX takes all for a particle that goes before a word in small letters: Castillo y García.
        is_safe = " " not in family or all(word[0].isascii() and word[0].isupper() for word in family.split()[:-1])
        family = self._kept(family) if is_safe else self._braced(family)
        return ", ".join(filter(None, (f"{particle} {family}" if particle else family, suffix, given)))

    def _kept(self, text: str) -> str:
        """A text, in braces if it would be parted."""
        return self._braced(text) if "," in text or ("nd" in text.lower() and _AND.search(text)) else text

    @staticmethod
    def _braced(text: str) -> str:
        return f"{{{text}}}" if text else ""

    def written(self, key: str) -> str:
        """The entry as it stands in the file."""
        width = max((len(name) for name, _ in self.fields), default=0)
        lines = [f"  {name.ljust(width)} = {value},\n" for name, value in self.fields]
        return f"@{self.type}{{{key},\n{''.join(lines)}}}\n"


class Keys:
    """Keys of entries, no two of them the same, whether in small letters or in capitals.

    Args:
        style: `handle`, or `authoryear`. What has no handle is called by its author and year in any case.
    """

    def __init__(self, style: str) -> None:
        self._by_handle = style == "handle"
        self._given: set[str] = set()
        self._repeated: dict[str, int] = {}  # keys that were asked for again, and how often

    def key(self, item: BibliographicItem) -> str:
        """A key for an item."""
        if self._by_handle and item.handle:
            key, again = _NOT_IN_KEY.sub(_by_number, item.handle), "-{}"
        else:
            key, again = _author_year(item) or "undated", ""
        unique = key
        while (small := unique.lower()) in self._given:
            count = self._repeated[key.lower()] = self._repeated.get(key.lower(), 0) + 1
            unique = key + (again.format(count + 1) if again else _letters(count))
        self._given.add(small)
        return unique


def _by_number(match: re.Match[str]) -> str:
    """A character that a key may not have, by its bytes, so that it can be read back: *28 for a bracket."""
    return "".join(f"*{byte:02X}" for byte in match[0].encode("utf-8", "surrogatepass"))


def _author_year(item: BibliographicItem) -> str:
    """Author, year and the first word of the title that says something: `ciglic2021multi`."""
    name = next(iter((*item.authors, *item.editors)), Name())
    year = re.search(r"\d{4}", item.year_text, re.A)
    words = [word for text in re.split(r"[\W_]+", item.title) if (word := _plain(text))]
    word = next((word for word in words if not _SMALL_WORD.fullmatch(word)), "".join(words[:1]))
    author = _plain(name.family) or next(filter(None, map(_plain, name.full.split())), "")
    return author + (year[0] if year else "") + word


def _plain(text: str) -> str:
    """The letters and digits of a text, small and without accents; of other alphabets than ours nothing is left."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_PLAINER)).encode("ascii", "ignore").decode()
    return re.sub("[^a-z0-9]", "", text.lower())


def _letters(count: int) -> str:
    """A number in letters: a, b, and so on to z, then aa, ab."""
    letters = ""
    while count:
        count, rest = divmod(count - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def finish(entry: Entry, item: BibliographicItem, *notes: str) -> None:
    """Add what an item is found by, and what it is about: the last fields of every entry but its language."""
    entry.text("isbn", *item.isbns)
    entry.text("issn", *item.issns)
    entry.doi(item.doi)
    entry.url(next((file["url"] for file in item.files), None) or ideas_url(item.data) or "")
    entry.keywords(item.keywords)
    entry.text("abstract", *item.abstracts[:1])
    revised = f"revised {_written_out(item.revised)}" if item.revised else ""
    said = [*notes, item.text("publication_status"), item.text("note"), revised]
    entry.text("note", *[note if note.endswith("...") else note.rstrip(" .") for note in said if note], between=". ")


def _written_out(day: Day) -> str:
    """A day as people write it: 5 December 2022."""
    return " ".join(filter(None, (str(day.day or ""), MONTHS[day.month - 1] if day.month else "", str(day.year))))


def language_name(code: str) -> str:
    """A language by its name in English; by its code where it is not known."""
    return LANGUAGES.get(code) or languages().get(code, code)


def month_of(item: BibliographicItem) -> tuple[int, str]:
    """The month by its number, or else, for a season or for several months, as it is written."""
    written = item.text("month")
    if written and not (item.month and _WORD(written)):
        return 0, written
    day = item.issued
    return item.month or (day.month if day and str(day.year) == item.year_text else 0), ""


def write_entries(
    templates: Iterable[Template], out: BinaryIO, options: WriterOptions, describe: Callable[[BibliographicItem, bool], Entry]
) -> None:
    """Write each item as an entry, with a blank line between one and the next."""
    keys = Keys(options.key)
    before = ""
    for template in templates:
        item = BibliographicItem(template.data)
        out.write(f"{before}{describe(item, options.ascii).written(keys.key(item))}".encode())
        before = "\n"
