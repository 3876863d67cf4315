"""From bytes to text: encodings, byte-order marks and line ends.

Text comes in blocks of whole lines that end with `\\n`, so a file of any size is read in little memory, and an offset in a
block maps to a line and column of the file. Source of the rules: `.redif` is UTF-8; `.rdf` is Windows-1252 unless a byte-order
mark says UTF-8 or UTF-16. Since very many `.rdf` files are UTF-8 without a mark, the bytes decide: what is valid UTF-8 and not
plain ASCII is read as UTF-8, line by line if a file mixes encodings.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import AnyStr, BinaryIO, NamedTuple

from redif.findings.codes import codes, severity_of
from redif.findings.finding import Edit, Finding, Fix, OnFinding
from redif.findings.wording import counted, shortened
from redif.source.characters import BYTE_ORDER_MARK, CONTROLS, UNDECODABLE, control_offsets, with_places
from redif.source.misread import MOST_SHOWN, is_other_script, misread, western_bytes
from redif.source.positions import Positions
from redif.source.recognize import BINARY, HEAD, HTML, unreadable_kind

SMALL = 1 << 16  # bytes of the first read; few files are larger
BLOCK = 1 << 20  # bytes read at once
LONGEST_LINE = 1 << 20  # bytes; a longer line is split, since no text has one
MOST_LOST = 100  # lines with lost letters that are reported for a file
MOST_REPORTED = 20  # findings of one kind in a block; the rest are reported as one

_NO_CONTROLS = bytes(number for number in range(256) if number > 127 or not CONTROLS.match(chr(number)))
_WIDE_MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_LATER_CONTROL = re.compile(rb"\xc2[\x80-\x84\x86-\x9f]")  # as UTF-8; Windows-1252 has none
# A CR at the end of the data may be the first half of a CR LF, so it is not matched.
_BYTES_LINE_END, _LINE_END = re.compile(rb"\r(?=[^\r\n])"), re.compile("\r(?=[^\r\n])")
_HIGH = re.compile(rb"[\x80-\xff]")
_UNDEFINED = (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d")  # bytes that are no character in Windows-1252
# A character of UTF-8 with such a byte.
_LOST = re.compile(b"[\xc2-\xf4][\x80-\xbf]*[%s][\x80-\xbf]*" % b"".join(_UNDEFINED))
# In UTF-8, what `misread` finds suspicious: letters with accents side by side, a symbol, õ or û in a word.
# It begins with a byte that is not ASCII, and looks behind itself for a letter, because that is many times faster.
_SIDE_BY_SIDE = re.compile(
    rb"[\xc2\xc3](?:(?<=\xc3)[\x80-\xbf]\xc3[\x80-\xbf]|(?<=[A-Za-z]\xc2)[\xa1-\xbf][a-z]|(?<=[A-Za-z]\xc3)[\xb5\xbb][a-z])"
)
_NOT_ASCII = re.compile(r"(?<!\S)[!-~]*+[^\x00-\xa0]\S*")  # a word; with the lookbehind, each is tried only once
_HALVES = re.compile("[\ud800-\udfff]+")
BROKEN = "\ufffe"  # left by error handlers, so that undecodable bytes can be found; no text contains it

Message = str | Callable[[re.Match[str]], str]


class Block(NamedTuple):
    """Whole lines of text.

    Attributes:
        text: the lines, with `\\n` between them.
        line: the number of the first line, from 1.
        control_offsets: where in the text runs of control characters or byte-order marks begin.
    """

    text: str
    line: int
    control_offsets: Sequence[int]


def decode(stream: BinaryIO, file: str, on_finding: OnFinding, *, is_utf8: bool = False) -> Iterator[Block]:
    """Yield the text of a binary stream in blocks.

    Args:
        stream: the bytes.
        file: its name; the ending says which encoding to expect.
        on_finding: called with what cannot be decoded, or is not in the encoding that is expected.
        is_utf8: whether UTF-8 is expected whatever the file is called.
    """
    head = _read(stream)
    if not head:
        return
    if (wide := wide_encoding(head, file, on_finding)) is not None:
        yield from _wide(head[2:] if head[:2] in _WIDE_MARKS else head, stream, wide, file, on_finding)
        return
    if (kind := unreadable_kind(head)) is not None:
        on_finding(_unreadable(kind, file))
        return
    marked = head.startswith(codecs.BOM_UTF8)
    decoder: _ByteDecoder | None = None
    line, text = 1, ""
    for data in _whole_lines(head[3:] if marked else head, stream):
        line += text.count("\n")  # of the block before; most files have only one, whose lines need no counting
        data = plain_ends(data)
        suspects = data.translate(None, _NO_CONTROLS).decode("ascii")
        if data.isascii():
            text = data.decode("ascii")
        else:
            if b"\xef" in data and codecs.BOM_UTF8 in data:  # looking for one byte is much faster than for three
                suspects += BYTE_ORDER_MARK
            suspects += "".join(control.decode() for control in set(_LATER_CONTROL.findall(data)))
            decoder = decoder or _ByteDecoder(file, is_utf8 or marked or file.lower().endswith(".redif"), on_finding)
            text = decoder.text(data, line)
        yield _block(text, line, file, on_finding, control_offsets(text, suspects) if suspects else ())


def text_blocks(text: str, file: str, on_finding: OnFinding) -> Iterator[Block]:
    """Yield decoded text as one block."""
    text = plain_ends(text.removeprefix("\ufeff"))
    if (kind := unreadable_kind(text[:HEAD].encode("utf-8", "replace"))) is not None:
        on_finding(_unreadable(kind, file))
        return
    message = "This is half a character; the other half is missing."
    _report("character-undecodable", _HALVES.finditer(text), message, Positions(text, 1), file, on_finding)
    text = _HALVES.sub(UNDECODABLE, text)
    if text:
        yield _block(text, 1, file, on_finding, control_offsets(text))


def _unreadable(kind: str, file: str) -> Finding:
    """The finding for a file that is not read, because of its kind."""
    code, message = "file-binary", "This is not a text file."
    if kind == HTML:
        code, message = "file-html", "This is an HTML page, not ReDIF."
    elif kind != BINARY:
        message = f"This is {kind}, not a text file."
    return Finding(code, severity_of(code), message, file, 1, 1, 1, 2)


def _report(
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


def plain_ends(data: AnyStr) -> AnyStr:
    """Return text or bytes with `\n` for each line end; CR CR LF counts as one."""
    cr, lf, crlf = ("\r", "\n", "\r\n") if isinstance(data, str) else (b"\r", b"\n", b"\r\n")
    if cr in data:
        data = data.replace(crlf, lf)
        if cr in data:
            data = data.replace(crlf, lf).replace(cr, lf)
    return data


def _block(text: str, line: int, file: str, on_finding: OnFinding, offsets: Sequence[int]) -> Block:
    """Make a block, and report the control characters in it."""
    if not offsets:
        return Block(text, line, offsets)

    def is_alone(match: re.Match[str]) -> bool:
        start, end = match.span()
        return text[max(start - 1, 0) : start] in ("", "\n") and text[end : end + 1] in ("", "\n")

    def named(match: re.Match[str]) -> str:
        names = " ".join(f"U+{ord(character):04X}" for character in match[0][:8])
        around = text[max(match.start() - 1, 0) : match.end() + 1]
        if with_places(around) != around:
            return f"There is a control character ({names}) inside a word, where redif reads {UNDECODABLE}."
        return f"There is a control character ({names}) in the text, which redif leaves out."

    # The end-of-file mark of DOS on a line of its own is harmless.
    found = filter(None, (CONTROLS.match(text, place) for place in offsets))
    strange = (match for match in found if not (match[0] == "\x1a" and is_alone(match)))
    _report("character-control", strange, named, Positions(text, line), file, on_finding)
    return Block(text, line, offsets)


class _ByteDecoder:
    """Decodes the lines of one file in UTF-8, Windows-1252 or a mix of them."""

    def __init__(self, file: str, is_utf8: bool, on_finding: OnFinding) -> None:
        self.file = file
        self.is_utf8 = is_utf8
        self.on_finding = on_finding
        self.reported: set[str] = set()
        self.lost_lines = 0
        self.is_other = False  # in another encoding than those two, which is reported once instead of its consequences

    def text(self, data: bytes, line: int) -> str:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            self.report_other(data, line)
            if self.is_utf8 or not data.decode("utf-8", "ignore").isascii():
                return self.by_line(data, line)
            self.report_mixed(data, line)
            return self.windows(data, line)
        if not self.is_utf8:
            self.report_unmarked(data, line)
        if _SIDE_BY_SIDE.search(data):
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
        self.report_undecodable(BROKEN, text, line, "This byte is not a character.")
        return text.replace(BROKEN, UNDECODABLE)

    def windows(self, data: bytes, line: int) -> str:
        """Decode as Windows-1252; report bytes that are undefined in it."""
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")

        def named(match: re.Match[str]) -> str:
            return f"The byte 0x{data[match.start()]:02X} is not a character in Windows-1252."

        self.report_undecodable(UNDECODABLE, text, line, named)
        return text

    def report_other(self, data: bytes, line: int) -> None:
        """Report a file that is in neither of the two encodings."""
        found = None if self.is_other else misread(data)
        if found is None:
            return
        self.is_other = True
        start, end = found.place
        written, meant = data[start:end].decode("cp1252", "replace"), data[start:end].decode(found.codec, "replace")
        read_as = "UTF-8" if self.is_utf8 else "Windows-1252"
        message = f"This file is probably in {found.encoding}, but RePEc reads it as {read_as}"
        message += f': "{shortened(written)}" should be "{shortened(meant)}".'
        line_start = data.rfind(b"\n", 0, start) + 1
        number, column = line + data.count(b"\n", 0, start), start - line_start + 1
        code = "encoding-other"
        place = (number, column, number, column + end - start)
        self.on_finding(Finding(code, severity_of(code), message, self.file, *place))

    def report_misdecoded(self, text: str, line: int) -> None:
        """Report text in UTF-8 that was in another encoding, was once taken for Windows-1252, and was saved like that."""
        all_words = ((word, data) for word in _NOT_ASCII.finditer(text) if (data := western_bytes(word[0])))
        words, size = [], 0
        for word, data in all_words:
            words.append((word, data))
            size += len(data)
            if size > MOST_SHOWN:
                break
        found = misread(b" ".join(data for _, data in words))
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
        _report("text-misdecoded", reversed(first_of_lines.values()), named, positions, self.file, self.on_finding)

    def report_undecodable(self, mark: str, text: str, line: int, message: Message) -> None:
        """Report undecodable bytes, for which decoding left `mark`."""
        if self.is_other:
            return
        _report("character-undecodable", re.finditer(mark, text), message, Positions(text, line), self.file, self.on_finding)

    def report_unmarked(self, data: bytes, line: int, *, is_mixed: bool = False) -> None:
        """Report UTF-8 in a file that should be Windows-1252."""
        message = "These characters are in UTF-8, but the file does not say so, and RePEc will show them wrongly."
        if self.file == "-":
            self.reported.add("encoding-unmarked")  # standard input has no name that could declare an encoding
        else:
            self.report_lost(data, line)
        # If not all of the file is UTF-8, a byte-order mark would be wrong for the rest.
        mark = Edit(1, 1, 1, 1, BYTE_ORDER_MARK)
        fix = None if is_mixed else Fix("inserts a byte-order mark at the beginning of the file", (mark,))
        self.report_once("encoding-unmarked", message, data, line, fix)

    def report_lost(self, data: bytes, line: int) -> None:
        """Report letters that RePEc does not only show wrongly but loses, the first of each line."""
        if not any(map(data.__contains__, _UNDEFINED)):  # as in most files, and much faster than an expression
            return
        code, hint = "character-undecodable", codes()["encoding-unmarked"].help
        last_start = -1
        for match in _LOST.finditer(data):
            start = data.rfind(b"\n", 0, match.start()) + 1
            if start == last_start:
                continue
            last_start = start
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
            message = "These characters are in Windows-1252, but the rest of the file is in UTF-8."
            self.report_once("encoding-mixed", message, data, line)

    def report_once(self, code: str, message: str, data: bytes, line: int, fix: Fix | None = None) -> None:
        """Report something about the whole file, once, at the first byte of `data` that is not ASCII."""
        if code in self.reported or (match := _HIGH.search(data)) is None:
            return
        self.reported.add(code)
        start = data.rfind(b"\n", 0, match.start()) + 1
        at, column = line + data.count(b"\n", 0, start), match.start() - start + 1
        self.on_finding(Finding(code, severity_of(code), message, self.file, at, column, at, column + 1, fix=fix))


def _windows_byte(error: UnicodeError) -> tuple[str, int]:
    """Decode invalid UTF-8 as Windows-1252: a handler of decoding errors."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace").replace(UNDECODABLE, BROKEN), error.end


