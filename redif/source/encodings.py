"""Bytes in UTF-8, in Windows-1252 or in a mix of them, as text; and what is wrong with their encoding.

Source of the rules: `.redif` is UTF-8; `.rdf` is Windows-1252 unless a byte-order mark says UTF-8 or UTF-16. Since very many
`.rdf` files are UTF-8 without a mark, the bytes decide: what is valid UTF-8 and not plain ASCII is read as UTF-8, line by line
if a file mixes encodings.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable
from itertools import islice

from redif.findings.codes import codes, severity_of
from redif.findings.finding import Edit, Finding, Fix, OnFinding
from redif.findings.wording import counted, shortened
from redif.source.characters import ASCII, BYTE_ORDER_MARK, UNDECODABLE
from redif.source.misread import MOST_SHOWN, in_other_lines, is_other_script, misread, western_bytes
from redif.source.patterns import lazy
from redif.source.positions import Positions

ENCODING_OTHER = "encoding-other"  # the code for a file in an encoding that is not read
MOST_LOST = 100  # lines with lost letters that are reported for a file
MOST_REPORTED = 20  # findings of one kind in a block; the rest are reported as one

LONGEST_WORD = 200  # bytes of an address
# Windows-1252 is Latin-1 but for these bytes.
_AS_IN_LATIN_1 = bytes(byte for byte in range(256) if not 0x80 <= byte <= 0x9F)
_HIGH = lazy(rb"\xef\xbf\xbd|[\x80-\xff]")  # not ASCII: the sign of a lost letter, or any byte
_UNDEFINED = (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d")  # bytes that are no character in Windows-1252
# A character of UTF-8 with such a byte.
_LOST = lazy(b"[\xc2-\xf4][\x80-\xbf]*[%s][\x80-\xbf]*" % b"".join(_UNDEFINED))
# In UTF-8, what `misread` finds suspicious: letters with accents side by side, õ or û in a word; a symbol in a word. Each
# begins with one byte and looks behind itself for a letter, because that is found many times faster than one of several.
_SIDE_BY_SIDE = lazy(rb"\xc3(?:[\x80-\xbf]\xc3[\x80-\xbf]|(?<=[A-Za-z]\xc3)[\xb5\xbb][a-z])")
_SYMBOL_INSIDE = lazy(rb"\xc2(?<=[A-Za-z]\xc2)[\xa1-\xbf][a-z]")
_NOT_ASCII = lazy(r"(?<!\S)[!-~]*+[^\x00-\xa0]\S*")  # a word; with the lookbehind, each is tried only once
BROKEN = "\ufffe"  # left by error handlers, so that undecodable bytes can be found; no text contains it

Message = str | Callable[[re.Match[str]], str]


def report(
    code: str, matches: Iterable[re.Match[str]], message: Message, positions: Positions, file: str, on_finding: OnFinding
) -> None:
    """Report what was found in a block; all matches after the first few become one finding."""

    def worded(match: re.Match[str]) -> str:
        return message if isinstance(message, str) else message(match)

    severity, left = severity_of(code), iter(matches)
    for match in islice(left, MOST_REPORTED):
        on_finding(Finding(code, severity, worded(match), file, *positions(match.start()), *positions(match.end())))
    first = last = next(left, None)
    if first is None or last is None:
        return
    count = 1
    for match in left:
        count, last = count + 1, match
    line, _ = positions(last.start())
    text = f"{worded(first)} The same {counted(count, 'time')} from here to line {line:,}."
    on_finding(Finding(code, severity, text, file, *positions(first.start()), *positions(last.end())))


class ByteDecoder:
    """Decodes the lines of one file in UTF-8, Windows-1252 or a mix of them."""

    def __init__(self, file: str, is_utf8: bool, on_finding: OnFinding) -> None:
        self.file = file
        self.is_utf8 = is_utf8
        self.on_finding = on_finding
        self.reported: set[str] = set()
        self.lost_lines = 0
        self.is_other = False  # in another encoding than those two, which is reported once instead of its consequences

    def text(self, data: bytes, rare: bytes, line: int) -> str:
        """Return whole lines as text, the first of which has a number; `rare` has those bytes that are not ASCII, in order."""
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            self.report_other(data, rare, line)
            if self.is_utf8 or not data.decode("utf-8", "ignore").isascii():
                return self.by_line(data, line)
            self.report_mixed(data, line)
            if not rare.translate(None, _AS_IN_LATIN_1):
                return data.decode("latin-1")  # many times as fast
            return self.windows(data, line)
        if not self.is_utf8:
            self.report_unmarked(data, line)
        if _SIDE_BY_SIDE.search(data) or _SYMBOL_INSIDE.search(data):
            self.report_misdecoded(text, line)
        return text

    def by_line(self, data: bytes, line: int) -> str:
        """Decode each line by itself: as UTF-8 if it is valid, else as Windows-1252."""
        found: list[str] = []
        for number, raw in enumerate(data.split(b"\n"), line):
            try:
                text = raw.decode("utf-8")
                if not self.is_utf8 and not text.isascii():
                    self.report_unmarked(raw, number, is_mixed=True)
            except UnicodeDecodeError:
                self.report_mixed(raw, number)
                text = self.almost_utf8(raw, number) if self.is_utf8 else self.windows(raw, number)
            found.append(text)
        return "\n".join(found)

    def almost_utf8(self, data: bytes, line: int) -> str:
        """Decode as UTF-8, and invalid bytes as Windows-1252; report bytes that are neither."""
        text = data.decode("utf-8", "redif-windows")
        self.report_undecodable(BROKEN, text, line, "A character is lost here: there is none for this byte.")
        return text.replace(BROKEN, UNDECODABLE)

    def windows(self, data: bytes, line: int) -> str:
        """Decode as Windows-1252; report bytes that are undefined in it."""
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")

        def named(match: re.Match[str]) -> str:
            return f"A character is lost here: there is none for the byte 0x{data[match.start()]:02X} in Windows-1252."

        self.report_undecodable(UNDECODABLE, text, line, named)
        return text

    def report_other(self, data: bytes, rare: bytes, line: int) -> None:
        """Report a file that is in neither of the two encodings."""
        found = None if self.is_other else misread(data, rare)
        if found is None:
            return
        self.is_other = True
        start, end = found.place
        written, meant = data[start:end].decode("cp1252", "replace"), data[start:end].decode(found.codec, "replace")
        message = f'RePEc shows "{shortened(written)}" where "{shortened(meant)}" should be'
        if self.is_utf8:
            message = f'RePEc cannot read "{shortened(meant)}"'
        read_as = "UTF-8" if self.is_utf8 else "Windows-1252"
        message += f": this file is probably in {found.encoding}, and RePEc reads it as {read_as}."
        line_start = data.rfind(b"\n", 0, start) + 1
        number, column = line + data.count(b"\n", 0, start), start - line_start + 1
        place = (number, column, number, column + end - start)
        self.on_finding(Finding(ENCODING_OTHER, severity_of(ENCODING_OTHER), message, self.file, *place))

    def report_misdecoded(self, text: str, line: int) -> None:
        """Report text in UTF-8 that was in another encoding, was once taken for Windows-1252, and was saved like that."""
        all_words = ((word, data) for word in in_other_lines(_NOT_ASCII, text) if (data := western_bytes(word[0])))
        words, size = [], 0
        for word, data in all_words:
            words.append((word, data))
            size += len(data)
            if size > MOST_SHOWN:
                break
        western = b" ".join(data for _, data in words)
        found = misread(western, western.translate(None, ASCII))
        if found is None:
            return
        words += all_words
        positions = Positions(text, line)
        meant = {word[0]: data.decode(found.codec, "replace") for word, data in words}

        def named(word: re.Match[str]) -> str:
            what = f'"{shortened(word[0])}" should be "{shortened(meant[word[0]])}"'
            return f"{what}; this text was in {found.encoding}, and was saved in the wrong encoding."

        # In a Latin alphabet, it is not certain of each word whether it is wrong.
        wrong = [word for word, _ in words if is_other_script(meant[word[0]])] or [words[0][0]]
        first_of_lines = {positions(word.start())[0]: word for word in reversed(wrong)}
        report("text-misdecoded", reversed(first_of_lines.values()), named, positions, self.file, self.on_finding)

    def report_undecodable(self, mark: str, text: str, line: int, message: Message) -> None:
        """Report undecodable bytes, for which decoding left `mark`."""
        if self.is_other:
            return
        report("character-undecodable", re.finditer(mark, text), message, Positions(text, line), self.file, self.on_finding)

    def report_unmarked(self, data: bytes, line: int, *, is_mixed: bool = False) -> None:
        """Report UTF-8 in a file that should be Windows-1252."""
        message = "RePEc shows these characters wrongly, because the file does not say that it is in UTF-8."
        # If not all of the file is UTF-8, a byte-order mark would be wrong for the rest.
        mark = Edit(1, 1, 1, 1, BYTE_ORDER_MARK)
        fix = None if is_mixed else Fix("inserts a byte-order mark at the beginning of the file", (mark,))
        if self.file == "-":
            self.reported.add("encoding-unmarked")  # standard input has no name that could declare an encoding
        else:
            self.report_lost(data, line, self.report_once("encoding-unmarked", message, data, line, fix))

    def report_lost(self, data: bytes, line: int, reported: int) -> None:
        """Report letters that RePEc does not only show wrongly but loses, the first of each line but the one at `reported`."""
        if not any(map(data.__contains__, _UNDEFINED)):  # as in most files, and much faster than an expression
            return
        code, hint = "character-undecodable", codes()["encoding-unmarked"].help
        last_start = -1
        for match in _LOST.finditer(data):
            start = data.rfind(b"\n", 0, match.start()) + 1
            if start == last_start:
                continue
            last_start = start
            if match.start() == reported:
                continue
            self.lost_lines += 1
            if self.lost_lines > MOST_LOST:
                return  # all have one cause, which has been reported
            column = len(data[start : match.start()].decode("utf-8", "ignore")) + 1
            message = (
                f'RePEc loses "{match[0].decode("utf-8", "ignore")}" here, because the file does not say that it is UTF-8.'
            )
            number = line + data.count(b"\n", 0, start)
            place = (number, column, number, column + 1)
            self.on_finding(Finding(code, severity_of(code), message, self.file, *place, hint=hint))

    def report_mixed(self, data: bytes, line: int) -> None:
        """Report Windows-1252 in a file that is UTF-8 by its name, its mark or the lines before."""
        if not self.is_other and (self.is_utf8 or "encoding-unmarked" in self.reported):
            message = "RePEc shows this line or the others wrongly: it is in Windows-1252, and they are in UTF-8."
            self.report_once("encoding-mixed", message, data, line)

    def report_once(self, code: str, message: str, data: bytes, line: int, fix: Fix | None = None) -> int:
        """Report something about the whole file, once, at the first byte of `data` that is not ASCII and may be so.

        Returns the offset of that byte, or -1 where nothing is reported.
        """
        if code in self.reported:
            return -1
        # A lost letter is reported as such.
        high = _HIGH.finditer(data, _ascii_length(data))
        found = (match for match in high if len(match[0]) == 1 and not _is_in_ascii(data, match.start()))
        match = next(found, None)
        if match is None:
            return -1
        self.reported.add(code)
        start = data.rfind(b"\n", 0, match.start()) + 1
        at, column = line + data.count(b"\n", 0, start), match.start() - start + 1
        self.on_finding(Finding(code, severity_of(code), message, self.file, at, column, at, column + 1, fix=fix))
        return match.start()


def _ascii_length(data: bytes) -> int:
    """Return how many bytes before the first that is not ASCII there are; an expression takes many times as long."""
    try:
        return len(data.decode("ascii"))
    except UnicodeDecodeError as error:
        return error.start


def _is_in_ascii(data: bytes, offset: int) -> bool:
    """Return whether a byte is in an address or a handle, where it is wrong in any encoding, which is reported."""
    before = data[max(offset - LONGEST_WORD, 0) : offset].split()
    return (
        bool(before) and (b"://" in before[-1] or before[-1].startswith(b"RePEc:")) and not data[offset - 1 : offset].isspace()
    )


def _windows_byte(error: UnicodeError) -> tuple[str, int]:
    """Decode invalid UTF-8 as Windows-1252: a handler of decoding errors."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace").replace(UNDECODABLE, BROKEN), error.end


codecs.register_error("redif-windows", _windows_byte)
