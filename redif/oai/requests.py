"""Requests of harvesters: the six verbs, the arguments that each takes, times, and tokens to go on with a list.

Source of the rules: OAI-PMH 2.0, section 3 (protocol features) and section 4 (protocol requests and responses).
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import orjson

from redif.oai.store import Position

STAMP = "%Y-%m-%dT%H:%M:%SZ"
DAY = "%Y-%m-%d"


class OaiError(Exception):
    """What is wrong with a request, by the code that the protocol has for it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Verb(NamedTuple):
    """The arguments of a verb. An exclusive argument, where it is there, has to be the only one."""

    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    exclusive: str = ""


_LIST = Verb(required=("metadataPrefix",), optional=("from", "until", "set"), exclusive="resumptionToken")
VERBS: Mapping[str, Verb] = {
    "GetRecord": Verb(required=("identifier", "metadataPrefix")),
    "Identify": Verb(),
    "ListIdentifiers": _LIST,
    "ListMetadataFormats": Verb(optional=("identifier",)),
    "ListRecords": _LIST,
    "ListSets": Verb(exclusive="resumptionToken"),
}


def parse_request(pairs: Iterable[tuple[str, str]]) -> tuple[str, dict[str, str]]:
    """Return the verb and the other arguments of a request.

    Raises:
        OaiError: the verb does not exist, or the arguments are not those of the verb.
    """
    arguments: dict[str, str] = {}
    repeated: list[str] = []
    for name, value in pairs:
        if name in arguments:
            repeated.append(name)
        arguments[name] = value
    name = arguments.pop("verb", "")
    verb = VERBS.get(name)
    if "verb" in repeated or verb is None:
        raise OaiError("badVerb", f"The verb has to be one of {', '.join(VERBS)}, and given once.")
    if repeated:
        raise OaiError("badArgument", f"The argument {repeated[0]} is given twice.")
    allowed = {*verb.required, *verb.optional, verb.exclusive} - {""}
    if unknown := sorted(set(arguments) - allowed):
        raise OaiError("badArgument", f"{name} has no argument {unknown[0]}.")
    if verb.exclusive in arguments:
        if len(arguments) > 1:
            raise OaiError("badArgument", f"{verb.exclusive} has to be the only argument.")
    elif missing := [argument for argument in verb.required if argument not in arguments]:
        raise OaiError("badArgument", f"{name} needs the argument {missing[0]}.")
    span_of(arguments)
    return name, arguments


class Span(NamedTuple):
    """The times between which records have to have changed, both included."""

    from_: datetime | None
    until: datetime | None


def span_of(arguments: Mapping[str, str]) -> Span:
    """Return the times that a request asks for; a day as the end means its last second.

    Raises:
        OaiError: one is no time, they are of different granularity, or the end precedes the beginning.
    """
    times: dict[str, datetime] = {}
    granularity: set[str] = set()
    for name in ("from", "until"):
        if name in arguments:
            times[name], pattern = _time(name, arguments[name])
            granularity.add(pattern)
            if name == "until" and pattern == DAY:
                times[name] += timedelta(days=1, seconds=-1)
    if len(granularity) > 1:
        raise OaiError("badArgument", "from and until have to be both days, or both times.")
    span = Span(times.get("from"), times.get("until"))
    if span.from_ and span.until and span.from_ > span.until:
        raise OaiError("badArgument", "from is later than until.")
    return span


def _time(name: str, text: str) -> tuple[datetime, str]:
    for pattern in (STAMP, DAY):
        try:
            time = datetime.strptime(text, pattern).replace(tzinfo=UTC)
        except ValueError:
            continue
        if time.strftime(pattern) == text and text.isascii() and 1000 <= time.year < 9999:
            return time, pattern
    raise OaiError("badArgument", f"{name} has to be a day such as 2026-01-31 or a time such as 2026-01-31T12:00:00Z.")


class Token(NamedTuple):
    """Where a list goes on. It holds all that is needed, so the repository remembers nothing and may be restarted.

    Attributes:
        arguments: those of the request that began the list.
        after: the position of the last record that was given.
        given: how many records were given before.
        size: how many there were when the list began.
    """

    arguments: Mapping[str, str]
    after: Position
    given: int
    size: int

    def __str__(self) -> str:
        """The token as text, safe in addresses."""
        values = [1, dict(self.arguments), *self.after, self.given, self.size]
        return base64.urlsafe_b64encode(orjson.dumps(values)).decode().rstrip("=")

    @classmethod
    def parse(cls, text: str) -> Token:
        """Return the token in a text.

        Raises:
            OaiError: it is none that this repository gives.
        """
        try:
            values: Any = orjson.loads(base64.urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4)))
            version, arguments, stamp, number, given, size = values
            numbers = (stamp, number, given, size)
            if version != 1 or not all(type(value) is int and 0 <= value < 2**63 for value in numbers):
                raise ValueError(version)
            if not all(isinstance(value, str) for value in arguments.values()) or "resumptionToken" in arguments:
                raise ValueError(arguments)
            parse_request([("verb", "ListRecords"), *arguments.items()])
        except (ValueError, TypeError, AttributeError, binascii.Error, OaiError):
            raise OaiError("badResumptionToken", "This is not a token of this repository.") from None
        return cls(arguments, Position(stamp, number), given, size)
