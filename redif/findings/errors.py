"""What redif raises: one base for all of it, so that a program can catch it in one place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

LONGEST_SHOWN = 80  # characters of a value in a message
ALIKE = 60  # percent of likeness from which on one word is suggested for another


class RedifError(Exception):
    """The base of every error that redif raises on purpose; its text says what is wrong and what to do."""


class UsageError(RedifError, ValueError):
    """A value that a function cannot work with: a format that does not exist, an option that does not apply."""


class InputTypeError(RedifError, TypeError):
    """An object of a kind that a function does not take."""


class UnknownHandleError(RedifError, KeyError):
    """A handle that a catalogue does not hold."""

    def __str__(self) -> str:
        """The message itself; a KeyError would show it in quotation marks."""
        return str(self.args[0]) if self.args else ""


class MissingLibraryError(RedifError, ImportError):
    """A library that something needs and that is not installed; the message says how to install it."""


class SettingsError(RedifError, ValueError):
    """Settings that cannot be used; the message says what is wrong, and in which file."""


class FileError(RedifError, OSError):
    """A file or folder that cannot be read or written; `filename`, `errno` and `strerror` are those of the OSError."""

    @classmethod
    def of(cls, error: OSError) -> FileError:
        """Return the same error as one of redif's."""
        kind = MissingFileError if isinstance(error, FileNotFoundError) else cls
        return kind(error.errno, error.strerror or str(error), error.filename)

    def __str__(self) -> str:
        """The message, or what the system says of the file."""
        if self.strerror is None:
            return super().__str__()
        return f"cannot read or write {_quoted(self.filename) if self.filename else 'the file'}: {self.strerror}"


class MissingFileError(FileError, FileNotFoundError):
    """A file or folder that does not exist."""

    def __str__(self) -> str:
        """The message."""
        if "://" in str(self.filename):
            return f"redif reads files, not addresses such as {_quoted(self.filename)}; download the file first"
        return f"there is no file or folder {_quoted(self.filename)}; check the spelling and the folder you are in"


class RedifWarning(UserWarning):
    """The category of the warnings that redif gives through Python's `warnings`."""


def _quoted(filename: object) -> str:
    """A file's name in quotation marks, also where it is a text of a kind of its own, such as numpy's."""
    return str.__repr__(filename) if isinstance(filename, str) else repr(filename)


def shown(value: object) -> str:
    """Return a value as a message shows it, shortened; a value that cannot say what it is, by its type."""
    try:
        text = repr(value)
    except Exception:  # the repr of somebody's own class may raise anything
        text = f"a value of the type {type(value).__name__}"
    if "\n" in text:  # such as a table of pandas
        text = " ".join(text.split())
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 3]}..."


def no_records(function: str, value: object) -> InputTypeError:
    """Return the error that a function takes records, and was given something else."""
    instead = "; redif.Record.model_validate(data) makes a record of data" if isinstance(value, Mapping) else ""
    return InputTypeError(f"{function} takes records, such as redif.read(...) gives, not {shown(value)}{instead}")


def check_argument(value: object, types: type | tuple[type, ...], what: str) -> None:
    """Check that an argument is of one of some types; `what` says what is taken, such as `a catalogue takes handles`.

    Raises:
        InputTypeError: it is not.
    """
    if not isinstance(value, types):
        raise InputTypeError(f"{what}, not {shown(value)}")


def check_callback(value: Any, name: str) -> None:
    """Check that an argument is a function, or None.

    Raises:
        InputTypeError: it is neither.
    """
    if value is not None and not callable(value):
        raise InputTypeError(f"{name} takes a function, not {shown(value)}")


def did_you_mean(word: str, choices: Iterable[str], alike: int = ALIKE) -> str:
    """Return "; did you mean x?" for the choice spelled most like a word, whatever its letter case; else an empty text."""
    from rapidfuzz import fuzz, process  # only needed when something is wrong

    by_lowercase = {choice.lower(): choice for choice in choices}
    found = process.extractOne(word.lower(), by_lowercase.keys(), scorer=fuzz.ratio, score_cutoff=alike)
    return f"; did you mean {by_lowercase[found[0]]}?" if found else ""


def unknown(what: str, word: str, choices: Iterable[str], *, lists: bool = True) -> str:
    """Return the message that something does not exist.

    Args:
        what: what kind of thing it is, such as `format`.
        word: the name that was given.
        choices: the names that exist.
        lists: whether to list them all if none is similar.
    """
    choices = list(choices)
    message = f"there is no {what} {word or repr(word)}"
    return message + (did_you_mean(word, choices) or (f"; choose from {', '.join(choices)}" if lists else ""))
