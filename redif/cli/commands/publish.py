"""`redif publish`: what RePEc harvests of an archive, copied to the folder of a web server."""

from __future__ import annotations

import argparse
import sys

from redif.archiving.contents import ArchiveContents
from redif.archiving.publish import publish
from redif.checks.checker import check
from redif.cli.exit_status import FOUND, OK, UNUSABLE
from redif.cli.terminal import complain, uses_color
from redif.findings.errors import RedifError, SettingsError
from redif.findings.finding import Severity
from redif.findings.wording import counted
from redif.reports import REPORTS, ReportOptions
from redif.source.escaping import visible
from redif.source.transaction import recover


def run(options: argparse.Namespace) -> int:
    """Check the archive and copy it, and return the exit status."""
    try:
        recover(options.archive)  # or half of what an interrupted `redif add` wrote would be published
        ArchiveContents(options.archive)  # refuses a folder that is not one archive
        errors = [finding for finding in check(options.archive) if finding.severity is Severity.ERROR]
        if errors and not options.force:
            REPORTS["text"](errors, sys.stdout.buffer, ReportOptions(color=uses_color()))
            complain("nothing was published; correct the errors first, or use --force")
            return FOUND
        result = publish(options.archive, options.output, listings=not options.no_listings)
    except (RedifError, SettingsError) as error:
        complain(str(error))
        return UNUSABLE
    except OSError as error:
        complain(f"{error.filename}: {error.strerror or error}")
        return UNUSABLE
    if not options.quiet:
        for what, names in (("written", result.written), ("removed", result.removed)):
            for name in names:
                print(f"{what}\t{visible(name)}")
        total = f"{counted(len(result.written), 'file')} written, {len(result.removed)} removed, {result.unchanged} unchanged"
        print(total, file=sys.stderr)
    return OK
