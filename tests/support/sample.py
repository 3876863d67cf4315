"""A small sample of RePEc for the questions in the documentation: two series, a journal, two registered persons, twelve items."""

from __future__ import annotations

from pathlib import Path

ARCHIVE = """\
Template-Type: ReDIF-Archive 1.0
Handle: RePEc:aaa
Name: Example Department
Maintainer-Email: maintainer@example.org
URL: https://example.org/RePEc/aaa/
"""
COLLECTIONS = [
    ("wpaper", "Working Papers", "ReDIF-Paper"),
    ("report", "Reports of the Institute", "ReDIF-Paper"),
    ("journl", "Journal of Examples", "ReDIF-Article"),
]
PEOPLE = [("ple12", "Ann Lee", "LEE"), ("pki34", "Bo Kim", "KIM")]
# Series, number, year, authors, JEL codes, restriction.
ITEMS = [
    ("wpaper", 1, 2021, "Ann Lee", "E52", ""),
    ("wpaper", 2, 2021, "Ann Lee; Bo Kim", "E31 E52", ""),
    ("wpaper", 3, 2022, "Ann Lee; Cy Young", "E58", ""),
    ("wpaper", 4, 2023, "Cy Young", "J31", "Members only"),
    ("wpaper", 5, 2023, "Ann Lee; Bo Kim; Cy Young", "E43 G12", ""),
    ("report", 1, 2022, "Bo Kim", "E24 J64", "Subscribers only"),
    ("report", 2, 2023, "Bo Kim; Dee Moss", "E24", "Subscribers only"),
    ("report", 3, 2023, "Dee Moss", "H20", "Subscribers only"),
    ("journl", 1, 2022, "Ann Lee; Bo Kim", "E52", "Subscribers only"),
    ("journl", 2, 2023, "Cy Young", "G12", "Subscribers only"),
    ("journl", 3, 2024, "Dee Moss; Ann Lee", "H20", ""),
    ("journl", 4, 2024, "Bo Kim", "", ""),
]


def write_sample(folder: Path) -> None:
    """Write the files of the sample to a folder."""
    archive = folder / "aaa"
    archive.mkdir(parents=True)
    (archive / "aaaarch.rdf").write_text(ARCHIVE)
    series = [
        f"Template-Type: ReDIF-Series 1.0\nName: {name}\nType: {type_}\nProvider-Name: Example Department\n"
        f"Maintainer-Email: maintainer@example.org\nHandle: RePEc:aaa:{code}\n"
        for code, name, type_ in COLLECTIONS
    ]
    (archive / "aaaseri.rdf").write_text("\n".join(series))
    people = [
        f"Template-Type: ReDIF-Person 1.0\nName-Full: {name}\nName-First: {name.split()[0]}\nName-Last: {name.split()[1]}\n"
        f"Handle: RePEc:per:2001-01-01:{handle}\nShort-ID: {short}\n"
        for short, name, handle in PEOPLE
    ]
    (folder / "people.rdf").write_text("\n".join(people))
    by_name = {name: short for short, name, _ in PEOPLE}
    for code, _, type_ in COLLECTIONS:
        items = [item for item in ITEMS if item[0] == code]
        (archive / code).mkdir()
        (archive / code / "items.rdf").write_text("\n".join(_item(type_, by_name, *item) for item in items))


def _item(
    type_: str, by_name: dict[str, str], series: str, number: int, year: int, authors: str, jel: str, restriction: str
) -> str:
    lines = [f"Template-Type: {type_} 1.0", f"Title: {series.title()} {number} on Prices"]
    for name in authors.split("; "):
        lines += [f"Author-Name: {name}", *([f"Author-Person: {by_name[name]}"] if name in by_name else [])]
    lines += [f"Year: {year}", "Journal: Journal of Examples"] if "Article" in type_ else [f"Creation-Date: {year}-03"]
    lines += [f"Classification-JEL: {jel}"] if jel else []
    lines += [f"File-URL: https://example.org/{series}/{number}.pdf", "File-Format: application/pdf"]
    lines += [f"File-Restriction: {restriction}"] if restriction else []
    return "\n".join([*lines, f"Handle: RePEc:aaa:{series}:{year}-{number}", ""])