codecs.register_error("redif-windows", _windows_byte)


def _read(stream: BinaryIO) -> bytes:
    """Read a block of bytes; it is shorter only at the end of the stream."""
    # Most files are small, so the first read is small too: allocating a whole block takes longer than reading such a file, and
    # so does a second read that finds nothing. Only for a plain file does a short read mean the end; a pipe may be slow.
    data = stream.read(min(SMALL, BLOCK))
    if len(data) >= BLOCK or (len(data) < SMALL and type(stream) is io.FileIO and stream.seekable()):
        return data
    parts, size = [data], len(data)
    while size < BLOCK and (data := stream.read(BLOCK - size)):
        parts.append(data)
        size += len(data)
    return b"".join(parts)


def _whole_lines(data: bytes, stream: BinaryIO) -> Iterator[bytes]:
    """Yield the bytes of a stream in blocks of whole lines; `data` was read from it already."""
    if len(data) < BLOCK - len(codecs.BOM_UTF8):
        yield data  # the whole stream
        return
    while more := _read(stream):
        cut = data.rfind(b"\n") + 1 or _last(_BYTES_LINE_END, data)
        if not cut and len(data) > LONGEST_LINE:
            cut = len(data) - 1
            while cut > len(data) - 4 and data[cut] & 0xC0 == 0x80:
                cut -= 1  # do not split a character
        if cut:
            yield data[:cut]
            data = data[cut:]
        data += more
    if data:
        yield data


