"""Settings: which codes to look for, by settings files in the folders and by the options of the check.

A settings file is `redif.toml`, or a table `[tool.redif]` in `pyproject.toml`. For each file the nearest one applies, in its
folder or above.
"""

from __future__ import annotations

import os
import re
import tomllib
from functools import lru_cache
from typing import Any, NamedTuple

from redif.findings.codes import Severity, chosen, codes, no_such_code
from redif.findings.errors import RedifError, shown

OWN, SHARED = "redif.toml", "pyproject.toml"
KEYS = ("select", "ignore", "lengths", "fail-on", "columns")


class SettingsError(RedifError, ValueError):
    """Settings that cannot be used; the message says what is wrong, and in which file."""


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
        _ = self._over.codes  # raises an error at once if a code does not exist
        self._isolated = isolated
        self._found: dict[str, Settings] = {}
        self._none = Settings()

    def of(self, path: str) -> Settings:
        """Return the settings of a file.

        Raises:
            SettingsError: a settings file cannot be used.
        """
        folder = os.path.dirname(path)
        found = self._found.get(folder)
        if found is None:
            below = self._none if self._isolated or path == "-" else self._above(os.path.abspath(folder))
            found = self._found[folder] = self._over.over(below)
        return found

    def _above(self, folder: str) -> Settings:
        """The settings in the nearest settings file, in a folder or above."""
        while True:
            for name in (OWN, SHARED):
                path = os.path.join(folder, name)
                if os.path.isfile(path) and (settings := read(path)) is not None:
                    return settings
            above = os.path.dirname(folder)
            if above == folder:
                return self._none
            folder = above


def read(path: str) -> Settings | None:
    """Return the settings in a file; None for a `pyproject.toml` without settings of redif.

    Raises:
        SettingsError: the file cannot be read, or cannot be used.
    """
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
        settings = _settings(table)
        _ = settings.codes
    except SettingsError as error:
        raise SettingsError(f"{path}: {error}") from None
    return settings


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


def _settings(table: Any) -> Settings:
    if not isinstance(table, dict):
        raise SettingsError("redif must be a table")
    for key, value in table.items():
        if key not in KEYS:
            hint = "leave out the line [tool.redif] here" if key == "tool" else f"there are {', '.join(KEYS)}"
            raise SettingsError(f"there is no setting {key!r}; {hint}")
        is_texts = isinstance(value, list) and all(isinstance(entry, str) for entry in value)
        fits, what = {
            "lengths": (isinstance(value, bool), "true or false"),
            "fail-on": (isinstance(value, str), "a text"),
            "columns": (_is_texts_by_name(value), "a table of texts"),
        }.get(key, (is_texts, "a list of texts"))
        if not fits:
            raise SettingsError(f"{key} must be {what}")
    fail_on = severity(table["fail-on"]) if "fail-on" in table else None
    select, ignore = tuple(table.get("select", ())), tuple(table.get("ignore", ()))
    return Settings(select, ignore, table.get("lengths", False), fail_on, tuple(table.get("columns", {}).items()))


def _is_texts_by_name(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())
