"""`redif new`: the folder of a new archive, from options or by questions on a terminal."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable

from redif.archiving.new import NewSeries, create_archive, problems
from redif.cli.exit_status import OK, UNUSABLE
from redif.cli.terminal import complain
from redif.findings.errors import RedifError, UsageError
from redif.models import Archive, Organization, RecordError, Series
from redif.source.escaping import visible

FIELDS = {
    "name": "Name of the archive, such as that of your institution",
    "maintainer_name": "Name of the person who maintains it",
    "maintainer_email": "Their e-mail address",
    "url": "Web address of the folder from which RePEc will read the files",
    "homepage": "Web page of the institution (may be empty)",
}
OPTIONAL = ("homepage",)


def run(options: argparse.Namespace) -> int:
    """Make the archive, and return the exit status."""
    try:
        archive, series = _answers(options) if _asks(options) else _from_options(options)
        written = create_archive(options.path, archive, series)
    except UsageError as error:
        complain(str(error))
        return UNUSABLE
    except RecordError as error:
        for problem in error.problems.values():
            complain(problem)
        return UNUSABLE
    except OSError as error:
        complain(f"cannot write {error.filename or options.path}: {error.strerror or error}")
        return UNUSABLE
    for path in written:
        print(visible(path))
    if not options.quiet:
        print(f"The archive is ready: redif check {visible(options.path)}", file=sys.stderr)
    return OK


def _asks(options: argparse.Namespace) -> bool:
    """Whether what is missing is asked for: on a terminal, unless all of it was given."""
    missing = not options.series or any(not getattr(options, key) for key in FIELDS if key not in OPTIONAL)
    return missing and sys.stdin.isatty() and sys.stderr.isatty()


def _code(options: argparse.Namespace) -> str:
    """The archive's code: that of --code, or the name of the folder."""
    code: str = options.code or os.path.basename(os.path.abspath(options.path))
    return code.lower()


def _archive(code: str, values: dict[str, str]) -> Archive:
    return Archive.model_validate({"handle": f"RePEc:{code}", **{key: value for key, value in values.items() if value}})


def _series(code: str, new: NewSeries, archive: Archive) -> Series:
    return Series(
        handle=f"RePEc:{code}:{new.code}",
        name=new.name,
        types=[new.type],
        providers=[Organization(name=archive.name, homepage=archive.homepage)],
        maintainer_name=archive.maintainer_name,
        maintainer_email=archive.maintainer_email,
    )


def _from_options(options: argparse.Namespace) -> tuple[Archive, list[Series]]:
    missing = [f"--{key.replace('_', '-')}" for key in FIELDS if not getattr(options, key) and key not in OPTIONAL]
    if not options.series:  # RePEc takes no archive without one
        missing.append("--series")
    if missing:
        raise UsageError(f"a new archive needs {', '.join(missing)} too")
    code = _code(options)
    archive = _archive(code, {key: getattr(options, key) for key in FIELDS})
    return archive, [_series(code, NewSeries.parse(text), archive) for text in options.series]


def _answers(options: argparse.Namespace) -> tuple[Archive, list[Series]]:
    """What is given by options, and answers to questions for the rest; each answer is checked before the next question."""
    values: dict[str, str] = {}
    code = _code(options)
    if problem := _problem(lambda: Archive(handle=f"RePEc:{code}"), "Handle"):
        print(problem, file=sys.stderr)
        code = _ask("Code of the archive, three letters", lambda text: _problem(lambda: _archive(text.lower(), {}), "Handle"))
    code = code.lower()
    for key, question in FIELDS.items():
        given = getattr(options, key)
        attribute = Archive.model_fields[key].alias or key
        check = _checking(code, key, attribute)
        values[key] = given or _ask(question, check, optional=key in OPTIONAL)
    archive = _archive(code, values)
    texts = list(options.series) or _ask_series()
    return archive, [_series(code, NewSeries.parse(text), archive) for text in texts]


def _checking(code: str, key: str, attribute: str) -> Callable[[str], str]:
    return lambda text: _problem(lambda: _archive(code, {key: text}), attribute)


def _problem(make: Callable[[], Archive], attribute: str) -> str:
    """What is wrong with one value of a template; empty if nothing is."""
    try:
        found = problems([make()])
    except RedifError as error:
        return _in_words(error)
    return next((finding.message for finding in found if finding.attribute == attribute), "")


def _in_words(error: RedifError) -> str:
    """What is wrong with a value, without the name that programs have for it."""
    return " ".join(error.problems.values()) if isinstance(error, RecordError) else str(error)


def _ask(question: str, check: Callable[[str], str], *, optional: bool = False) -> str:
    while True:
        print(f"{question}: ", end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        if not line:
            raise UsageError("the questions were not answered, so nothing was written")
        answer = line.strip()
        if not answer and optional:
            return ""
        problem = check(answer) if answer else "This is required."
        if not problem:
            return answer
        print(problem, file=sys.stderr)


def _ask_series() -> list[str]:
    """The series, until an empty line."""
    print('Its series, one a line, such as "wpaper=Working Papers" or "journl:article=Journal of Examples".', file=sys.stderr)
    texts: list[str] = []
    while True:
        answer = _ask("Series" if not texts else "Another series (empty: no more)", _series_problem, optional=bool(texts))
        if not answer:
            return texts
        texts.append(answer)


def _series_problem(text: str) -> str:
    try:
        new = NewSeries.parse(text)
        made = Series(handle=f"RePEc:aaa:{new.code}", name=new.name)
    except RedifError as error:
        return _in_words(error)
    return next((finding.message for finding in problems([made]) if finding.attribute == "Handle"), "")