def _last(line_end: re.Pattern[AnyStr], data: AnyStr) -> int:
    """The offset after the last line end that is a lone CR; 0 if there is none."""
    return max((match.end() for match in line_end.finditer(data)), default=0)


def wide_encoding(head: bytes, file: str, on_finding: OnFinding) -> str | None:
    """Return which UTF-16 a file is in, by its byte-order mark or its zeros; None for any other encoding.

    In UTF-16, half of the bytes of Latin text are zero: either the even ones or the odd ones.
    """
    if head[:2] in _WIDE_MARKS and head[:4] != codecs.BOM_UTF32_LE:
        return _WIDE_MARKS[head[:2]]
    sample = head[:256]
    if b"\0" not in sample:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if half < 8 or max(even, odd) < 0.7 * half or min(even, odd) > 0.05 * half:
        return None
    message = "This file is UTF-16 without a byte-order mark, and RePEc cannot read it."
    on_finding(Finding("encoding-unmarked", severity_of("encoding-unmarked"), message, file, 1, 1, 1, 2))
    return "utf-16-be" if even > odd else "utf-16-le"


def _wide(data: bytes, stream: BinaryIO, encoding: str, file: str, on_finding: OnFinding) -> Iterator[Block]:
    """Yield the blocks of a stream in UTF-16."""
    decoder = codecs.getincrementaldecoder(encoding)("redif-wide")
    text, line = decoder.decode(data), 1
    while True:
        more = _read(stream)
        cut = text.rfind("\n") + 1 or _last(_LINE_END, text) or (len(text) if len(text) > LONGEST_LINE else 0)
        if not more:
            text += decoder.decode(b"", final=True)
            cut = len(text)
        if cut:
            part = plain_ends(text[:cut])
            message = "These bytes are not a character in UTF-16."
            _report("character-undecodable", re.finditer(BROKEN, part), message, Positions(part, line), file, on_finding)
            part = part.replace(BROKEN, UNDECODABLE)
            yield _block(part, line, file, on_finding, control_offsets(part))
            line += part.count("\n")
            text = text[cut:]
        if not more:
            return
        text += decoder.decode(more)


codecs.register_error("redif-wide", lambda error: (BROKEN, error.end if isinstance(error, UnicodeDecodeError) else 0))
