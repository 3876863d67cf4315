"""Look for inputs that redif does not survive: coverage-guided fuzzing with Atheris.

    pip install atheris
    python benchmarks/fuzz.py                       each target for a minute
    python benchmarks/fuzz.py --seconds 600 check   one target for ten minutes

An input is a find if it raises anything but a RedifError, takes more than ten seconds of the processor, needs more than 2 GB,
or breaks what the target promises: that formatting again changes nothing, that a fix leaves fewer problems. It is kept in the
folder `fuzz/TARGET`, beside the inputs that reach new code; it becomes a test, and is mended.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import io
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import time
import warnings
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache, partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "fuzz"
IN_PROCESS = "--in-process"
LONGEST = 200_000  # bytes of an input: small ones reach most of the code, large ones show what grows too fast
LONGEST_SECONDS = 10  # of the processor: a machine that does something else beside it makes no input slow
STUCK_SECONDS = 600  # of the clock, which is what libFuzzer counts: then it does not end at all
MOST_MEGABYTES = 2048

UPLOADS = (".rdf", ".redif", ".zip", ".tar", ".tar.gz", ".gz", ".jsonl")  # what files are called that are sent to the server
SHEET = "xl/worksheets/sheet1.xml"

Target = Callable[[bytes], None]


def check_text(data: bytes) -> None:
    """Find what is wrong with a file, and write its records."""
    import redif

    for extension in ("rdf", "redif"):
        list(redif.check(named(data, f"x.{extension}"), isolated=True))
    document = redif.parse(data, file="x.rdf")
    for to in ("jsonl", "bibtex", "ris", "oai_dc", "redif"):
        redif.write(document.records, io.BytesIO(), to)


def format_text(data: bytes) -> None:
    """Tidy up a file: to do it again changes nothing."""
    from redif.rewriting.formatter import formatted

    for name in ("x.rdf", "x.redif"):
        once = formatted(data, name)
        assert formatted(once, name) == once


def fix_text(data: bytes) -> None:
    """Fix what can be fixed: there are not more problems than before."""
    from redif.checks.checker import Checker
    from redif.rewriting.fixes import fixed

    check = partial(Checker(isolated=True).data, path="x.rdf")
    result, done = fixed(data, "x.rdf", check, unsafe=True)
    assert len(check(result)) <= len(check(data)) or not done


def read_json(data: bytes) -> None:
    """Read redif's own JSON."""
    import redif

    with suppress(redif.RedifError):
        list(redif.templates(named(data, "x.jsonl")))


def read_grammar(data: bytes) -> None:
    """Read a specification, and a template by it."""
    import redif

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.spec"
        path.write_bytes(data)
        with suppress(redif.RedifError):
            redif.parse("Template-Type: ReDIF-Paper 1.0\nTitle: x\n", grammar=redif.Grammar.load(path))


def read_values(data: bytes) -> None:
    """Read a text by every rule and type of the grammar."""
    from redif.grammar import Grammar

    grammar = Grammar.standard()
    text = " ".join(data.decode("utf-8", "replace").split())
    for rule in grammar.rules.values():
        rule.pattern().fullmatch(text)
    for name in {attribute.type for group in grammar.templates.values() for attribute in group.attributes.values()}:
        type_ = grammar.type(name)
        type_.fits(text)
        if type_.read is not None:
            type_.read(text)
        if type_.split is not None:
            type_.split(text)
        type_.repair(text)


def import_(format_: str, data: bytes) -> None:
    """Read another format, and write what it holds as ReDIF."""
    import redif
    import redif.importers

    with suppress(redif.RedifError):
        redif.write(redif.importers.read(io.BytesIO(data), format_), io.BytesIO(), "redif")


