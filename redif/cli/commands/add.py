"""`redif add`: items from files of any format, added to an archive."""

from __future__ import annotations

import argparse
import sys

from redif.archiving.addition import Addition, RefusedError
from redif.archiving.contents import GIVEN_HANDLES
from redif.archiving.folder import ArchiveFolder
from redif.archiving.registry import Registry
from redif.cli.exit_status import FOUND, UNUSABLE
from redif.cli.input_reader import InputReader
from redif.cli.terminal import complain, uses_color
from redif.findings.errors import RedifError
from redif.findings.finding import Finding
from redif.findings.wording import counted
from redif.importers import ImportOptions, importer_named
from redif.models import Item
from redif.reports import REPORTS, ReportOptions
from redif.rewriting.diff import difference
from redif.source.escaping import visible


def run(options: argparse.Namespace) -> int:
    """Add the items, and return the exit status."""
    try:
        return _run(options)
    except RefusedError as error:
        _report(error.addition, options)
        return FOUND
    except OSError as error:
        complain(f"{error.filename}: {error.strerror or error}")
    except RedifError as error:
        complain(str(error))
    return UNUSABLE


def _run(options: argparse.Namespace) -> int:
    if options.from_:
        importer_named(options.from_)
    archive = ArchiveFolder(options.to)
    registry = Registry(*options.with_) if options.with_ else None
    found: list[Finding] = []
    source = InputReader(options.files, hidden=options.quiet, on_finding=found.append, options=ImportOptions(options.from_))
    items = [record for _, template in source.templates() if isinstance(record := template.record, Item)]
    # The reader has reported entries that cannot be read; fields and columns are counted in the closing line.
    if notes := [finding for finding in found if finding.code not in ("import-unread", "import-left-out", "import-column")]:
        _write_findings(notes)
    if source.failed:
        complain("nothing was written, since not everything could be read")
        return UNUSABLE
    if options.dry_run or options.diff:
        addition = archive.plan(items, series=options.series, handle=options.handle, registry=registry)
    else:
        addition = archive.add(items, series=options.series, handle=options.handle, registry=registry, force=options.force)
    if options.diff:
        for change in addition.changes:
            if change.path != GIVEN_HANDLES:
                shown = difference(change.before, change.after, change.path)
                sys.stdout.buffer.write(shown.encode("utf-8", "backslashreplace"))
    _report(addition, options, source.left_out)
    stopped = bool(addition.refused or (addition.blocking and not options.force))
    return FOUND if stopped else source.status


def _report(addition: Addition, options: argparse.Namespace, left_out: str = "") -> None:
    """Say what became of the items, and what is wrong with them."""
    stopped = bool(addition.refused or (addition.blocking and not options.force))
    if not (stopped or options.quiet or options.diff):
        for what, handles in (("added", addition.added), ("updated", addition.updated)):
            for handle in handles:
                print(f"{what}\t{visible(handle)}")
    for refusal in addition.refused:
        complain(str(refusal))
    if addition.findings:
        # Lines of files that are not written are nowhere to be seen.
        is_written = not (stopped or options.dry_run or options.diff)
        _write_findings(addition.findings if is_written else addition.findings_in_input())
    for alike in addition.alike:
        complain(str(alike))
    if addition.numbered and not options.quiet:
        some = ", ".join(addition.numbered[:3]) + (", ..." if len(addition.numbered) > 3 else "")
        complain(f"{counted(len(addition.numbered), 'item')} got a running number, having none: {some}")
    for unclear in addition.unclear:
        complain(f'the {unclear.what} "{unclear.name}" could be any of {", ".join(unclear.handles)}')
    if stopped:
        ways = "" if addition.refused else ", or use --force"
        complain(f"nothing was written; correct this first{ways}")
    elif not options.quiet:
        would = "would be: " if options.dry_run or options.diff else ""
        print(f"{would}{addition.summary()}{left_out}", file=sys.stderr)


def _write_findings(findings: list[Finding]) -> None:
    sys.stdout.flush()
    REPORTS["text"](findings, sys.stdout.buffer, ReportOptions(color=uses_color()))
