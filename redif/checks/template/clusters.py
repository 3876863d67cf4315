"""Clusters that are out of order or given twice, and texts that repeat others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest

from redif.checks.template.context import CheckContext, Hit
from redif.checks.template.names import several_people
from redif.checks.template.registry import check_template, check_values
from redif.findings.wording import counted, listed
from redif.schema.people import people_in, people_on_lines

_CLUSTERS = {"authors": "author-name", "editors": "editor-name", "files": "file-url"}
_PEOPLE = ("authors", "editors")
_OWN = ("email", "person", "homepage")  # what two people of one name do not share
_WORDS = re.compile(r"\w+")
_SHORTEST_TITLE = 15  # characters; an abstract may begin with a word or two of the title


# The questions that come first are plain loops, since they are asked of every template, and `any` takes twice as long.


def _is_in_order(context: CheckContext) -> bool:
    """Whether of no several clusters only the last has more than its name."""
    data = context.data
    for field in _CLUSTERS:
        if field in data and len(clusters := data[field]) > 1 and len(clusters[-1]) > 1 and len(clusters[0]) == 1:
            return False
    return True


@check_template("Author-Name", "Editor-Name", "File-URL", skip=_is_in_order)
def cluster_order(context: CheckContext) -> Iterator[Hit]:
    """Find all names first and all e-mail addresses after them, so that the last person gets all addresses."""
    for field, key in _CLUSTERS.items():
        clusters = context.data.get(field)
        if clusters is None or len(clusters) < 2 or len(clusters[-1]) < 2 or any(len(cluster) > 1 for cluster in clusters[:-1]):
            continue
        names = [name.lower() for name in context.names]
        last = len(names) - names[::-1].index(key) if key in names else len(names)
        prefix = key.partition("-")[0]
        after = [name for name in names[last:] if name.startswith(f"{prefix}-")]
        # The last person may have two workplaces.
        counts = Counter(after).items()
        several = [name for name, number in counts if number == len(clusters) and ("work" not in name or number > 2)]
        if several:
            index, end = names.index(several[0], last), max(len(names) - names[::-1].index(name) - 1 for name in several)
            first, attributes = context.names[names.index(key)], [context.names[names.index(name, last)] for name in several]
            belonging = f"each {attributes[0]}" if len(attributes) == 1 else "each of these"
            first_lines, shown = counted(len(clusters), f"{first} line"), listed(attributes, "and")
            message = f"The {first_lines} come first, and all {shown} lines after them, so that {belonging} belongs to the last"
            yield Hit(f"{message} {first}.", index, from_name=True, last_index=end)


def _has_no_same_names(context: CheckContext) -> bool:
    """Whether no two authors and no two editors have the same name."""
    data = context.data
    for field in _PEOPLE:
        if field in data and len(people := data[field]) > 1 and len({person.get("name") for person in people}) < len(people):
            return False
    return True


@check_template("Author-Name", "Editor-Name", skip=_has_no_same_names)
def name_twice(context: CheckContext) -> Iterator[Hit]:
    """Find a person who is given twice."""
    for field in _PEOPLE:
        people = context.data.get(field)
        if people is None or len(people) < 2:
            continue
        names = [person.get("name") or "" for person in people]
        if len(set(names)) == len(names):  # nearly always
            continue
        for name in [name for name, number in Counter(names).items() if number > 1 and name]:
            same = [person for person in people if person.get("name") == name]
            if any(len({str(person.get(key)) for person in same} - {"None"}) > 1 for key in _OWN):
                continue
            role = field.capitalize()[:-1]
            attribute = f"{role}-Name"
            places = [i for i, t in enumerate(context.texts) if t == name and context.names[i].lower() == attribute.lower()]
            if len(places) > 1:
                times = "twice" if len(same) == 2 else f"{len(same)} times"
                hint = f"Delete all but one. Several affiliations are several {role}-WorkPlace-Name lines below it."
                yield Hit(f'{attribute} "{name}" is given {times}.', places[1], hint=hint)


def _has_no_list(context: CheckContext) -> bool:
    """Whether no author or editor has people in the name who were on lines of their own; a record has semicolons there."""
    data = context.data
    for field in _PEOPLE:
        for person in data.get(field, ()):
            if ";" in person.get("name", ""):
                return False
    return True


@check_template("Author-Name", "Editor-Name", skip=_has_no_list)
def name_several(context: CheckContext) -> Iterator[Hit]:
    """Find several people on the lines of one name, or with tabs between them, which on one line may look like a person."""
    for index, name in enumerate(context.names):
        written, text = context.values[index], context.texts[index]
        if name.lower() not in ("author-name", "editor-name") or text == written.strip():
            continue
        if people_in(text) is None and people_on_lines(written):  # else another check says so
            yield several_people(text, name)._replace(attribute_index=index)


@check_values("Abstract")
def abstract_title(value: str, context: CheckContext) -> Hit | None:
    """Find an abstract that is the title, or begins with it."""
    title = context.data.get("title")
    if not isinstance(title, str) or len(title) < _SHORTEST_TITLE or value[:4].lower() != title[:4].lower():
        return None
    if all(one == other for one, other in zip_longest(_words(value), _words(title))):  # most differ in the first few
        return Hit("The abstract is the same as the title.")
    rest = value[len(title) :]
    if value[: len(title)].lower() == title.lower() and re.match(r"[.:]?\s*(?:Abstract\b|\n)", rest):
        return Hit("The abstract begins with the title.", end=len(title))
    return None


def _words(text: str) -> Iterator[str]:
    return (match[0] for match in _WORDS.finditer(text.lower()))
