"""From bytes to text: blocks of a file, byte-order marks and line ends.

Text comes in blocks of whole lines that end with `\\n`, so a file of any size is read in little memory, and an offset in a
block maps to a line and column of the file.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import AnyStr, BinaryIO, NamedTuple

from redif.findings.codes import severity_of
from redif.findings.finding import Finding, OnFinding, ignore_finding
from redif.source.characters import (
    ASCII,
    BYTE_ORDER_MARK,
    CONTROLS,
    UNDECODABLE,
    control_offsets,
    unfit_characters,
    with_places,
)
from redif.source.encodings import BROKEN, MOST_REPORTED, ByteDecoder, report
from redif.source.files import SMALL
from redif.source.patterns import lazy
from redif.source.positions import Positions
from redif.source.recognize import BINARY, HEAD, HTML, unreadable_kind

BLOCK = 1 << 20  # bytes read at once
LONGEST_COMMENT = 1000  # characters; control characters in the rest of a longer one are reported
LONGEST_LINE = 1 << 20  # bytes; a longer line is split, since no text has one

_ORDINARY = bytes(number for number in range(128) if not CONTROLS.match(chr(number)))
_NOT_ASCII = bytes(range(128, 256))
_WIDE_MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_LATER_CONTROL = lazy(rb"\xc2[\x80-\x84\x86-\x9f]")  # as UTF-8; Windows-1252 has none
# A CR at the end of the data may be the first half of a CR LF, so it is not matched.
_BYTES_LINE_END, _LINE_END = lazy(rb"\r(?=[^\r\n])"), lazy("\r(?=[^\r\n])")
_LINE_FEEDS = ("\r\n", ("\n", "\r\n"))  # the kinds of line ends in a text in which each has a LF
_CR_IN_WORD = lazy(rb"\r(?<=[a-z]\r)(?=[a-z])")
_TEMPLATE = lazy(rb"\n(?i:template-type):")
_REPLACED = UNDECODABLE.encode()
_LINE_REPLACED = lazy(f"{UNDECODABLE}(?:[^\n]*{UNDECODABLE})?")
_HALVES = lazy("[\ud800-\udfff]+")


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


class FilePart(NamedTuple):
    """A part of a file, from which on it can be read.

    Attributes:
        offset: the byte it begins with.
        read_to: the byte up to which the file was read at once.
        line: the number of its first line, from 1.
        is_utf8: whether UTF-8 is expected.
        reported, lost_lines, is_other: what the decoder had found before; see `ByteDecoder`.
        end_line: the first line of the next part; None for the last part.
    """

    offset: int
    read_to: int
    line: int
    is_utf8: bool
    reported: Sequence[str]
    lost_lines: int
    is_other: bool
    end_line: int | None


def decode(stream: BinaryIO, file: str, on_finding: OnFinding, *, is_utf8: bool = False) -> Iterable[Block]:
    """Return the text of a binary stream in blocks, each read when it is needed.

    Args:
        stream: the bytes.
        file: its name; the ending says which encoding to expect.
        on_finding: called with what cannot be decoded, or is not in the encoding that is expected.
        is_utf8: whether UTF-8 is expected whatever the file is called.
    """
    head = _read(stream)
    is_whole = len(head) < BLOCK - len(codecs.BOM_UTF8)
    return _decode(head, None if is_whole else stream, file, on_finding, is_utf8)


def decode_small(data: bytes, file: str, on_finding: OnFinding) -> Iterable[Block]:
    """Return the text of all bytes of a file, fewer than `SMALL`, as `decode` does."""
    return _decode(data, None, file, on_finding, is_utf8=False)


def _decode(head: bytes, rest: BinaryIO | None, file: str, on_finding: OnFinding, is_utf8: bool) -> Iterable[Block]:
    """The blocks of bytes and of the stream from which these were read; without it they are the whole file."""
    if not head:
        return ()
    rare = head.translate(None, _ORDINARY)
    if rare and (wide := wide_encoding(head, file, on_finding)) is not None:
        return _wide(head[2:] if head[:2] in _WIDE_MARKS else head, rest or io.BytesIO(), wide, file, on_finding)
    if (kind := unreadable_kind(head)) is not None:
        on_finding(_unreadable(kind, file))
        return ()
    if not rare and rest is None:  # as most files are
        return (Block((_line_feeds(head, 1, file, on_finding) if b"\r" in head else head).decode("ascii"), 1, ()),)
    if head.startswith(codecs.BOM_UTF8):
        head, rare, is_utf8 = head[3:], rare[3:], True
    decoder = ByteDecoder(file, is_utf8 or file.lower().endswith(".redif"), on_finding)
    if rest is None:
        return (_block_of(head, rare, 1, decoder),)
    return _decoded(_in_blocks(head, rest), 1, decoder)


def decode_from(part: FilePart, stream: BinaryIO, file: str, on_finding: OnFinding) -> Iterator[Block]:
    """Return the text of a binary stream in blocks, from the beginning of a part on to the end of the stream."""
    stream.seek(part.offset)
    # Where the blocks end depends on how far the file was read before, and what is found may depend on the blocks.
    blocks = _in_blocks(_exactly(stream, part.read_to - part.offset), stream)
    decoder = ByteDecoder(file, part.is_utf8, on_finding)
    decoder.reported, decoder.lost_lines, decoder.is_other = set(part.reported), part.lost_lines, part.is_other
    return _decoded(blocks, part.line, decoder)


def _exactly(stream: BinaryIO, size: int) -> bytes:
    data = bytearray()
    while len(data) < size and (more := stream.read(size - len(data))):
        data += more
    return bytes(data)


def file_parts(stream: BinaryIO, file: str, size: int) -> Iterator[FilePart]:
    """Yield the parts of a file with many templates; each can be read by itself, with the findings it has in the whole.

    A part begins with a block in which two templates begin. The first of these belongs to the part before, which reads on to
    its end; the first part alone has all from its beginning. A file that is not read line by line, such as UTF-16, is one part.

    Args:
        stream: the bytes of the file.
        file: its name.
        size: bytes of a part, at least.
    """
    start = FilePart(0, 0, 1, False, (), 0, False, None)
    head = _read(stream)
    if wide_encoding(head, file, ignore_finding) is not None or unreadable_kind(head) is not None:
        yield start
        return
    marked = head.startswith(codecs.BOM_UTF8)
    is_utf8 = marked or file.lower().endswith(".redif")
    decoder = ByteDecoder(file, is_utf8, ignore_finding)
    offset, read_to, line, may_begin = 3 if marked else 0, 0, 1, False
    for data in _whole_lines(head[3:] if marked else head, stream):
        if may_begin and offset - start.offset >= size and len(_TEMPLATE.findall(data)) > 1:
            yield start._replace(end_line=line)
            start = FilePart(
                offset, read_to, line, is_utf8, tuple(decoder.reported), decoder.lost_lines, decoder.is_other, None
            )
        offset, read_to = offset + len(data), stream.tell()
        may_begin = data.endswith(b"\n")
        data = plain_ends(data)
        if not data.isascii():
            decoder.text(data, data.translate(None, ASCII), line)  # for what it reports once
        line += data.count(b"\n")
    yield start


def _decoded(blocks: Iterable[bytes], line: int, decoder: ByteDecoder) -> Iterator[Block]:
    """The text of blocks of bytes, of which the first begins with a line."""
    text = ""
    for data in blocks:
        line += text.count("\n")  # of the block before
        block = _block_of(data, data.translate(None, _ORDINARY), line, decoder)
        text = block.text
        yield block


def _block_of(data: bytes, rare: bytes, line: int, decoder: ByteDecoder) -> Block:
    """The text of whole lines of bytes; `rare` are those of them that are control characters or not ASCII.

    Such bytes beside each other in the data are so in `rare`, too, where a character is found much sooner.
    """
    file, on_finding = decoder.file, decoder.on_finding
    if b"\r" in data:
        data = _line_feeds(data, line, file, on_finding)
    suspects = rare.translate(None, _NOT_ASCII).decode("ascii")
    if len(suspects) == len(rare):
        text = data.decode("ascii")
    else:
        if codecs.BOM_UTF8 in rare:
            suspects += BYTE_ORDER_MARK
        suspects += "".join(control.decode() for control in set(_LATER_CONTROL.findall(rare)))
        suspects += unfit_characters(rare)
        text = decoder.text(data, rare, line)
        if _REPLACED in rare and _REPLACED in data:
            _report_replaced(text, line, file, on_finding)
    return _block(text, line, file, on_finding, control_offsets(text, suspects) if suspects else ())


def _line_feeds(data: bytes, line: int, file: str, on_finding: OnFinding) -> bytes:
    """Return whole lines with `\n` for each line end, of which some have a CR; report letters that were lost beside one."""
    # Python changes the line ends of a text, here with a character for each byte, in half the time that replacing them takes.
    ends = io.IncrementalNewlineDecoder(None, translate=True)
    text = ends.decode(data.decode("latin-1"), final=True)
    if ends.newlines in _LINE_FEEDS:
        return text.encode("latin-1")
    _report_lost_letters(data, line, file, on_finding)  # there is a CR by itself, as in few files
    return plain_ends(data)


def text_blocks(text: str, file: str, on_finding: OnFinding) -> Iterator[Block]:
    """Yield decoded text as one block."""
    text = plain_ends(text.removeprefix("\ufeff"))
    if (kind := unreadable_kind(text[:HEAD].encode("utf-8", "replace"))) is not None:
        on_finding(_unreadable(kind, file))
        return
    if UNDECODABLE in text:
        _report_replaced(text, 1, file, on_finding)
    message = "A character is lost here: there is only half of it."
    report("character-undecodable", _HALVES.finditer(text), message, Positions(text, 1), file, on_finding)
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


def _report_lost_letters(data: bytes, line: int, file: str, on_finding: OnFinding) -> None:
    """Report a CR in a word, which is read as a line end, in data with other line ends: the letters fl, in fonts of TeX."""
    found = [match.start() for match in _CR_IN_WORD.finditer(data)]
    if not found or b"\n" not in data or len(found) < len(_BYTES_LINE_END.findall(data)):  # or it is a line end elsewhere too
        return
    message = "A word has something invisible in it (the control character U+000D), which is read as a line end."
    for place in found[:MOST_REPORTED]:
        before = plain_ends(data[:place])
        at, column = line + before.count(b"\n"), len(before) - before.rfind(b"\n")
        on_finding(Finding("character-control", severity_of("character-control"), message, file, at, column, at, column + 1))


def _report_replaced(text: str, line: int, file: str, on_finding: OnFinding) -> None:
    """Report what a program wrote for characters that it could not read, once for each line that is no comment."""
    lines = _LINE_REPLACED.finditer(text)
    found = (match for match in lines if text[text.rfind("\n", 0, match.start()) + 1] != "#")
    message = f"A letter is lost here: a program wrote {UNDECODABLE} in its place."
    report("character-undecodable", found, message, Positions(text, line), file, on_finding)


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
        names = " ".join(f"U+{ord(character):04X}" for character in dict.fromkeys(match[0][:8]))
        around = text[max(match.start() - 1, 0) : match.end() + 1]
        if with_places(around) != around:
            return f"A word has something invisible in it (the control character {names}); letters are probably missing."
        return f"There is something invisible in the text (the control character {names}), which redif leaves out."

    def is_in_comment(match: re.Match[str]) -> bool:
        line_end = text.rfind("\n", max(match.start() - LONGEST_COMMENT, 0), match.start())
        return text.startswith("#", line_end + 1) and (line_end >= 0 or match.start() <= LONGEST_COMMENT)

    # The end-of-file mark of DOS on a line of its own is harmless, and comments are not read.
    found = filter(None, (CONTROLS.match(text, place) for place in offsets))
    strange = (match for match in found if not (match[0] == "\x1a" and is_alone(match)) and not is_in_comment(match))
    # What happened to one word of a line happened to others, too.
    firsts = (next(matches) for _, matches in groupby(strange, lambda match: text.rfind("\n", 0, match.start())))
    report("character-control", firsts, named, Positions(text, line), file, on_finding)
    return Block(text, line, offsets)


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
    else:
        yield from _in_blocks(data, stream)


def _in_blocks(data: bytes, stream: BinaryIO) -> Iterator[bytes]:
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
    message = "RePEc cannot read this file: it is in UTF-16, and does not say so by a byte-order mark."
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
            message = "A character is lost here: there is none for these bytes in UTF-16."
            report("character-undecodable", re.finditer(BROKEN, part), message, Positions(part, line), file, on_finding)
            part = part.replace(BROKEN, UNDECODABLE)
            yield _block(part, line, file, on_finding, control_offsets(part))
            line += part.count("\n")
            text = text[cut:]
        if not more:
            return
        text += decoder.decode(more)


codecs.register_error("redif-wide", lambda error: (BROKEN, error.end if isinstance(error, UnicodeDecodeError) else 0))
