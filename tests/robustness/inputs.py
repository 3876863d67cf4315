"""Files that nobody should have written, by the names that docs/robustness.md gives them."""

from __future__ import annotations

import gzip
import io
import random
import zipfile
from collections.abc import Callable, Iterator
from itertools import islice, product
from string import ascii_lowercase

HEAD = "Template-Type: ReDIF-Paper 1.0\nTitle: Prices\nAuthor-Name: Jane Smith\nHandle: RePEc:aaa:wpaper:1\n"
NOISE = random.Random(1).randbytes(150_000)


# Parts of people, of their institutions and of files, in the worst order: each line but one begins, ends or continues another.
CLUSTERS = """\
Author-Name: Jane Smith
Author-WorkPlace-Name: University of X
Author-WorkPlace-Postal: A street
Editor-Name: John Miller
Author-WorkPlace-Name: University of Y
Editor-WorkPlace-Name: University of Z
Author-Email: jane@b.org
File-URL: https://b.org/1.pdf
Author-WorkPlace-Postal: Another street
File-Format: application/pdf
Editor-WorkPlace-Postal: A third street
File-Function: Data
"""


def packed() -> bytes:
    """A ZIP archive with a file in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("x.rdf", HEAD)
    return out.getvalue()


def words() -> Iterator[str]:
    """Words of four letters, each another."""
    return map("".join, product(ascii_lowercase, repeat=4))


# name in the documentation: the bytes, and the extension of the file
FILES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "rdf"),
    "only comments": (b"# a\n# b\n", "rdf"),
    "only spaces": (b" \n\t\n\n", "rdf"),
    "no final newline": (HEAD.strip().encode(), "rdf"),
    "a PDF document": (b"%PDF-1.4\n" + NOISE, "rdf"),
    "a program": (b"\x7fELF" + NOISE, "rdf"),
    "an image": (b"\x89PNG\r\n\x1a\n" + NOISE, "rdf"),
    "random bytes": (NOISE, "rdf"),
    "a web page": (b"<!DOCTYPE html>\n<html><body>" + b"<p>Not found\n" * 20_000, "rdf"),
    "a ZIP archive": (packed(), "rdf"),
    "a gzip file": (gzip.compress(HEAD.encode()), "rdf"),
    "one long line": (b"x" * 30_000_000, "rdf"),
    "no template": (b"x y z\n" * 5_000_000, "rdf"),
    "a million attributes in one template": ((HEAD + "Note: x\n" * 1_000_000).encode(), "rdf"),
    "200,000 authors": ((HEAD + "Author-Name: Jane Smith\n" * 200_000).encode(), "rdf"),
    "an attribute name of 10 MB": ((HEAD + "A" * 10_000_000 + ": x\n").encode(), "rdf"),
    "100,000 unknown attributes": ((HEAD + "".join(f"Q{word}: x\n" for word in islice(words(), 100_000))).encode(), "rdf"),
    "5,000 types of templates": (
        "".join(f"Template-Type: {word}\nTitle: x\n" for word in islice(words(), 5000)).encode(),
        "rdf",
    ),
    "80,000 JEL codes": ((HEAD + "Classification-JEL: A1\n" * 80_000).encode(), "rdf"),
    "clusters in clusters": ((HEAD + CLUSTERS * 5000).encode(), "rdf"),
    "20,000 comments between attributes": ((HEAD + "# x\nKeywords: a\n" * 20_000).encode(), "rdf"),
    "lone CR as line end": (HEAD.replace("\n", "\r").encode(), "rdf"),
    "NUL in a value": (HEAD.replace("Prices", "Pri\0ces").encode(), "rdf"),
    "every byte": (HEAD.encode() + b"Note: " + bytes(range(256)) + b"\n", "rdf"),
    "truncated UTF-8": (HEAD.encode() + b"Note: \xe2\x82", "redif"),
    "mixed encodings": (HEAD.encode() + "Note: é\n".encode() + b"Abstract: \xe9\n" * 2, "rdf"),
    "UTF-16": (b"\xff\xfe" + HEAD.encode("utf-16-le"), "rdf"),
    "UTF-16 without a mark": (HEAD.encode("utf-16-be"), "rdf"),
    "UTF-32": (HEAD.encode("utf-32"), "rdf"),
    "a byte-order mark in mid-file": ((HEAD + "\ufeffNote: x\n").encode(), "rdf"),
}

# name in the documentation: makes the text of some size, about that many bytes
GROWING: dict[str, Callable[[int], str]] = {
    "attributes in one template": lambda n: HEAD + "Note: x\n" * (n // 8),
    "authors": lambda n: HEAD + "Author-Name: Jane Smith\nAuthor-Email: j@b.org\n" * (n // 46),
    "authors and editors in turn": lambda n: (
        HEAD + "Author-Name: J\nAuthor-WorkPlace-Name: X\nEditor-Name: K\nEditor-WorkPlace-Name: Y\n" * (n // 400)
    ),
    "clusters in clusters": lambda n: HEAD + CLUSTERS * (n // len(CLUSTERS)),
    "the name of an attribute": lambda n: HEAD + "A" * n + ": x\n",
    "unknown attributes": lambda n: HEAD + "".join(f"Q{word}: x\n" for word in islice(words(), n // 9)),
    "types of templates": lambda n: "".join(f"Template-Type: {word}\nTitle: x\n" for word in islice(words(), n // 100)),
    "comments between attributes": lambda n: HEAD + "# x\nKeywords: a\n" * (n // 16),
    "JEL codes": lambda n: HEAD + "Classification-JEL: A1\n" * (n // 23),
    "lines in two encodings": lambda n: HEAD + "Note: é\n" + "Note: \udc81\n" * (n // 80),
    "ignore comments with unknown codes": lambda n: "# redif: ignore foo\n" * (n // 100) + HEAD,
    "blank lines below an ignore comment": lambda n: "# redif: ignore title\n" + "\n" * n + HEAD,
    "lines outside any template": lambda n: "x y z\n" * (n // 6),
    "full stops among keywords": lambda n: HEAD + "Keywords: " + "abc. abc. " * (n // 20) + "end of it.\n",
    "an open bracket among keywords": lambda n: HEAD + "Keywords: (" + "a, " * (n // 20) + "b\n",
    "one line": lambda n: HEAD + "Abstract: " + "word " * (n // 5) + "\n",
    "templates with one handle": lambda n: HEAD * (n // len(HEAD)),
}
# A file is read in blocks of 1 MB, so lines as long as that have to be compared at sizes well above it.
LONG_LINES = ("the name of an attribute", "one line")
