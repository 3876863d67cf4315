"""Limits on what clients send, so that a public server stays up: the size of a body, and the time it takes to arrive."""

from __future__ import annotations

import asyncio
from typing import NamedTuple

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Limits(NamedTuple):
    """The limits of a server.

    Attributes:
        upload: bytes of a request's body.
        upload_seconds: seconds for a body to arrive; slow clients wait without holding up others.
        work_seconds: seconds for checking or converting what arrived.
        workers: how many uploads are worked on at once.
        waiting: how many more may wait for that; beyond them, clients are asked to come again later.
    """

    upload: int = 10_000_000
    upload_seconds: float = 60
    work_seconds: float = 30
    workers: int = 2
    waiting: int = 20


class TooLargeError(Exception):
    """A body is larger than allowed."""


class TooSlowError(Exception):
    """A body did not arrive in time."""


class BodyLimit:
    """Middleware that stops reading a body which is too large or too slow, with an error that the application answers."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self._app = app
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, with its body limited."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        deadline = asyncio.get_running_loop().time() + self._limits.upload_seconds
        received, is_complete = 0, False

        async def limited() -> Message:
            nonlocal received, is_complete
            if is_complete:  # what is waited for now is the end of the connection
                return await receive()
            try:
                async with asyncio.timeout_at(deadline):
                    message = await receive()
            except TimeoutError:
                raise TooSlowError from None
            received += len(message.get("body", b""))
            if received > self._limits.upload:
                raise TooLargeError
            is_complete = not message.get("more_body", False)
            return message

        try:
            await self._app(scope, limited, send)
        except ClientDisconnect:  # there is nobody left to answer
            return
