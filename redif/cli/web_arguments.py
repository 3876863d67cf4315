"""The options of the command that serves pages."""

from __future__ import annotations

from redif.cli.argument_parser import ArgumentParser
from redif.cli.arguments import Commands, add_command, add_quiet, number

PORT = 8000


def add_serve(commands: Commands[ArgumentParser]) -> None:
    """Add `redif serve`."""
    serve = add_command(
        commands,
        "serve",
        summary="serve a page that checks and converts, and an archive to harvesters",
        description="Start a web server. At /check, anybody can drop or paste ReDIF, BibTeX and the like, see what is wrong, "
        "and how to fix it; at /convert, convert it; /api has both for programs. Of the items in PATH, harvesters get what has "
        "changed at /oai, by OAI-PMH 2.0; when a file changes, it is read again. Nothing that is sent is kept. The server is "
        "for this computer alone, unless --host says otherwise.",
        examples="""
redif serve
redif serve RePEc/aaa --store aaa.sqlite --url https://papers.example.org/
""",
        after="exit status:\n  0  ended by Ctrl-C\n  2  wrong usage, or the server cannot be started",
    )
    serve.add_argument("paths", nargs="*", metavar="PATH", help="files and folders with the items for harvesters")
    serve.add_argument("--host", default="127.0.0.1", help="the address to serve at (default: 127.0.0.1; 0.0.0.0 for all)")
    serve.add_argument(
        "--port", type=lambda text: number(text, "a port"), default=PORT, help=f"the port to serve at (default: {PORT})"
    )
    serve.add_argument("--url", metavar="URL", help="the address at which others reach this server (default: host and port)")
    serve.add_argument(
        "--store",
        metavar="FILE",
        help="remember in FILE when records changed and which are gone (default: for as long as the server runs)",
    )
    serve.add_argument("--name", help="the name of the repository (default: that of the archive)")
    serve.add_argument("--email", metavar="ADDRESS", help="whom harvesters may write to (default: the archive's maintainer)")
    serve.add_argument(
        "--max-upload",
        metavar="MB",
        type=lambda text: number(text, "megabytes"),
        default=10,
        help="the most megabytes that may be sent (default: 10)",
    )
    add_quiet(serve, "do not print the address")
