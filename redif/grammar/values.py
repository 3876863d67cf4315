"""Value types: from the text of a value to its normal form.

A type is what a specification declares (`spec.Type`), made of rules (`rules.Rule`) and the few operations that the head of
redif-1.0.spec explains. Reading gives the normal form of a value, or None where the type refuses it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, cached_property
from typing import TypeVar

from redif.grammar import vocabularies
from redif.grammar.bounded import BoundedExpression
from redif.grammar.errors import GrammarError, Refusal
from redif.grammar.missing_parts import missing_parts
from redif.grammar.repairs import (
    NARROWINGS,
    READINGS,
    REPAIRS,
    TESTS,
    Form,
    Narrowing,
    Repair,
    forms,
    has_its_words,
    narrowed,
    narrowings,
    rules_of,
)
from redif.grammar.rules import Rule
from redif.grammar.separators import Separator, splitter
from redif.grammar.spec import Operation, Type
from redif.grammar.stages import Stage, rules_in
from redif.source.characters import with_plain_signs

Read = TypeVar("Read")
CACHED_VALUES, LONGEST_CACHED = 1024, 24  # values of a type, and characters of each
LONGEST_MISSING = 100  # characters of a text that only says that there is none
LONGEST_NUMBER = 15  # digits
LONGEST_REPAIRED = 500  # characters; a longer value is not a slip of the pen
EXPLAINED = 1000  # characters of a value that are parsed to explain why it is refused


class ValueType:
    """How values of one type are read.

    Attributes:
        name: the type's name in the specification.
        lengths: bounds of a usual length (see `spec.Lengths`).
        help: what to write, for people whose value was refused.
        split: a function from the text to its parts, where a value is a list; each part is then read by itself.
        default: what an empty value means.
    """

    def __init__(self, type_: Type, rules: Mapping[str, Rule], file: str, source: str) -> None:
        self.name = type_.name
        self.lengths = type_.lengths
        self.help = type_.help
        self.default: str | None = None
        self.split: Callable[[str], list[str]] | None = None
        self.is_number = False
        self._separators: list[Separator] = []
        self._list: str | None = None
        self._or: Rule | None = None
        self._stages: list[Stage] = []
        self._rules = rules
        self._file, self._source = file, source
        self._expression = BoundedExpression(type_.expression) if type_.expression else None
        for operation in type_.operations:
            self._add(operation)
        self._narrowings = [operation for operation in type_.narrowings if operation.verb not in READINGS]
        self._readings = {operation.verb: operation.words for operation in type_.narrowings if operation.verb in READINGS}
        for some, known in ((type_.repairs, REPAIRS), (type_.narrowings, NARROWINGS | READINGS)):
            for operation in some:
                if operation.verb not in known or not has_its_words(operation):
                    raise self._error(f"there is no operation {operation.verb}", operation.offset)
        for operation in (*type_.repairs, *type_.narrowings):
            for name in (*rules_of(operation), *(operation.words if operation.verb == "rule" else ())):
                self._named(name, operation)
        self._forms: list[Form] = list(forms(type_.repairs, rules))
        if not self._stages and (self._list or self.is_number):
            raise self._error(f"the type {self.name} needs a rule", type_.operations[0].offset)

    def _add(self, operation: Operation) -> None:
        verb, words = operation.verb, operation.words
        match verb, words:
            case "rule", (name,):
                self._stages.append(Stage(self._named(name, operation), []))
            case "part", (name,):
                self._part((self._named(name, operation), 1))
            case "part", (name, "or", other):
                self._part((self._named(name, operation), 1), (self._named(other, operation), 1))
            case "part", (name, "twice"):
                self._part((self._named(name, operation), 2))
            case "known", (name, *rest):
                if name not in vocabularies.LISTS:
                    raise self._error(f"there is no list {name}; choose from {', '.join(vocabularies.LISTS)}", operation.offset)
                self._list = name
                self._or = self._named(rest[1], operation) if len(rest) == 2 and rest[0] == "or" else None
            case "default", (text,):
                self.default = text
            case "number", ():
                self.is_number = True
            case (("lower" | "upper"), ()) | (("lower" | "upper" | "only" | "without"), (_,)) | ("join", (_, _, *_)):
                for name in rules_in(operation):
                    self._named(name, operation)
                if not self._stages:
                    raise self._error(f"the type {self.name} has to have a rule", operation.offset)
                self._stages[-1].operations.append(operation)
            case _:
                raise self._error(f"there is no operation {' '.join((verb, *words))}", operation.offset)

    def _part(self, *separators: tuple[Rule, int]) -> None:
        self._separators += [Separator(rule, least) for rule, least in separators]
        self.split = splitter(self._separators)

    def _error(self, message: str, offset: int) -> GrammarError:
        return GrammarError.at(message, self._file, self._source, offset)

    def _named(self, name: str, operation: Operation) -> Rule:
        rule = self._rules.get(name.lower())
        if rule is None:
            raise self._error(f"there is no rule {name}", operation.offset)
        return rule

    @property
    def list_name(self) -> str:
        """The name of the list in which its values have to be; empty where there is none."""
        return self._list.replace("-", " ") if self._list else ""

    @property
    def is_free(self) -> bool:
        """Whether it accepts any text."""
        return not self._stages and self._expression is None

    @cached_property
    def accepts(self) -> Callable[[str], object] | None:
        """A function that accepts or refuses a value, where reading it takes no more than that; else None."""
        if len(self._stages) > 1 or any(stage.operations for stage in self._stages):
            return None
        if self._list or self.is_number or self.split:
            return None
        if self._expression is not None:
            return self._expression.search
        return self._stages[0].rule.accepts if self._stages else None

    @cached_property
    def read(self) -> Callable[[str], str | int | None] | None:
        """A function from text to normal form, or to None where it is refused; None where `accepts` is enough."""
        return None if self._read_anew is None else _cached(self._read_anew)

    @cached_property
    def _read_anew(self) -> Callable[[str], str | int | None] | None:
        """As `read`, for values that are seldom repeated."""
        if self.is_free or self.accepts is not None or not self._stages:
            return None
        *prepared, (accepted, last_steps) = [stage.compiled for stage in self._stages]
        known, or_else, is_number = self._list, self._or, self.is_number

        def read(value: str) -> str | int | None:
            match = accepted(value)
            if match is None:
                # The rules before the last one prepare values that the last one does not match as they are.
                for fullmatch, steps in prepared:
                    match = fullmatch(value)
                    if match is None:
                        return None
                    for step in steps:
                        value = step(match, value)
                match = accepted(value) if prepared else None
                if match is None:
                    return None
            for step in last_steps:
                value = step(match, value)
            if known is not None and value not in vocabularies.LISTS[known]() and not (or_else and or_else.accepts(value)):
                return None
            if is_number:
                return int(value) if value.isdecimal() and len(value) <= LONGEST_NUMBER else None
            return value

        return read

    @cached_property
    def _usual(self) -> Callable[[str], object] | None:
        """A function that finds values which are taken as they are; None where each is looked at."""
        return self._rules[self._readings["usual"][0].lower()].accepts if "usual" in self._readings else None

    @cached_property
    def _steps(self) -> list[Narrowing]:
        """What narrows the values that a record takes."""
        return narrowings(self._narrowings, self._rules)

    @cached_property
    def record_read(self) -> Callable[[str], str | int | None] | None:
        """As `read`, but refuses what a record does not take though RePEc does: days that no calendar has, years far off.

        What a record has in another form is returned in that form: `April` for `04`.
        """
        read = self.read
        if not self._narrowings or (read is None and not self.is_free):
            return read

        steps, verbs = self._steps, {operation.verb for operation in self._narrowings}
        anew, usual = self._read_anew, self._usual
        if anew is not None and verbs <= TESTS and self._readings.keys() <= {"usual"}:  # addresses, of which there are many
            is_complete = self._is_complete  # asked of the value as written
            tests = [step for step, operation in zip(steps, self._narrowings, strict=True) if operation.verb != "complete"]

            def read_tested(value: str) -> str | int | None:
                if is_complete is not None and not is_complete(value):
                    return None
                if usual is not None and usual(value) is not None:
                    return value
                result = anew(value)
                if isinstance(result, str):
                    for test in tests:
                        if test(result) is None:
                            return None
                return result

            return read_tested
        if read is None and not self._readings and verbs == {"not"} and len(steps) == 1:  # texts, most of which are long
            (step,) = steps
            return lambda value: step(value) if len(value) <= LONGEST_MISSING else value
        is_repaired = "repaired" in self._readings

        def read_narrowed(value: str) -> str | int | None:
            if usual is not None and usual(value) is not None:
                return value
            result = value if read is None else read(value)
            taken = None if result is None else narrowed(str(result), steps)
            if taken is None or not taken.is_whole:
                return None
            if is_repaired and taken.value == value and (repair := self.repair(value)) is not None and repair.is_whole:
                return None
            return result if isinstance(result, int) else taken.value

        return _cached(read_narrowed)

    def repair(self, value: str) -> Repair | None:
        """Return what a value that `record_read` or `accepts` refuses was meant to be; None if that is unclear."""
        return self._repaired(value)

    @cached_property
    def _repaired(self) -> Callable[[str], Repair | None]:
        # A record, a message and a fix each ask for the repair of a value, and what is wrong in one template is so in others.
        return _cached(self._repaired_anew, LONGEST_REPAIRED)

    def _repaired_anew(self, value: str) -> Repair | None:
        if len(value) > LONGEST_REPAIRED or (self._is_complete is not None and not self._is_complete(value)):
            return None
        if (found := self._repair(value)) is not None or value.isascii():
            # What is left may be a slip as well: of "1-10 p.)" first the bracket is taken away.
            if found is not None and self.split is None and (again := self._repair(found.value)) is not None:
                found = Repair(again.value, found.is_whole and (again.is_whole or again.value == found.value))
            return self._each_once(found)
        plain = " ".join(with_plain_signs(value).split())
        if not plain.isascii() and (alike := plain.translate(_look_alikes())).isascii():
            plain = alike
        # Of a text that may be any other, a dash of another kind is no slip.
        if plain == value or (self.is_free and not any(map(_is_wide_digit, value))):
            return None
        read, parts = self.record_read, self.split(plain) if self.split else [plain]
        values = [str(result) for part in parts if read is not None and (result := read(part)) is not None]
        found = Repair(", ".join(values), True) if values and len(values) == len(parts) else self._repair(plain)
        return self._each_once(found)

    def _each_once(self, found: Repair | None) -> Repair | None:
        """Return a repair of a list of known values with each of them once; words may be repeated."""
        if found is None or self._list is None or self.split is None:
            return found
        return found._replace(value=", ".join(dict.fromkeys(self.split(found.value))))

    def _repair(self, value: str) -> Repair | None:
        read = self.read
        if read is not None and self._narrowings and (result := read(value)) is not None:
            taken = narrowed(str(result), self._steps)
            if taken is not None:
                return Repair(taken.value, False)
        for form in self._forms:
            written = form.repaired(value)
            if written is None or (self.is_free and written == value):
                continue
            if self.split is not None or (self.fits(written) and (not self._list or (read and read(written) is not None))):
                taken = narrowed(written, self._steps)
                return None if taken is None else Repair(taken.value, form.is_whole and taken.is_whole)
        return None

    @cached_property
    def _is_complete(self) -> Callable[[str], bool] | None:
        """A function that says whether a value has all its parts; None where it need not."""
        rule = next((operation.words[0] for operation in self._narrowings if operation.verb == "complete"), None)
        return None if rule is None else missing_parts(self._rules[rule.lower()]).is_complete

    @cached_property
    def is_undivided(self) -> Callable[[str], object] | None:
        """A function that says whether a value is not the list for which RePEc takes it; None where all are."""
        return self._rules[self._readings["undivided"][0].lower()].accepts if "undivided" in self._readings else None

    def is_accepted(self, value: str) -> bool:
        """Whether RePEc takes a value, whatever a record makes of it."""
        return self.read is not None and self.read(value) is not None

    def explain(self, value: str) -> Refusal | None:
        """Return why a value (or one part of a list) is refused; None where it matches, or nothing more is known."""
        refusal = self._refused(value)[1]
        # Where a value goes on after what was parsed of it, its end there is no reason.
        return None if refusal is not None and refusal.offset == EXPLAINED < len(value) else refusal

    def seen(self, value: str) -> str:
        """Return a value as the rule sees it that refuses it, such as an address without its spaces."""
        return self._refused(value)[0]

    def _refused(self, value: str) -> tuple[str, Refusal | None]:
        """The value as the first stage that refuses it sees it, and why."""
        value = value[:EXPLAINED]
        for stage in self._stages:
            fullmatch, steps = stage.compiled
            match = fullmatch(value)
            if match is None:
                return value, stage.rule.explain(value)
            for step in steps:
                value = step(match, value)
        return value, None

    def holds_several(self, value: str) -> bool:
        """Whether a value would be read as a list of several, because it contains a separator."""
        return bool(self._separators) and self._separators[0].pattern.search(value) is not None

    def fits(self, value: str) -> bool:
        """Whether a value has the right form; one that does and is refused all the same is not in the list."""
        if self._expression is not None:
            return self._expression.search(value) is not None
        for stage in self._stages:
            fullmatch, steps = stage.compiled
            match = fullmatch(value)
            if match is None:
                return False
            for step in steps:
                value = step(match, value)
        return True


def _is_wide_digit(character: str) -> bool:
    return "\uff10" <= character <= "\uff19"


@cache
def _look_alikes() -> dict[int, str]:
    return str.maketrans(dict(vocabularies.look_alikes()))


def _cached(read: Callable[[str], Read], longest: int = LONGEST_CACHED) -> Callable[[str], Read]:
    """Cache short values: media types, dates and codes are repeated within a file."""
    known: dict[str, Read] = {}

    def cached(value: str) -> Read:
        if len(value) > longest:
            return read(value)
        try:
            return known[value]
        except KeyError:
            if len(known) >= CACHED_VALUES:
                known.clear()
            result = known[value] = read(value)
            return result

    return cached
