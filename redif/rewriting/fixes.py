"""Applying the fixes of findings to a file.

Two things decide about a fix. It must be applicable: its edits have a place in the file, overlap no other, and the edited
bytes decode to the edited text. And it must help: checking the file again gives fewer findings, or fewer that hide others.

Both tests are expensive, since they decode or check the whole file, so they are made for batches of fixes. Nearly always the
batch of all fixes passes. A batch that fails is split in halves, which are tried after the other batches: one bad fix among
thousands is isolated in some twenty tries, and all the others are applied.
"""

from __future__ import annotations

from bisect import bisect, insort
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from redif.findings.finding import Finding, Fix
from redif.rewriting.edits import LocatedEdit, Original

# Codes of findings that hide others: in text outside any template and in one of an unknown type, nothing
# is looked for, and a tag, or what is beside a name, hides what is wrong with the value.
_HIDING = (
    ("line-outside-template",),
    ("template-spelling",),
    ("line-break", "title-markup", "abstract-markup", "text-less-than"),
    ("name-addition",),
)
MOST_TRIES = 64  # batches tried in one round; fixes that were not accepted by then are left out

Item = TypeVar("Item")
Check = Callable[[bytes], Sequence[Finding]]


def apply_fixes(data: bytes, file: str, fixes: Iterable[Fix]) -> tuple[bytes, set[Fix]]:
    """Return the bytes of a file with fixes applied, and the fixes that were.

    All edits of a fix are applied, or none. A fix is left out if one of its edits is outside the text, overlaps an edit of an
    earlier fix, or has text that the encoding of its line lacks, or if the result would not decode to the edited text.

    Args:
        data: all bytes of the file.
        file: its name; the ending says which encoding to expect.
        fixes: what to apply. Line ends in the text of an edit are written like that of the line it goes into. U+FEFF at the
            beginning of a file without a byte-order mark becomes the mark, if the whole file is in that encoding.
    """
    return _Fixer(Original(data, file)).apply(fixes)


def fixed(data: bytes, file: str, check: Check, *, unsafe: bool = False) -> tuple[bytes, list[Finding]]:
    """Return the bytes of a file with every fix that helps, and the findings that were fixed.

    The result equals the file, or has fewer findings that hide others, or as many of those and strictly fewer findings. Fixing
    it again changes nothing.

    Args:
        data: all bytes of the file.
        file: its name.
        check: returns all findings about such bytes, always the same for the same bytes.
        unsafe: make unsafe fixes too.
    """
    findings = check(data)
    done: list[Finding] = []
    while any(finding.fix is not None for finding in findings):
        result = _one_round(data, file, findings, check, unsafe=unsafe)
        if _weight(result.remaining) >= _weight(findings):
            return data, done
        data, findings = result.data, result.remaining
        done += result.done
    return data, done


def _weight(findings: Sequence[Finding]) -> tuple[int, ...]:
    """How bad findings are together. Those that hide others count first."""
    hiding = (sum(finding.code in codes for finding in findings) for codes in _HIDING)
    return *hiding, len(findings)


class _Round(NamedTuple):
    """The bytes after a round of fixing, the findings that remain in them, and the findings that were fixed."""

    data: bytes
    remaining: Sequence[Finding]
    done: list[Finding]


