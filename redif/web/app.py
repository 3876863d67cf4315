"""The application: pages and an interface for programs that check and convert, a repository for harvesters, and a site.

All of it works without scripts. Every answer forbids browsers to load or run anything that this server did not send.
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import tempfile
from collections.abc import Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.applications import Starlette
from starlette.datastructures import FormData, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from redif.findings.errors import FileError, RedifError
from redif.findings.version import __version__
from redif.oai.formats import REDIF_SCHEMA, SCHEMA
from redif.reports import html
from redif.web.limits import BodyLimit, Limits, TooLargeError, TooSlowError
from redif.web.uploads import NothingSentError, form_of, save
from redif.web.work import Checked, check_upload, convert_upload
from redif.web.workers import BusyError, FailedError, Workers
from redif.writers import WRITERS, file_type

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from redif.oai.repository import Repository

_HERE = Path(__file__).parent
POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_BOOLEANS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


class WebError(Exception):
    """An answer other than success, in words for the person who asked."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class Server:
    """What the routes share.

    Args:
        limits: what clients may send.
        repository: what answers harvesters, if anything does.
        site: the folder of a site, if there is one.
    """

    def __init__(self, limits: Limits, repository: Repository | None, site: str | None) -> None:
        self.limits = limits
        self.workers = Workers(limits)
        self._repository = repository
        self._one_at_a_time = asyncio.Lock()
        loader = FileSystemLoader(_HERE / "templates")
        self._templates = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
        self._templates.globals.update(version=__version__, has_site=site is not None, has_oai=repository is not None)

    def page(self, name: str, status: int = 200, **values: Any) -> HTMLResponse:
        """Return a page made from a template."""
        return HTMLResponse(self._templates.get_template(name).render(values), status)

    async def _work(self, request: Request, work: Callable[..., Any], **options: Any) -> Any:
        """Save what was sent, work on it, and delete it.

        Raises:
            WebError: that is not possible.
        """
        form = await form_of(request, only_multipart=True)
        return await self._work_on(request, form, work, **options)

    async def _work_on(self, request: Request, form: FormData | None, work: Callable[..., Any], **options: Any) -> Any:
        with tempfile.TemporaryDirectory(prefix="redif-") as folder:
            try:
                path = await save(request, form, folder)
                return await self.workers.run(work, path, **options)
            except NothingSentError:
                raise WebError(400, "Nothing was sent. Choose a file, or paste a text.") from None
            except BusyError:
                raise WebError(503, "The server is busy. Please try again in a minute.") from None
            except FailedError:
                raise WebError(422, "This takes too long here. Install redif to check large files on your computer.") from None
            except FileError as error:
                raise WebError(422, f"Cannot read {error.filename}: {error.strerror}") from None
            except RedifError as error:
                raise WebError(422, str(error)[:1].upper() + str(error)[1:]) from None
            finally:
                if form is not None:
                    await form.close()

    # ------------------------------------------------------------------ pages

    async def check_page(self, request: Request) -> Response:
        """The form; with something sent, what is wrong with it."""
        if request.method != "POST":
            return self.page("check.html")
        form = await form_of(request) or FormData()
        checked: Checked = await self._work_on(request, form, check_upload, unsafe=form.get("unsafe") == "yes")
        if form.get("do") == "fix":
            if checked.fixed is None:
                raise WebError(422, "Nothing in this file can be fixed automatically.")
            return _download(checked.fixed, checked.fixed_name, checked.fixed_type)
        return self.page("checked.html", checked=checked, report=Markup(checked.report.decode()), data_url=_data_url(checked))

    async def convert_page(self, request: Request) -> Response:
        """The form; with something sent, the same in another format, as a file."""
        if request.method != "POST":
            return self.page("convert.html", formats=WRITERS)
        form = await form_of(request) or FormData()
        to = str(form.get("to") or "")
        return _converted(await self._work_on(request, form, convert_upload, to=to), to)

    # ------------------------------------------------------------------ for programs

    async def api_check(self, request: Request) -> Response:
        """What is wrong with the body, as JSON Lines."""
        checked: Checked = await self._work(request, check_upload)
        return Response(checked.findings, media_type="application/jsonl")

    async def api_fix(self, request: Request) -> Response:
        """The body with its fixes."""
        unsafe = _boolean(request, "unsafe")
        checked: Checked = await self._work(request, check_upload, unsafe=unsafe)
        if checked.fixed is None:
            return Response(status_code=204)
        return _download(checked.fixed, checked.fixed_name, checked.fixed_type)

    async def api_convert(self, request: Request) -> Response:
        """The body in another format."""
        to = request.query_params.get("to", "")
        return _converted(await self._work(request, convert_upload, to=to), to)

    async def openapi(self, _request: Request) -> Response:
        """The description of the interface, with the formats that there are."""
        description = json.loads((_HERE / "openapi.json").read_text(encoding="utf-8"))
        for parameter in description["paths"]["/api/convert"]["post"]["parameters"]:
            if parameter["name"] == "to":
                parameter["schema"]["enum"] = [*WRITERS]
        return JSONResponse(description)

    # ------------------------------------------------------------------ for harvesters

    async def oai(self, request: Request) -> Response:
        """The answer to a request of a harvester, which may come either way (OAI-PMH 2.0, section 3.1.1)."""
        assert self._repository is not None
        query = request.url.query
        if request.method == "POST":
            query = (await request.body()).decode("utf-8", "replace")
        try:
            pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=20)
        except ValueError:
            raise WebError(400, "No request of OAI-PMH has so many arguments.") from None
        async with self._one_at_a_time:
            answer = await asyncio.to_thread(self._repository.answer, pairs)
        return Response(answer, media_type="text/xml")

    async def oai_schema(self, _request: Request) -> Response:
        """The schema of ReDIF within XML."""
        return Response(SCHEMA, media_type="application/xml")

    # ------------------------------------------------------------------ errors

    async def failed(self, request: Request, error: Exception) -> Response:
        """Return the answer to an error: a page for people, JSON for programs."""
        status, message = _explained(error, self.limits)
        if request.url.path.startswith("/api/"):
            response: Response = JSONResponse({"error": message}, status)
        else:
            response = self.page("error.html", status, message=message)
        if isinstance(error, HTTPException) and error.headers:  # such as those that say which methods are allowed
            response.headers.update(error.headers)
        return response


