"""Lists of known values that the grammar names: JEL codes, media types, languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path


def folder() -> Path:
    """Where the grammar files are: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    shipped = package / "grammars"
    return shipped if shipped.is_dir() else package.parent / "grammars"


@cache
def jel() -> Mapping[str, str]:
    """JEL codes to their labels, retired ones among them (they are still met in old data)."""
    return {code: label for code, label, _status in _jel()}


@cache
def jel_retired() -> frozenset[str]:
    """JEL codes that are no longer in use."""
    return frozenset(code for code, _label, status in _jel() if status == "retired")


def _jel() -> list[list[str]]:
    return [line.split("\t") for line in (folder() / "jel.tsv").read_text(encoding="utf-8").splitlines()[1:]]


@cache
def media_types() -> Mapping[str, str]:
    """Registered media types in small letters; each stands for itself."""
    lines = (folder() / "media-types.txt").read_text(encoding="utf-8").splitlines()
    return {line: line for line in lines if not line.startswith("#")}


@cache
def languages() -> Mapping[str, str]:
    """ISO 639-1 codes to the languages' English names."""
    import pycountry  # its tables take a moment to load, and few files name a language

    return {language.alpha_2: language.name for language in pycountry.languages if hasattr(language, "alpha_2")}


LISTS: Mapping[str, Callable[[], Mapping[str, str]]] = {"JEL-codes": jel, "media-types": media_types, "languages": languages}