def _one_round(data: bytes, file: str, findings: Sequence[Finding], check: Check, *, unsafe: bool) -> _Round:
    """Apply the fixes of these findings, as far as they help."""
    fixer = _Fixer(Original(data, file))
    best = _Round(data, findings, [])

    def accept(batch: list[Finding], *, each_must_help: bool = False) -> bool:
        """Add a batch to the fixes accepted so far, if that helps."""
        nonlocal best
        candidates = [*best.done, *batch]
        result, fixes = fixer.apply(finding.fix for finding in candidates if finding.fix is not None)
        if result == best.data:
            return True  # none of the batch is applicable, so no part of it is worth a try
        done = [finding for finding in candidates if finding.fix in fixes]
        remaining = check(result)
        (*hiding, number), (*hiding_before, number_before) = _weight(remaining), _weight(best.remaining)
        are_fewer = number_before - number >= (len(done) if each_must_help else 1)
        if hiding > hiding_before or not (are_fewer or (hiding < hiding_before and not each_must_help)):
            return False
        best = _Round(result, remaining, done)
        return True

    # First all fixes at once, if each removes its finding. Otherwise those of one code after the other, so that a kind of
    # fix that does harm cannot hide behind one that helps; first those of findings that hide others.
    fixable = [finding for finding in findings if (finding.fix is not None if unsafe else finding.has_safe_fix)]
    if accept(fixable, each_must_help=True):
        return best
    by_code: dict[str, list[Finding]] = {code: [] for codes in _HIDING for code in codes}
    for finding in fixable:
        by_code.setdefault(finding.code, []).append(finding)
    _try_batches(by_code.values(), accept)
    return best


class _Fixer:
    """Applies fixes to one file; the place of each edit is looked up once."""

    def __init__(self, original: Original) -> None:
        self._original = original
        self._located: dict[Fix, list[LocatedEdit] | None] = {}

    def apply(self, fixes: Iterable[Fix]) -> tuple[bytes, set[Fix]]:
        """Return the bytes with fixes applied, and the fixes that were."""
        result = self._original.data
        accepted: list[tuple[Fix, list[LocatedEdit]]] = []

        def accept(batch: list[tuple[Fix, list[LocatedEdit]]]) -> bool:
            """Add a batch to the fixes accepted so far, if the bytes then decode to the edited text."""
            nonlocal result, accepted
            candidates = [*accepted, *batch]
            data = self._original.edited(edit for _, edits in candidates for edit in edits)
            if data is None:
                return False
            result, accepted = data, candidates
            return True

        _try_batches([list(self._without_overlaps(fixes))], accept)
        return result, {fix for fix, _ in accepted}

    def _without_overlaps(self, fixes: Iterable[Fix]) -> Iterator[tuple[Fix, list[LocatedEdit]]]:
        """The fixes whose edits all have a place, and none that an earlier fix changes."""
        taken: list[tuple[int, int]] = []
        for fix in fixes:
            edits = self._edits(fix)
            if not edits or any(not _is_free((edit.start, edit.end), taken) for edit in edits):
                continue
            for edit in edits:
                insort(taken, (edit.start, edit.end))
            yield fix, edits

    def _edits(self, fix: Fix) -> list[LocatedEdit] | None:
        """The edits of a fix with their places; None if one has none, or if they overlap each other."""
        if fix not in self._located:
            self._located[fix] = self._locate(fix)
        return self._located[fix]

    def _locate(self, fix: Fix) -> list[LocatedEdit] | None:
        located: list[LocatedEdit] = []
        taken: list[tuple[int, int]] = []
        for edit in fix.edits:
            found = self._original.locate(edit)
            if found is None or not _is_free((found.start, found.end), taken):
                return None
            insort(taken, (found.start, found.end))
            located.append(found)
        return located


def _is_free(span: tuple[int, int], taken: Sequence[tuple[int, int]]) -> bool:
    """Whether a span overlaps none of these, which are sorted and do not overlap. Two insertions at one place do overlap."""
    index = bisect(taken, span)
    before, after = taken[max(index - 1, 0) : index], taken[index : index + 1]
    return not any(span[0] < other[1] or span == other for other in before) and not any(other[0] < span[1] for other in after)


def _try_batches(batches: Iterable[list[Item]], accept: Callable[[list[Item]], bool]) -> None:
    """Pass batches to `accept`; each that it refuses is passed once more in halves, after all others."""
    waiting = deque(batch for batch in batches if batch)
    for _ in range(MOST_TRIES):
        if not waiting:
            return
        batch = waiting.popleft()
        if not accept(batch) and len(batch) > 1:
            middle = len(batch) // 2
            waiting += (batch[:middle], batch[middle:])
