"""Running the application."""

from __future__ import annotations

import uvicorn
from starlette.applications import Starlette

from redif.findings.errors import UsageError

MOST_CONNECTIONS = 1000  # more are turned away at once
IDLE = 10  # seconds before a connection without a request is closed


def serve(app: Starlette, *, host: str, port: int) -> None:
    """Serve the application until the program is interrupted.

    Raises:
        UsageError: the address is in use, or not allowed.
    """
    config = uvicorn.Config(
        app, host=host, port=port, log_level="warning", limit_concurrency=MOST_CONNECTIONS, timeout_keep_alive=IDLE,
        timeout_graceful_shutdown=3, server_header=False,
    )  # fmt: skip
    try:
        socket = config.bind_socket()
    except SystemExit:  # how uvicorn says that it cannot; it has logged why
        raise UsageError(f"cannot serve at {host}:{port}; is another program there? --port takes another number") from None
    with socket:
        uvicorn.Server(config).run(sockets=[socket])