@cache
def workbook() -> dict[str, bytes]:
    """Return the files in a workbook of Excel."""
    import openpyxl

    book, saved = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["Title", "Authors", "Year", "DOI"])  # type: ignore[union-attr]
    book.active.append(["On prices", "Lee, Ann", 2004, "10.1234/x"])  # type: ignore[union-attr]
    book.save(saved)
    with zipfile.ZipFile(saved) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def import_workbook(data: bytes) -> None:
    """Read a workbook whose sheet is the input, which no change of a packed file would reach."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in (workbook() | {SHEET: data}).items():
            archive.writestr(name, content)
    import_("xlsx", packed.getvalue())


def read_upload(data: bytes) -> None:
    """Do what the web server does with a file that somebody sends it; the first letter says what it is called."""
    import redif
    from redif.web.work import check_upload, convert_upload

    extension = UPLOADS[data[0] % len(UPLOADS)] if data else ""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"x{extension}"
        path.write_bytes(data[1:])
        try:
            with suppress(redif.RedifError):
                check_upload(str(path), unsafe=True)
            for to in ("jsonl", "html", "mods"):
                with suppress(redif.RedifError):
                    convert_upload(str(path), to)
        finally:
            os.chdir(ROOT)


def named(data: bytes, name: str) -> io.BytesIO:
    """Return an open file with a name."""
    stream = io.BytesIO(data)
    stream.name = name
    return stream


def targets() -> dict[str, Target]:
    """Return the targets by name."""
    from redif.importers import IMPORTERS

    found: dict[str, Target] = {
        "check": check_text, "format": format_text, "fix": fix_text, "json": read_json, "grammar": read_grammar,
        "values": read_values, "upload": read_upload,
    }  # fmt: skip
    return found | {f"import-{name}": partial(import_, name) for name in IMPORTERS} | {"import-xlsx": import_workbook}


# What the first inputs are made of; those of importers are of all formats.
SEEDS = {
    "json": (), "values": (), "grammar": ("grammars",), "import": ("import",), "": ("taf", "types", "mess", "encodings"),
}  # fmt: skip
# What libFuzzer puts into inputs, beside the names of attributes.
MARKS = (
    r"\x0aTemplate-Type: ReDIF-Paper 1.0\x0a", "RePEc:aaa:wpaper:1", "author = {", "@article{", "TY  - ", "<!--", "10.1234/x",
    r"\xff\xfe", "&#", "{\\\\",
)  # fmt: skip


def seeds(name: str) -> Iterator[bytes]:
    """Yield the small files to begin with; uploads as they are, and packed."""
    if name == "import-xlsx":
        yield from (workbook()[SHEET], workbook()["xl/workbook.xml"])
        return
    for folder in SEEDS.get(name.partition("-")[0], SEEDS[""]):
        for path in (ROOT / "fixtures" / folder).rglob("*"):
            if path.is_file() and path.stat().st_size < LONGEST:
                data = path.read_bytes()
                if name == "upload":
                    yield from (bytes([UPLOADS.index(ending)]) + upload for ending, upload in uploads(path.name, data))
                else:
                    yield data


def uploads(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield a file as it can be sent to the server, each with the end of its name."""
    yield ".rdf", data
    yield ".gz", gzip.compress(data, mtime=0)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name, data)
    yield ".zip", packed.getvalue()
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tape:
        member = tarfile.TarInfo(name)
        member.size = len(data)
        tape.addfile(member, io.BytesIO(data))
    yield ".tar", packed.getvalue()


def write_words(path: Path) -> None:
    """Write the names of attributes and the marks as libFuzzer reads them."""
    from redif.grammar import Grammar

    names = (rf"\x0a{name}: " for name in sorted(Grammar.standard().known))
    path.write_text("".join(f'"{word}"\n' for word in (*MARKS, *names)), encoding="utf-8")


def timed(target: Target, data: bytes) -> None:
    """Run a target on an input that does not take too long."""
    start = time.process_time()
    target(data)
    spent = time.process_time() - start
    assert spent < LONGEST_SECONDS, f"it took {spent:.0f} seconds of the processor"


def fuzz(name: str, arguments: list[str]) -> None:
    """Run one target in this process until it finds something or the time is over."""
    atheris = importlib.import_module("atheris")

    with atheris.instrument_imports(include=["redif"]):  # only what is first imported here guides the search
        for module in ("checks.checker", "models", "reading.json", "rewriting.fixes", "rewriting.formatter"):
            importlib.import_module(f"redif.{module}")
        from redif.importers import IMPORTERS
        from redif.writers import WRITERS

        for importer in IMPORTERS.values():
            _ = importer.items
        for format_ in WRITERS.values():
            format_.load()
        target = targets()[name]
    warnings.simplefilter("ignore")
    atheris.Setup([sys.argv[0], *arguments], partial(timed, target))
    atheris.Fuzz()


def run(name: str, seconds: int) -> bool:
    """Run one target in a process of its own, and tell what came of it; return whether it found something."""
    folder = FOLDER / name
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(name)):
        (folder / f"seed-{number}").write_bytes(seed)
    limits = {
        "max_total_time": seconds, "timeout": STUCK_SECONDS, "rss_limit_mb": MOST_MEGABYTES, "max_len": LONGEST,
        "len_control": 20, "dict": FOLDER / "words.txt", "artifact_prefix": f"{folder}{os.sep}", "print_final_stats": 1,
    }  # fmt: skip
    words = [sys.executable, __file__, IN_PROCESS, name, str(folder), *(f"-{key}={value}" for key, value in limits.items())]
    done = subprocess.run(words, capture_output=True, text=True, errors="replace", check=False)
    figures = dict(re.findall(r"stat::(\w+):\s*(\d+)", done.stderr))
    inputs, rate = (figures.get(key, "?") for key in ("number_of_executed_units", "average_exec_per_sec"))
    print(f"{name}: {inputs} inputs, {rate} a second, {'FOUND SOMETHING' if done.returncode else 'nothing found'}", flush=True)
    if done.returncode:
        print(done.stdout[-2000:] + done.stderr[-2000:], flush=True)
    return bool(done.returncode)


def main() -> int:
    """Run the targets one after the other."""
    if sys.argv[1:2] == [IN_PROCESS]:
        fuzz(sys.argv[2], sys.argv[3:])
        return 0
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", help=f"of {', '.join(targets())}; all of them by default")
    parser.add_argument("--seconds", type=int, default=60, help="how long each is run (default: 60)")
    options = parser.parse_args()
    FOLDER.mkdir(exist_ok=True)
    write_words(FOLDER / "words.txt")
    found = [run(name, options.seconds) for name in options.targets or targets()]
    return int(any(found))


if __name__ == "__main__":
    sys.exit(main())
