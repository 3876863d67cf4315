"""`redif serve`: a web server with an archive's site, the pages that check and convert, and a repository for harvesters."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from contextlib import ExitStack, closing
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from redif.catalogue.catalogue import Catalogue
from redif.cli.commands.site import web_folder
from redif.cli.exit_status import OK, UNUSABLE
from redif.cli.input_reader import InputReader
from redif.cli.terminal import complain
from redif.findings.errors import RedifError
from redif.findings.library import missing
from redif.oai.repository import Repository
from redif.oai.store import RecordStore
from redif.parallel.batches import cores
from redif.reading.documents import templates
from redif.schema.values import HandleKind
from redif.source.files import ignore_error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redif.syntax.template import Template


class _Contact(NamedTuple):
    """What harvesters are told of a repository."""

    name: str
    email: str


def run(options: argparse.Namespace) -> int:
    """Serve until Ctrl-C, and return the exit status."""
    try:
        return _serve(options)
    except KeyboardInterrupt:  # the way to end it
        return OK
    except RedifError as error:
        complain(str(error))
        return UNUSABLE


def _serve(options: argparse.Namespace) -> int:
    try:
        from redif.site.build import SiteOptions, build
        from redif.web.app import make_app
        from redif.web.limits import Limits
        from redif.web.live import follow
        from redif.web.server import listen, serve
    except ModuleNotFoundError as error:
        raise missing(error.name or "", "a server", "web") from None
    if unusable := [path for path in options.paths if not os.path.exists(path)]:
        complain(f"cannot read {unusable[0]}: there is no such file or folder")
        return UNUSABLE
    address = web_folder(options.url or f"http://{options.host}:{options.port}/")
    limits = Limits(upload=options.max_upload * 1_000_000, workers=cores())
    with ExitStack() as stack:
        listening = stack.enter_context(listen(options.host, options.port))
        repository, site, background = None, None, None
        if options.paths:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="redif-"))
            path = options.store or os.path.join(folder, "store.sqlite")
            site = os.path.join(folder, "site")
            design = SiteOptions(url=address, title=options.name or "", theme=options.theme, is_served=True)

            def refresh() -> None:
                _update(path, options.paths)
                build(options.paths, site, design, on_error=ignore_error)  # which the update has reported

            refresh()
            store = RecordStore(path)
            stack.callback(store.close)
            contact = _contact(options)
            repository = Repository(
                store, url=f"{address}oai", name=contact.name, email=contact.email, keeps_deleted=options.store is not None
            )
            background = partial(follow, options.paths, refresh)
        app = make_app(limits=limits, repository=repository, site=site, background=background)
        if not options.quiet:
            print(f"redif serves {address} until you press Ctrl-C", file=sys.stderr, flush=True)
        serve(app, listening)
    return OK


def _update(path: str, paths: list[str]) -> None:
    """Take what is in the files into the store."""
    reader = InputReader(paths, hidden=True)
    with closing(RecordStore(path)) as store:
        store.update(_items(paths, reader), is_complete=lambda: not (reader.errors or reader.records_left_out))


def _items(paths: list[str], reader: InputReader) -> Iterator[Template]:
    """The items in the files, with what is known of their series and archives."""
    catalogue = Catalogue(*paths, items=False, links=False, on_error=ignore_error)
    for path in reader.paths:
        for template in reader.file(path):
            if template.schema.is_item:
                template.join(catalogue.joined(template.data))
                yield template


def _contact(options: argparse.Namespace) -> _Contact:
    """The name and the address that were given, else those of the first archive in the files, else none in particular."""
    name, email = options.name, options.email
    if not (name and email):
        for template in templates(*options.paths, on_error=ignore_error):
            if template.schema.describes is HandleKind.ARCHIVE:
                name = name or template.data.get("name")
                email = email or template.data.get("maintainer_email")
                break
    return _Contact(name or "redif", email or f"nobody@{options.host}")
