"""`redif site`: a web site of an archive."""

from __future__ import annotations

import argparse
import os
import sys
from urllib.parse import urlsplit

from redif.cli.exit_status import UNUSABLE
from redif.cli.input_reader import InputReader
from redif.cli.terminal import complain
from redif.findings.errors import RedifError, UsageError
from redif.findings.wording import counted
from redif.parallel.batches import cores


def run(options: argparse.Namespace) -> int:
    """Make the site, and return the exit status."""
    reader = InputReader(options.paths, hidden=options.quiet)
    # Of a site that is there already, all pages of what cannot be found would be removed.
    if missing := [path for path in options.paths if not os.path.exists(path)]:
        complain(f"cannot read {missing[0]}: there is no such file or folder; nothing was written")
        return UNUSABLE
    try:
        from redif.site.build import SiteOptions, build  # needs Jinja2

        url = web_folder(options.url)
        given = SiteOptions(
            url, options.title, options.theme, tuple(options.with_), options.check, options.oai, options.jobs or cores()
        )
        built = build(options.paths, options.output, given, reader.on_error, reader)
    except RedifError as error:
        complain(str(error))
        return UNUSABLE
    except OSError as error:
        complain(f"cannot write {error.filename or options.output}: {error.strerror or error}")
        return UNUSABLE
    if built.repeated:
        complain(f"{counted(built.repeated, 'item')} left out, because another one has the same handle")
    if not options.quiet:
        written, removed, unchanged = built.files
        print(
            f"{counted(built.items, 'item')}; {counted(written, 'file')} written, {removed:,} removed, {unchanged:,} unchanged",
            file=sys.stderr,
        )
    return reader.status


def web_folder(url: str) -> str:
    """Return the address of a site with a slash at its end.

    Raises:
        UsageError: it is no web address.
    """
    if not url:
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise UsageError(f"--url is the address of the site, such as https://papers.example.org/, not {url}")
    return url.rstrip("/") + "/"
