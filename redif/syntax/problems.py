"""What is wrong with the attributes of a template: problems collected while reading.

Working out messages and places takes longer than reading, so reading only collects problems; `problem_messages` turns them
into findings when these are requested.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from redif.findings.codes import Severity, severity_of
from redif.findings.finding import Finding
from redif.syntax.tokens import Tokens

MOST_REPORTED = 1000  # findings of one template; beyond these, only their number is reported


class Problem(NamedTuple):
    """One problem of a template.

    Attributes:
        code: the code of the finding.
        attribute_index: the index of the attribute in `tokens`.
        severity: the severity of the finding.
        describe: the method of ProblemMessages that makes the finding.
        info: the arguments for `describe`.
        tokens: the attributes when the problem was found; None if those of the fast path.
    """

    code: str
    attribute_index: int
    severity: Severity
    describe: Callable[..., Finding]
    info: tuple[Any, ...]
    tokens: Tokens | None


class Problems:
    """The problems of one template.

    Attributes:
        tokens: the attributes being read; None if those of the fast path.
        found: the problems.
        omitted: those beyond the limit, each as the index of its attribute and its severity.
    """

    __slots__ = ("_settled", "found", "omitted", "tokens")

    def __init__(self) -> None:
        self.tokens: Tokens | None = None
        self.found: list[Problem] = []
        self.omitted: list[tuple[int, Severity]] = []
        self._settled = 0, 0

    def add(
        self, describe: Callable[..., Finding], code: str, index: int, *info: Any, severity: Severity | None = None
    ) -> None:
        """Add a problem of an attribute."""
        severity = severity or severity_of(code)
        if len(self.found) >= MOST_REPORTED:
            self.omitted.append((index, severity))
        else:
            self.found.append(Problem(code, index, severity, describe, info, self.tokens))

    def settle(self) -> None:
        """Keep the problems found so far when the walk is restarted, since they are about the lines themselves."""
        self._settled = len(self.found), len(self.omitted)

    def restart(self, tokens: Tokens, continuations: set[int]) -> None:
        """Forget what another walk, over `tokens`, will find again: all that is not settled and not about a continuation."""
        found, omitted = self._settled
        self.tokens = tokens
        self.found[found:] = [problem for problem in self.found[found:] if problem.attribute_index in continuations]
        self.omitted[omitted:] = [entry for entry in self.omitted[omitted:] if entry[0] in continuations]

    def forget(self, index: int) -> None:
        """Forget all that is not settled about an attribute."""
        found = self._settled[0]
        self.found[found:] = [problem for problem in self.found[found:] if problem.attribute_index != index]

    def keep_worst(self, code: str) -> None:
        """Forget problems of a code that only follow from one of the same code that is an error."""
        if any(problem.code == code and problem.severity is Severity.ERROR for problem in self.found):
            self.found = [p for p in self.found if p.code != code or p.severity is Severity.ERROR]

    @property
    def severities(self) -> list[Severity]:
        """The severity of each finding there will be."""
        return [problem.severity for problem in self.found] + ([self.worst_omitted] if self.omitted else [])

    @property
    def worst_omitted(self) -> Severity:
        """The worst severity of what is beyond the limit."""
        omitted = {severity for _, severity in self.omitted}
        return next(severity for severity in Severity if severity in omitted)
