"""The options of the commands that make and serve web pages."""

from __future__ import annotations

from redif.cli.argument_parser import ArgumentParser
from redif.cli.arguments import Commands, add_command, add_jobs, add_quiet, number

PORT = 8000


def add_site(commands: Commands[ArgumentParser]) -> None:
    """Add `redif site`."""
    site = add_command(
        commands,
        "site",
        summary="make a web site of an archive",
        description="Make a web site of items: a page for each with all that is known about it, lists by series, author, JEL "
        "code and keyword, and a search. It is made of files that any web server shows. A later run writes only what changed, "
        "and only files that were written by this command are ever changed or removed.",
        examples="""
redif site RePEc/aaa -o public
redif site RePEc/aaa -o public --url https://papers.example.org/
redif site RePEc/aaa -o public --with RePEc/registry --theme ourtheme
redif site RePEc/aaa -o public \\
  --oai https://gateway.example.org/oai/papers.example.org/oai.xml
""",
        after="exit status:\n  0  the site was made\n  2  wrong usage, or something could not be read or written",
    )
    site.add_argument("paths", nargs="+", metavar="PATH", help="files, and folders (all .rdf and .redif files below them)")
    site.add_argument("-o", "--output", metavar="FOLDER", required=True, help="the folder that the web server shows")
    site.add_argument(
        "--url", metavar="URL", default="", help="the address of the site, for search engines, which need full addresses"
    )
    site.add_argument("--title", metavar="TEXT", default="", help="the name of the site (default: that of the archive)")
    site.add_argument(
        "--with",
        metavar="PATH",
        dest="with_",
        action="append",
        default=[],
        help="where series, people and institutions are described, if not in PATH; can be given several times",
    )
    site.add_argument(
        "--theme", metavar="FOLDER", help="templates (*.html) and styles (theme.css) that take the place of the standard ones"
    )
    site.add_argument(
        "--oai",
        metavar="URL",
        default="",
        help="add oai.xml, a static repository of OAI-PMH; URL is where a gateway gives it to harvesters",
    )
    add_jobs(site, "how many processes make pages")
    site.add_argument("--check", action="store_true", help="add pages with what redif check finds, for maintainers")
    add_quiet(site, "no closing line")


def add_serve(commands: Commands[ArgumentParser]) -> None:
    """Add `redif serve`."""
    serve = add_command(
        commands,
        "serve",
        summary="serve an archive's site, and pages that check and convert",
        description="Start a web server. It shows the site of the items in PATH, as redif site makes it, and makes it again "
        "when a file changes; harvesters get what has changed at /oai, by OAI-PMH 2.0. At /check, anybody can drop or paste "
        "ReDIF, BibTeX and the like, see what is wrong, and how to fix it; at /convert, convert it; /api has both for "
        "programs. Nothing that is sent is kept. The server is for this computer alone, unless --host says otherwise.",
        examples="""
redif serve                             only the pages that check and convert
redif serve RePEc/aaa
redif serve RePEc/aaa --store aaa.sqlite --url https://papers.example.org/
""",
        after="exit status:\n  0  ended by Ctrl-C\n  2  wrong usage, or the server cannot be started",
    )
    serve.add_argument("paths", nargs="*", metavar="PATH", help="files and folders with the items to show")
    serve.add_argument("--host", default="127.0.0.1", help="the address to serve at (default: 127.0.0.1; 0.0.0.0 for all)")
    serve.add_argument(
        "--port",
        type=lambda text: number(text, "a port number"),
        default=PORT,
        help=f"the port to serve at (default: {PORT})",
    )
    serve.add_argument("--url", metavar="URL", help="the address at which others reach this server (default: host and port)")
    serve.add_argument(
        "--store",
        metavar="FILE",
        help="remember in FILE when records changed and which are gone (default: for as long as the server runs)",
    )
    serve.add_argument("--name", help="the name of the site and of the repository (default: that of the archive)")
    serve.add_argument("--theme", metavar="FOLDER", help="templates and styles for the site, as for redif site")
    serve.add_argument("--email", metavar="ADDRESS", help="whom harvesters may write to (default: the archive's maintainer)")
    serve.add_argument(
        "--max-upload",
        metavar="MB",
        type=lambda text: number(text, "a number of megabytes"),
        default=10,
        help="the most megabytes that may be sent (default: 10)",
    )
    add_quiet(serve, "do not print the address")
