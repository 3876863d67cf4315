"""Strategies for property tests: names, values and lines of ReDIF, whole files as bytes, and values that no grammar expects."""

from __future__ import annotations

from hypothesis import strategies as st

from redif import Grammar
from redif.source.characters import NONCHARACTERS

GRAMMAR = Grammar.standard()
FULL_NAMES = [name for group in GRAMMAR.templates.values() for name in GRAMMAR.full_names(group)]
TYPES = [group.name for group in GRAMMAR.templates.values()]

LINE_ENDS = st.sampled_from(["\n", "\r\n", "\r", "\r\r\n"])
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"])
FILE_NAMES = st.sampled_from(["x.rdf", "x.redif", "-"])

# Names of attributes: all of the standard grammar, private and unknown ones, and some that are none.
NAMES = st.sampled_from(
    [
        *FULL_NAMES,
        "X-Foo",
        "Author-X-Foo",
        "Publisher-X-Bar",
        "Author-WorkPlace-X-Q",
        "Purpose",
        "Foo-",
        "--",
        "Line12",
        "X-Foo7",
    ]
)
NAMES_IN_ANY_CASE = NAMES.flatmap(
    lambda name: st.just(name) if name.startswith("X-") else st.sampled_from([name, name.lower(), name.upper()])
)
TEMPLATE_TYPES = st.sampled_from([*TYPES, "ReDIF-Foo 1.0", "redif-paper", ""])

WORDS = str.split("""
    & &amp; &lt; &#129; &#65279; &eacute; &#8&#32;217; &DD; &amp;amp;eacute; < <p> <b> </b> <<b>p> ; , . a # é Foo: RePEc:aaa
    RePEc:aaa:bbbbbb:c http://a.b/c a@b.cd 1999 0099 1999-01 E62 E620 published en ReDIF-Paper text/plain 05 pba1 lt; x> &# =
    """)
# Values of attributes: pieces of entities, markup, handles and codes, with white space, line ends and comments between them.
VALUES = st.lists(
    st.sampled_from(
        [*WORDS, "&#8 217;", "long" * 30, "a text that goes on " * 4, *" \n\t\xa0\x01\x85", "  ", "\n ", "\n# c\n"]
    ),
    max_size=7,
).map("".join)

# Lines of a file: attributes, comments, stray text and characters.
LINES = st.one_of(
    st.tuples(NAMES_IN_ANY_CASE, st.sampled_from([":", ": ", " : ", ":\t"]), VALUES).map("".join),
    st.tuples(NAMES_IN_ANY_CASE, st.sampled_from([":", ": "]), VALUES).map("".join),
    st.sampled_from(["# c", "# redif: ignore title", "#", "", " ", "\x1a", "text", " more text", "\ufeffTitle: a", "\x00"]),
    TEMPLATE_TYPES.map(lambda type_: f"Template-Type: {type_}"),
    TEMPLATE_TYPES.map(lambda type_: f"template-type:\n# inner\n{type_}"),
)

# Bytes of a file: pieces of attributes, line ends, marks and broken characters.
PIECES = st.sampled_from(
    [b"Template-Type: ReDIF-Paper 1.0\n", b"Template-Type :", b"\r", b"\n", b"\xef\xbb\xbf", b"\x1a", b"\x00", b"\xff", b"\xc3\xa9",
     b"Author-Name: A\n", b"Author-Email:", b"Title: x\n", b"Abstract: y\n", b"Purpose: z\n", b"#", b" :", b"X-y: z\n", b"&#x", b"<p>",
     b"Handle: RePEc:aaa:wpaper:1\n", b"Classification-ACM-1964: q\n", b"\xed\xa0\x80", b"\x85", b"\xa0:", b"Creation-Date: 2001-1\n"]
)  # fmt: skip

# Files with mistakes that can be fixed, in one encoding or in two.
_MISTAKES = st.lists(
    st.sampled_from([
        "Template-Type: ReDIF-Paper 1.0\n", "Template-Type : ReDIF-Paper 1.0\r\n", "Author-Name: Zoë\n", "Author-Name : A\n",
        "Title: été\n", "Title  : x\n", "Abstract: y\n", " z :\n", "File-URL: http://a.b/\n", "  c.pdf\n", "Templat-Type: ReDIF-Paper 1.0\n",
        "Creation-Date: 20010302\n", "DOI: https://doi.org/10.1000/x\n", "Handle: repec:aaa:wpaper:1\n", "Handle : RePEc:aaa:wpaper:2\r\n", "\n",
    ]), max_size=25,
).map("".join)  # fmt: skip
FILES = st.tuples(_MISTAKES, st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])).map(
    lambda file: file[0].encode(file[1])
) | st.tuples(_MISTAKES, _MISTAKES).map(lambda halves: halves[0].encode() + halves[1].encode("cp1252"))

# For each type of the grammar, values that it accepts and does not change.
VALUES_BY_TYPE: dict[str, st.SearchStrategy[str]] = {
    "archivehandle": st.from_regex(r"RePEc:[a-z]{3}", fullmatch=True),
    "serieshandle": st.from_regex(r"RePEc:[a-z]{3}:[a-z0-9]{6}", fullmatch=True),
    "documenthandle": st.from_regex(r"RePEc:[a-z]{3}:[a-z0-9]{6}:[A-Za-z0-9_:.-]{1,9}", fullmatch=True),
    "institutionhandle": st.from_regex(r"RePEc:[a-z]{3}:[a-z0-9]{7}", fullmatch=True),
    "personhandle": st.from_regex(r"p[a-z]{2}[0-9]{1,3}", fullmatch=True),
    "date": st.from_regex(r"[12][0-9]{3}(-(0[1-9]|1[0-2])(-[0-2][1-9])?)?", fullmatch=True),
    "email": st.from_regex(r"[a-z.]{1,8}@[a-z]{1,5}\.[a-z]{2,3}", fullmatch=True),
    "url": st.from_regex(r"https?://[a-z]{1,8}\.[a-z]{2}(/[a-z0-9?=&~_]{0,9})?", fullmatch=True),
    "doi": st.from_regex(r"10\.[0-9]{4}/[a-z0-9.]{1,9}", fullmatch=True),
    "jel": st.sampled_from(["D12", "A1 B10", "F"]),
    "mime_type": st.sampled_from(["application/pdf", "text/html", "application/x-stata"]),
    "langcode639_1": st.sampled_from(["en", "de", "fr"]),
    "pubstat": st.sampled_from(["Published", "Forthcoming in X"]),
    "percentage": st.integers(0, 99).map(str),
    "programming_language": st.sampled_from(["stata", "R", "C++"]),
    "doctype": st.sampled_from(["ReDIF-Paper", "ReDIF-Book"]),
}
FREE_TEXT = st.lists(
    st.from_regex(r"[^\s:#\x00-\x1f\x7f-\xa0\ud800-\udfff\ufeff\u2028\u2029]{1,8}", fullmatch=True), min_size=1, max_size=6
).map(" ".join)


def json_values(keys: st.SearchStrategy[str]) -> st.SearchStrategy[object]:
    """Anything that JSON can hold, with objects that have such keys."""
    return st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4),
        max_leaves=15,
    )


def is_assigned(text: str) -> bool:
    """Whether a text has no character that Unicode will never assign; the formats replace those."""
    return NONCHARACTERS.search(text) is None
