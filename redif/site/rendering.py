"""Pages out of templates: Jinja2 with what the templates need to show text from files safely.

Whatever comes out of a file is escaped by Jinja2; before that, characters that are invisible or reverse a line are shown as
numbers. Links lead to web and e-mail addresses only, and to pages of the site. A theme is a folder of templates that are used
in place of those here of the same name; these remain there as `standard/NAME`.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from redif.display.page import Block, Link, LinkKind, PageLine
from redif.findings.errors import UsageError
from redif.findings.library import missing
from redif.findings.wording import counted
from redif.schema.values import Handle, HandleKind
from redif.site.addresses import (
    jel_path,
    keyword_anchor,
    keyword_key,
    keyword_page,
    mail_address,
    name_key,
    person_path,
)
from redif.source.escaping import visible
from redif.writers.html import web_address

try:
    import jinja2
    from jinja2.runtime import Context
    from markupsafe import Markup, escape
except ImportError:
    raise missing("jinja2", "making web pages", "site") from None

if TYPE_CHECKING:
    from redif.site.contents import Contents

HERE = Path(__file__).parent
TEMPLATES = HERE / "templates"
STATIC = HERE / "static"
ECONPAPERS = "https://econpapers.repec.org/"  # which leads from any handle to its page
THEME_STYLE = "theme.css"


class Node(NamedTuple):
    """A line of a page and the lines that belong to it."""

    line: PageLine
    below: list[Node]


class Renderer:
    """The templates, and what links lead to.

    Args:
        contents: what is on the site; without it, links lead to other sites only.
        title: the name of the site.
        theme: a folder with templates, and `theme.css`.
        has_check: whether there are pages with what the check found.
        is_served: whether `redif serve` shows the site, beside its own pages.

    Raises:
        UsageError: the theme is no folder.
    """

    def __init__(
        self, contents: Contents | None = None, title: str = "", theme: str | None = None, *, has_check: bool = False,
        is_served: bool = False,
    ) -> None:  # fmt: skip
        if theme is not None and not os.path.isdir(theme):
            raise UsageError(f"{theme} is not a folder; a theme is a folder with templates (*.html) and {THEME_STYLE}")
        own = jinja2.FileSystemLoader(TEMPLATES)
        loaders: list[jinja2.BaseLoader] = [own, jinja2.PrefixLoader({"standard": own})]
        if theme is not None:
            loaders.insert(0, jinja2.FileSystemLoader(theme))
        self._contents = contents
        self.environment = jinja2.Environment(
            loader=jinja2.ChoiceLoader(loaders), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True,
            lstrip_blocks=True, keep_trailing_newline=True,
        )  # fmt: skip
        self.environment.filters |= {
            "shown": visible, "linked": linked, "nested": nested, "counted": counted,
            "web_link": web_link,
        }  # fmt: skip
        self.environment.globals |= {
            "site_title": title, "has_check": has_check, "is_served": is_served, "address_of": self.address,
            "jel_path": jel_path,
            "has_theme_style": theme is not None and os.path.isfile(os.path.join(theme, THEME_STYLE)),
            "keyword_address": keyword_address,
        }  # fmt: skip

    def page(self, template: str, path: str, **content: Any) -> bytes:
        """Return a page.

        Args:
            template: the name of its template.
            path: where it will be on the site, from which links to other pages are made.
            content: what the template shows.
        """
        root = "../" * path.count("/")
        return self.environment.get_template(template).render(root=root, path=path, **content).encode("utf-8", "replace")

    def address(self, link: Link, root: str) -> str | None:
        """Return what a link leads to, from a page that is `root` below the first; None where it leads nowhere."""
        contents, target = self._contents, link.target
        match link.kind:
            case LinkKind.ADDRESS:
                return web_address(target)
            case LinkKind.EMAIL:
                return mail_address(target)
            case LinkKind.RECORD:
                page = contents and contents.records.get(target.lower())
                return f"{root}{page}.html" if page else _elsewhere(target)
            case _ if contents is None:
                return None
            case LinkKind.PERSON | LinkKind.NAME:
                key = target.lower() if link.kind is LinkKind.PERSON else name_key(target)
                return f"{root}{person_path(key)}" if key in contents.authors else None
            case LinkKind.JEL:
                return f"{root}{jel_path(target)}" if target in contents.jel else None
            case LinkKind.KEYWORD:
                return f"{root}{keyword_address(target)}" if keyword_key(target) in contents.keywords else None


def _elsewhere(handle: str) -> str | None:
    """Return the address of a record that is not on the site."""
    is_repec = Handle(handle).kind in (HandleKind.DOCUMENT, HandleKind.SERIES) and handle.lower().startswith("repec:")
    return web_address(ECONPAPERS + handle) if is_repec else None


@jinja2.pass_context
def linked(context: Context, line: PageLine) -> Markup:
    """Return the text of a line with its links."""
    if not line.links:
        return escape(visible(line.text))
    parts, done = list[str](), 0
    for link in line.links:
        place = line.text.find(link.text, done)
        address = context["address_of"](link, context["root"]) if place >= 0 else None
        if address is not None:
            parts.append(escape(visible(line.text[done:place])))
            parts.append(f'<a href="{escape(address)}">{escape(visible(link.text))}</a>')
            done = place + len(link.text)
    return Markup("".join([*parts, escape(visible(line.text[done:]))]))


def keyword_address(keyword: str) -> str:
    """Return where a keyword and its items are."""
    key = keyword_key(keyword)
    return f"{keyword_page(key)}#{keyword_anchor(key)}"


def web_link(text: str) -> Markup | str:
    """Return a web address as a link; any other text as it is."""
    address = web_address(text)
    return Markup('<a href="{}">{}</a>').format(address, visible(text)) if address else visible(text)


def nested(block: Block) -> list[Node]:
    """Return the lines of a block, each with the deeper ones that follow it."""
    top: list[Node] = []
    open_: list[tuple[int, list[Node]]] = [(-1, top)]
    for line in block:
        while open_[-1][0] >= line.depth:
            open_.pop()
        node = Node(line, [])
        open_[-1][1].append(node)
        open_.append((line.depth, node.below))
    return top
