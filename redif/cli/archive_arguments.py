"""The options of the commands that make, extend and publish archives."""

from __future__ import annotations

from redif.cli.argument_parser import ArgumentParser
from redif.cli.arguments import Commands, add_command, add_quiet


def add_new(commands: Commands[ArgumentParser]) -> None:
    """Add `redif new`."""
    new = add_command(
        commands,
        "new",
        summary="make the folder of a new archive",
        description="Make the folder of a new archive, with its own template and those of its series. On a terminal, redif "
        "asks for what is not given by options.",
        examples="""
redif new archive RePEc/aaa
redif new archive RePEc/aaa --name "University of Example" \\
  --maintainer-name "Ada Example" --maintainer-email ada@example.org \\
  --url https://example.org/RePEc/aaa/ --series "wpaper=Working Papers"
""",
    )
    new.add_argument("what", metavar="archive", choices=["archive"], help="what to make: archive")
    new.add_argument("path", metavar="FOLDER", help="the archive's folder, usually named by its code, such as RePEc/aaa")
    new.add_argument("--code", metavar="CODE", help="the archive's code, three letters (default: the folder's name)")
    new.add_argument("--name", metavar="NAME", help="its name, usually that of the institution")
    new.add_argument("--maintainer-name", metavar="NAME", help="who maintains it")
    new.add_argument("--maintainer-email", metavar="ADDRESS", help="their e-mail address")
    new.add_argument("--url", metavar="URL", help="the address of the folder on the web, from which RePEc reads the files")
    new.add_argument("--homepage", metavar="URL", help="the institution's web page")
    new.add_argument(
        "--series",
        metavar="SERIES",
        action="append",
        default=[],
        help="a series as CODE=NAME, or CODE:TYPE=NAME where it is not one of papers; can be given several times",
    )
    add_quiet(new, "no closing line")


def add_add(commands: Commands[ArgumentParser]) -> None:
    """Add `redif add`."""
    add = add_command(
        commands,
        "add",
        summary="add items from other formats to an archive",
        description="Add items to an archive, from ReDIF, BibTeX, tables and every other format that redif reads. An item that "
        "is there already, by its handle or DOI, is updated. Everything else in the archive's files stays as it is, and "
        "nothing is written unless all items pass the check.",
        examples="""
redif add papers.bib --to RePEc/aaa --series wpaper
redif add papers.csv --to RePEc/aaa --series wpaper \\
  --handle "{year}-{number}"
redif add papers.bib --to RePEc/aaa --diff
""",
        after="exit status:\n  0  all was added, or was there already\n  1  an item cannot be added, and nothing was written;\n"
        "     or an entry cannot be read, and the others were added\n"
        "  2  wrong usage, or something could not be read or written",
    )
    add.add_argument("files", nargs="+", metavar="FILE", help="files with the items, or - for standard input")
    add.add_argument("--to", metavar="ARCHIVE", required=True, help="the folder of the archive")
    add.add_argument("--from", dest="from_", metavar="FORMAT", default="", help="the format of the files, as for redif convert")
    add.add_argument("--series", metavar="SERIES", help="the series, by its code or handle (default: the one that fits)")
    add.add_argument(
        "--handle",
        metavar="RULE",
        help="how new handles are made, such as {year}-{number}; fields are number, year, month, volume, issue, pages, isbn, "
        "chapter, doi, and next for a running number",
    )
    add.add_argument(
        "--with",
        metavar="PATH",
        dest="with_",
        action="append",
        default=[],
        help="identify authors and affiliations by the persons and institutions in this folder; can be given several times",
    )
    add.add_argument("--dry-run", action="store_true", help="say what would be done, and change nothing")
    add.add_argument("--diff", action="store_true", help="show what would change in the files, and change nothing")
    add.add_argument("--force", action="store_true", help="write items even if the check finds errors or warnings in them")
    add_quiet(add)


def add_publish(commands: Commands[ArgumentParser]) -> None:
    """Add `redif publish`."""
    publish = add_command(
        commands,
        "publish",
        summary="copy what RePEc reads to the folder of a web server",
        description="Check an archive, and copy its ReDIF files to a folder of a web server, with a page in each folder that "
        "lists its files, which RePEc's mirror follows. Only what changed is written, and only files that were written by this "
        "command are ever changed or removed.",
        examples="redif publish RePEc/aaa -o /var/www/RePEc/aaa",
        after="exit status:\n  0  published\n  1  the check found errors, and nothing was written\n"
        "  2  wrong usage, or something could not be read or written",
    )
    publish.add_argument("archive", metavar="ARCHIVE", help="the folder of the archive")
    publish.add_argument("-o", "--output", metavar="FOLDER", required=True, help="the folder that the web server shows")
    publish.add_argument("--no-listings", action="store_true", help="no pages that list the files")
    publish.add_argument("--force", action="store_true", help="publish even if the check finds errors")
    add_quiet(publish)
