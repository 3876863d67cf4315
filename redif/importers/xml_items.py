"""Items in formats that are XML: elements read one after the other by lxml, without entities, network or huge trees."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree

from redif.importers.source import ImportSource

Element = Any  # lxml's own type has no public name

_GENERAL = ("", "text", "peerreviewed", "nonpeerreviewed", "notpeerreviewed", "periodical", "onlineresource", "pdf", "other")
_BETWEEN_WORDS = re.compile(r"^.*[/:#](?=[A-Za-z])")


def elements(source: ImportSource, names: tuple[str, ...]) -> Iterator[Element]:
    """Yield the elements with some names, in any namespace, each complete; report where the file is not well-formed."""
    wanted = tuple(f"{{*}}{name}" for name in names)
    found = etree.iterparse(
        source.stream, events=("end",), tag=wanted, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        for _, element in found:
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        source.unread(line, f"From here on, this is not well-formed XML: {error.msg}.", "What comes before was read.")


def name_of_element(element: Element) -> str:
    """Return the name of an element without its namespace; empty for a comment."""
    # A prefix that is not declared is a part of the name.
    return element.tag.rpartition("}")[2].rpartition(":")[2] if isinstance(element.tag, str) else ""


def children(element: Element | None, name: str, **attributes: str) -> list[Element]:
    """Return the elements with a name directly in another, in any namespace, that have some attributes."""
    if element is None:
        return []
    return [
        child
        for child in element
        if name_of_element(child) == name and all(child.get(key) == value for key, value in attributes.items())
    ]


def child(element: Element | None, *path: str) -> Element | None:
    """Return the first element at the end of a path of names; None where there is none."""
    for name in path:
        element = next(iter(children(element, name)), None)
    return element


def text_in(element: Element | None) -> str:
    """Return all text in an element on one line; empty without an element."""
    return " ".join("".join(element.itertext(etree.Element, etree.Entity)).split()) if element is not None else ""


def texts(element: Element | None, name: str, **attributes: str) -> list[str]:
    """Return the texts of the elements with a name directly in another."""
    return [text for each in children(element, name, **attributes) if (text := text_in(each))]


def text_at(element: Element | None, *path: str) -> str:
    """Return the text of the first element at the end of a path of names."""
    return text_in(child(element, *path))


def kind_word(words: list[str], known: Callable[[str], bool]) -> str:
    """Return the first word for the kind of an item that is known, of vocabularies such as `info:eu-repo/semantics/article`."""
    bare = [_BETWEEN_WORDS.sub("", word) for word in words]
    particular = [word for word in bare if re.sub(r"[\W\d_]+", "", word).lower() not in _GENERAL]
    found = next((word for word in particular if known(word)), next(iter(particular), ""))
    return "report" if found.lower() == "monograph" else found  # what EPrints calls reports and working papers
