"""Settings: which codes to look for, by settings files in the folders and by the options of the check.

A settings file is `.redif.toml` or `redif.toml`, or a table `[tool.redif]` in `pyproject.toml`; where a folder has several,
the first of these counts. For each file the nearest settings file applies, in its folder or above.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Any, NamedTuple

from redif.findings.codes import Severity, chosen, codes, no_such_code
from redif.findings.errors import SettingsError, shown, unknown
from redif.source.files import STANDARD_INPUT

SHARED = "pyproject.toml"
NAMES = (".redif.toml", "redif.toml", SHARED)
KEYS = ("select", "ignore", "lengths", "fail-on", "columns", "exclude", "per-file-ignores")


class Settings(NamedTuple):
    """Which codes to look for, and which severity makes a check fail.

    Attributes:
        select: codes and groups to look for; if empty, all that are not optional.
        ignore: codes and groups not to look for.
        lengths: whether to look for unusual lengths as well.
        fail_on: findings of this severity, or a worse one, make the check fail; None if it is not set.
        columns: what the columns of tables mean that are imported, as pairs of a name and its meaning.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    lengths: bool = False
    fail_on: Severity | None = None
    columns: tuple[tuple[str, str], ...] = ()

    @property
    def codes(self) -> frozenset[str]:
        """The codes to look for.

        Raises:
            SettingsError: there is no such code or group.
        """
        try:
            return _codes(self)
        except TypeError:  # a list, which cannot be cached
            raise SettingsError("select and ignore take tuples of codes and groups, such as ('title', 'doi')") from None

    def over(self, below: Settings) -> Settings:
        """Return these settings, with those of `below` for what is not set here. Without a selection here, both ignore."""
        ignore = self.ignore if self.select else (*below.ignore, *self.ignore)
        lengths = self.lengths or below.lengths
        fail_on, columns = self.fail_on or below.fail_on, self.columns or below.columns
        return Settings(self.select or below.select, ignore, lengths, fail_on, columns)


class SettingsFile(NamedTuple):
    """What a settings file says.

    Attributes:
        settings: the settings for every file that it applies to.
        folder: its folder, from which patterns count.
        exclude: patterns of files and folders that are not checked.
        per_file_ignores: patterns, each with codes and groups not to look for in these files.
    """

    settings: Settings
    folder: str = ""
    exclude: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def excludes(self, path: str) -> bool:
        """Return whether a file is not checked."""
        return any(self._matches(path, pattern) for pattern in self.exclude)

    def settings_of(self, path: str) -> Settings:
        """Return the settings of one file."""
        ignored = [code for pattern, codes in self.per_file_ignores if self._matches(path, pattern) for code in codes]
        return self.settings._replace(ignore=(*self.settings.ignore, *ignored)) if ignored else self.settings

    def _matches(self, path: str, pattern: str) -> bool:
        """Whether a pattern matches a file or a folder it is in: by the name alone, or with a slash by the path from here."""
        from pathlib import PurePath  # takes a while to import

        parts = PurePath(os.path.relpath(os.path.abspath(path), self.folder)).parts
        if "/" not in pattern.rstrip("/"):
            return any(fnmatchcase(part, pattern.rstrip("/")) for part in parts)
        wanted = pattern.strip("/")
        return any(fnmatchcase("/".join(parts[:number]), wanted) for number in range(1, len(parts) + 1))


@lru_cache(maxsize=64)
def _codes(settings: Settings) -> frozenset[str]:
    for texts in (settings.select, settings.ignore):
        if not isinstance(texts, tuple) or not all(isinstance(text, str) for text in texts):
            raise SettingsError(f"select and ignore take tuples of codes and groups, not {shown(texts)}")
    try:
        usual = frozenset(name for name, code in codes().items() if not code.optional)
        wanted = chosen(settings.select) if settings.select else usual
        return (wanted | chosen(["length"] if settings.lengths else ())) - chosen(settings.ignore)
    except KeyError as error:
        raise SettingsError(no_such_code(error.args[0])) from None


