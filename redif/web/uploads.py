"""What a client sends: a file or a text in a form, or the body of a request as it is."""

from __future__ import annotations

import os
import re

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from redif.importers import IMPORTERS
from redif.source.files import ENDINGS, JSON_ENDINGS
from redif.source.packed import PACKED_ENDINGS

PASTED = "pasted.redif"  # the name of a text; the ending says that it is UTF-8
_UNSAFE = re.compile(r"[^\w.-]+", re.ASCII)
LONGEST_NAME = 100
_IMPORTED = (ending for importer in IMPORTERS.values() for ending in importer.endings)
# The longest come first, as .tar.gz before .gz.
_KNOWN = sorted((*ENDINGS, *JSON_ENDINGS, *PACKED_ENDINGS, ".xml", *_IMPORTED), key=len, reverse=True)


class NothingSentError(Exception):
    """A request without a file and without a text."""


def safe_name(name: str) -> str:
    """Return the name for a file that a client calls something: no folder, nothing hidden, no odd characters."""
    last = re.split(r"[/\\]", name)[-1]
    # Without a known ending the content decides; what is neither another format nor UTF-8 is read as RePEc reads a .rdf file.
    ending = next((known for known in _KNOWN if last.lower().endswith(known)), "")
    stem, ending = last[: len(last) - len(ending)], ending or ENDINGS[0]
    return f"{_UNSAFE.sub('_', stem).strip('._-')[:LONGEST_NAME] or 'file'}{ending}"


async def form_of(request: Request, *, only_multipart: bool = False) -> FormData | None:
    """Return the fields of a form, of which there may be none; None for a request that is no form.

    Args:
        request: the request.
        only_multipart: take every other body for what it is, as curl calls any body a form.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data" or (kind == "application/x-www-form-urlencoded" and not only_multipart):
        try:
            return await request.form(max_files=1, max_fields=20, max_part_size=1 << 30)  # all of it is limited already
        except ValueError as error:  # newer versions of Starlette do so themselves
            raise HTTPException(400, str(error)) from error
    return None


async def save(request: Request, form: FormData | None, folder: str) -> str:
    """Save what was sent, in a form or as the body, into a folder, and return the path of the file.

    Raises:
        NothingSentError: there is neither a file nor a text.
    """
    file, text = (form.get("file"), form.get("text")) if form is not None else (None, None)
    if isinstance(file, UploadFile) and (file.filename or file.size):
        path = os.path.join(folder, safe_name(file.filename or ""))
        with open(path, "wb") as out:
            while block := await file.read(1 << 16):
                out.write(block)
    elif isinstance(text, str) and text.strip():
        path = os.path.join(folder, safe_name(_name(request, PASTED)))
        with open(path, "wb") as out:
            out.write(text.replace("\r\n", "\n").encode("utf-8", "backslashreplace"))
    elif form is not None:
        raise NothingSentError
    else:
        path = os.path.join(folder, safe_name(_name(request, PASTED)))
        with open(path, "wb") as out:
            async for block in request.stream():
                out.write(block)
        if not os.path.getsize(path):
            raise NothingSentError
    return path


def _name(request: Request, default: str) -> str:
    return request.query_params.get("name") or default