def _boolean(request: Request, name: str) -> bool:
    """The value of a parameter that is true or false, and false without it.

    Raises:
        WebError: it is neither.
    """
    values = request.query_params.getlist(name)
    if len(values) > 1 or any(value.lower() not in _BOOLEANS for value in values):
        raise WebError(400, f"The parameter {name} is true or false.")
    return any(_BOOLEANS[value.lower()] for value in values)


def _explained(error: Exception, limits: Limits) -> tuple[int, str]:
    if isinstance(error, WebError):
        return error.status, str(error)
    if isinstance(error, TooLargeError):
        return 413, f"This is larger than {limits.upload:,} bytes. Install redif to check large files on your computer."
    if isinstance(error, TooSlowError):
        return 408, "This took too long to arrive."
    if isinstance(error, HTTPException):
        return error.status_code, {404: "There is no such page here."}.get(error.status_code, str(error.detail))
    return 500, "Something went wrong here. It is not your fault."


def _download(content: bytes, name: str, media_type: str) -> Response:
    # The names of uploads have been made safe for headers, too.
    return Response(content, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _converted(content: bytes, to: str) -> Response:
    extension, media_type = file_type(to)
    return _download(content, f"converted{extension}", media_type)


def _data_url(checked: Checked) -> str:
    """The fixed file as an address that holds it, as nothing is kept here that could be fetched later."""
    if checked.fixed is None:
        return ""
    return f"data:application/octet-stream;base64,{base64.b64encode(checked.fixed).decode()}"


class SafeHeaders:
    """Middleware that adds the headers of safety to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and the answer back with more headers."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, with_headers)


def make_app(
    *,
    limits: Limits | None = None,
    repository: Repository | None = None,
    site: str | os.PathLike[str] | None = None,
    background: Callable[[], Coroutine[Any, Any, None]] | None = None,
) -> Starlette:
    """Return the application, to be run by any server for ASGI.

    Args:
        limits: what clients may send.
        repository: what answers harvesters at `/oai`.
        site: the folder of a site, which is served at `/`; without it, that is the page that checks.
        background: what runs beside it until it ends.
    """
    limits = limits or Limits()
    server = Server(limits, repository, None if site is None else os.fspath(site))
    routes: list[Route | Mount] = [
        Route("/check", server.check_page, methods=["GET", "POST"]),
        Route("/convert", server.convert_page, methods=["GET", "POST"]),
        Route("/api/check", server.api_check, methods=["POST"]),
        Route("/api/fix", server.api_fix, methods=["POST"]),
        Route("/api/convert", server.api_convert, methods=["POST"]),
        Route("/api/openapi.json", server.openapi),
        Route("/web/report.css", _asset(html.STYLE, "text/css")),
        Route("/web/report.js", _asset(html.SCRIPT, "text/javascript")),
        Mount("/web", StaticFiles(directory=_HERE / "static")),
    ]
    if repository is not None:
        routes += [
            Route("/oai", server.oai, methods=["GET", "POST"]),
            Route(f"/oai/{REDIF_SCHEMA}", server.oai_schema),
        ]
    if site is None:
        routes.append(Route("/", server.check_page))
    else:
        routes.append(Mount("/", StaticFiles(directory=os.fspath(site), html=True)))

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        task = None if background is None else asyncio.create_task(background())
        yield
        if task is not None:
            task.cancel()
        server.workers.close()

    return Starlette(
        routes=routes,
        lifespan=lifespan,
        middleware=[Middleware(SafeHeaders), Middleware(BodyLimit, limits=limits)],
        exception_handlers=dict.fromkeys((WebError, TooLargeError, TooSlowError, HTTPException, Exception), server.failed),
    )


def _asset(path: Path, media_type: str) -> Callable[[Request], Any]:
    async def respond(_request: Request) -> Response:
        return FileResponse(path, media_type=media_type)

    return respond