class SettingsFinder:
    """Finds the settings of files; each folder is searched once.

    Args:
        over: settings that take precedence over those of any file.
        isolated: ignore settings files.
    """

    def __init__(self, over: Settings | None = None, *, isolated: bool = False) -> None:
        if over is not None and not isinstance(over, Settings):
            raise SettingsError(f"settings takes redif.Settings(...), not {shown(over)}")
        self._over = over or Settings()
        # Here, since a severity equals its text, so that what is cached for one is found for the other.
        if not isinstance(self._over.lengths, bool):
            raise SettingsError(f"lengths takes True or False, not {shown(self._over.lengths)}")
        if self._over.fail_on is not None and not isinstance(self._over.fail_on, Severity):
            why = "fail_on takes a redif.Severity, such as redif.Severity.WARNING"
            raise SettingsError(f"{why}, not {shown(self._over.fail_on)}")
        _ = self._over.codes  # raises an error at once if a code does not exist
        self._isolated = isolated
        self._found: dict[str, SettingsFile] = {}
        self._none = SettingsFile(Settings())

    def of(self, path: str) -> Settings:
        """Return the settings of a file.

        Raises:
            SettingsError: a settings file cannot be used.
        """
        found = self._file_for(path)
        return found.settings_of(path) if found.per_file_ignores else found.settings

    def excludes(self, path: str) -> bool:
        """Return whether a file is not to be checked.

        Raises:
            SettingsError: a settings file cannot be used.
        """
        return self._file_for(path).excludes(path)

    def _file_for(self, path: str) -> SettingsFile:
        """The settings file for a file, with the options in it."""
        folder = os.path.dirname(path)
        found = self._found.get(folder)
        if found is None:
            found = self._none if self._isolated or path == STANDARD_INPUT else self._above(os.path.abspath(folder))
            found = self._found[folder] = found._replace(settings=self._over.over(found.settings))
        return found

    def _above(self, folder: str) -> SettingsFile:
        """The nearest settings file, in a folder or above."""
        while True:
            for name in NAMES:
                path = os.path.join(folder, name)
                if os.path.isfile(path) and (found := read(path)) is not None:
                    return found
            above = os.path.dirname(folder)
            if above == folder:
                return self._none
            folder = above


def read(path: str) -> SettingsFile | None:
    """Return what a settings file says; None for a `pyproject.toml` without settings of redif.

    Raises:
        SettingsError: the file cannot be read, or cannot be used.
    """
    import tomllib  # takes a while to import, and most folders have no settings

    try:
        with open(path, encoding="utf-8-sig") as file:  # some editors write a byte-order mark
            table: Any = tomllib.loads(file.read())
    except OSError as error:
        raise SettingsError(f"cannot read {path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{path} is not a TOML file: it is not saved as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path} is not a TOML file: {error}") from None
    except (RecursionError, ValueError):  # of arrays within arrays, and of a number with thousands of digits
        raise SettingsError(f"{path} cannot be read: something in it is nested too deeply, or a number is too long") from None
    if os.path.basename(path) == SHARED:
        tool = table.get("tool")
        table = tool.get("redif") if isinstance(tool, dict) else None
        if table is None:
            return None
    try:
        return _settings(table)._replace(folder=os.path.dirname(os.path.abspath(path)))
    except SettingsError as error:
        raise SettingsError(f"{path}: {error}") from None


def split(text: str) -> tuple[str, ...]:
    """Return the codes and groups in a text, separated by commas, spaces or the like."""
    return tuple(filter(None, re.split(r"[\s,;.]+", text)))


def severity(text: str) -> Severity:
    """Return a severity by name.

    Raises:
        SettingsError: there is no such severity.
    """
    try:
        return Severity(text)
    except ValueError:
        raise SettingsError(f"{text!r} is not a severity; there are {', '.join(Severity)}") from None


def _settings(table: Any) -> SettingsFile:
    """What a table of settings says.

    Raises:
        SettingsError: a key or a value does not exist.
    """
    if not isinstance(table, dict):
        raise SettingsError("redif must be a table")
    for key, value in table.items():
        if key == "tool":
            raise SettingsError("write the settings here without the line [tool.redif]")
        if key not in KEYS:
            raise SettingsError(unknown("setting", key, KEYS))
        fits, what = {
            "lengths": (isinstance(value, bool), "true or false"),
            "fail-on": (isinstance(value, str), 'a word in quotation marks, such as "error"'),
            "columns": (
                isinstance(value, dict) and _is_texts([*value.values()]),
                'a table with lines such as "Paper no." = "number"',
            ),
            "per-file-ignores": (
                isinstance(value, dict) and all(map(_is_texts, value.values())),
                'a table with lines such as "old/*" = ["title-capitals"]',
            ),
        }.get(key, (_is_texts(value), 'a list in brackets, such as ["title", "doi"]'))
        if not fits:
            raise SettingsError(f"{key} must be {what}")
    fail_on = severity(table["fail-on"]) if "fail-on" in table else None
    select, ignore = tuple(table.get("select", ())), tuple(table.get("ignore", ()))
    settings = Settings(select, ignore, table.get("lengths", False), fail_on, tuple(table.get("columns", {}).items()))
    per_file = tuple((pattern, tuple(codes)) for pattern, codes in table.get("per-file-ignores", {}).items())
    _check_codes([settings, *(Settings(ignore=codes) for _, codes in per_file)])
    return SettingsFile(settings, exclude=tuple(table.get("exclude", ())), per_file_ignores=per_file)


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(entry, str) for entry in value)


def _check_codes(several: Sequence[Settings]) -> None:
    """Raise an error if one of these names a code that does not exist."""
    for settings in several:
        _ = settings.codes
