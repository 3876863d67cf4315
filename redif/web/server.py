"""Running the application."""

from __future__ import annotations

import socket

import uvicorn
from starlette.applications import Starlette

from redif.findings.errors import UsageError

MOST_CONNECTIONS = 1000  # more are turned away at once
IDLE = 10  # seconds before a connection without a request is closed


def listen(host: str, port: int) -> socket.socket:
    """Return a socket at an address, to which connections can be made from now on.

    Raises:
        UsageError: the address is in use, or not allowed.
    """
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise UsageError(
            f"cannot serve at {host}:{port}: {error.strerror or error}; --port takes the number of another port"
        ) from None


def serve(app: Starlette, listening: socket.socket) -> None:
    """Serve the application until the program is interrupted."""
    config = uvicorn.Config(
        app, log_level="warning", limit_concurrency=MOST_CONNECTIONS, timeout_keep_alive=IDLE, timeout_graceful_shutdown=3,
        server_header=False,
    )  # fmt: skip
    uvicorn.Server(config).run(sockets=[listening])
