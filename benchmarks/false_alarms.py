"""Draw findings at random, to be read for false alarms: `python benchmarks/false_alarms.py CORPUS > sample.txt`.

Of each code, as many findings as `--most` says, or all if there are fewer, always the same ones for the same files and seed.
Each is shown with the lines of its template and with what its fix would change. What came of reading them is in
`docs/false-alarms.md`.
"""

from __future__ import annotations

import argparse
import difflib
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import redif
from redif.findings.codes import codes
from redif.rewriting.fixes import apply_fixes

AROUND = 12  # lines shown before and after the finding
LONGEST = 600  # characters shown of a line


def lines(data: bytes) -> list[str]:
    """Return the lines of a file, with what is not UTF-8 as escapes."""
    return re.split("\r\n|\r|\n", data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "backslashreplace"))


def shown(finding: redif.Finding) -> Iterator[str]:
    """Yield a finding as lines: what is said of it, where it is, and what its fix changes."""
    yield f"{finding.file}:{finding.line}:{finding.column} to {finding.end_line}:{finding.end_column}  {finding.severity}"
    yield f"  message: {finding.message}"
    yield f"  help: {finding.help}"
    marked = finding.source[finding.column - 1 : finding.end_column - 1 if finding.end_line == finding.line else None]
    yield f"  marked: {marked[:LONGEST]!r}"
    if not Path(finding.file).is_file():
        return
    data = Path(finding.file).read_bytes()
    text = lines(data)
    begin = max(finding.line - AROUND, finding.template.line if finding.template else 1)
    for number in range(begin, min(finding.end_line + AROUND, len(text)) + 1):
        yield f"  {'>' if finding.line <= number <= finding.end_line else ' '}{number:>5} | {text[number - 1][:LONGEST]}"
    if finding.fix is not None:
        yield f"  fix: {finding.fix.message} ({'safe' if finding.has_safe_fix else 'unsafe'})"
        after, done = apply_fixes(data, finding.file, [finding.fix])
        if not done:
            yield "  THE FIX CANNOT BE APPLIED"
        yield from (f"    {line[:LONGEST]}" for line in difflib.unified_diff(text, lines(after), n=0, lineterm=""))


def main() -> None:
    parser = argparse.ArgumentParser(description="Draw findings at random, to be read for false alarms.")
    parser.add_argument("paths", nargs="+", help="files or folders to check")
    parser.add_argument("--most", type=int, default=20, help="findings of each code (default: 20)")
    parser.add_argument("--seed", default="false alarms", help="another seed draws other findings")
    parser.add_argument("--code", action="append", help="only this code; may be given several times")
    options = parser.parse_args()
    found: dict[str, list[redif.Finding]] = {code: [] for code in options.code or codes()}
    settings = redif.Settings(select=tuple(found))
    for finding in redif.check(*options.paths, settings=settings, isolated=True, on_error=lambda e: print(e, file=sys.stderr)):
        found[finding.code].append(finding)
    for code, findings in found.items():
        sample = findings
        if len(findings) > options.most:
            sample = random.Random(f"{options.seed} {code}").sample(findings, options.most)
        print(f"{'=' * 20} {code}: {len(findings)} found, {len(sample)} shown")
        for number, finding in enumerate(sample, 1):
            print(f"\n-- {code} {number}", *shown(finding), sep="\n")
        print()


if __name__ == "__main__":
    main()
