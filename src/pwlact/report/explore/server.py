"""The server: one port of 127.0.0.1, an address that nobody can guess, until Ctrl-C."""

from __future__ import annotations

import asyncio
import secrets
import socket
from collections.abc import Callable

from pwlact.errors import ConfigError
from pwlact.report.explore.process import Searcher
from pwlact.report.page import require_libraries

HOST = "127.0.0.1"
TOKEN_BYTES = 24
WARM_UP = (
    {"function": "silu"},
    {"function": "silu", "objective": "mse"},
    {"function": "silu", "format": "q4.12"},
    {"function": "silu", "format": "fp16"},
)
"""Searches whose kernels are loaded, or compiled, before the page is opened."""


def serve(port: int, warmed: Callable[[int], None], ready: Callable[[str], None]) -> None:
    """Serve the live page until Ctrl-C or SIGTERM.

    Parameters
    ----------
    port : int
        The port; 0 takes a free one.
    warmed : callable
        Told how many searches of `WARM_UP` are done.
    ready : callable
        Given the page's address once it can be opened.

    Raises
    ------
    ConfigError
        If starlette, uvicorn, jinja2 or plotly is missing, or the port cannot be taken.
    KeyboardInterrupt
        If Ctrl-C or SIGTERM comes before the page is ready.
    """
    require_libraries("starlette", "uvicorn", "jinja2", "plotly")
    opened: list[str] = []

    def told(address: str) -> None:
        opened.append(address)
        ready(address)

    with listen(port) as listener:
        try:
            asyncio.run(_serve(listener, warmed, told))
        except KeyboardInterrupt:  # how it ends
            if not opened:
                raise


def listen(port: int) -> socket.socket:
    """Return a socket that listens to a port of 127.0.0.1.

    Raises
    ------
    ConfigError
        If the port cannot be taken.
    """
    listener = socket.socket()
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen()
    except (OSError, OverflowError) as fault:
        listener.close()
        reason = fault.strerror if isinstance(fault, OSError) else "no such port"
        raise ConfigError(f"a port is free and from 1 to 65535, got {port}: {reason}; leave out --port") from fault
    return listener


async def _serve(listener: socket.socket, warmed: Callable[[int], None], ready: Callable[[str], None]) -> None:
    import uvicorn

    from pwlact.report.explore.app import make_app

    token, port = secrets.token_urlsafe(TOKEN_BYTES), listener.getsockname()[1]
    searcher = Searcher()
    try:
        for done, ask in enumerate(WARM_UP, 1):
            await searcher.ask("warm-up", {"kind": "search", "ask": ask}, limit=None)
            warmed(done)
        config = uvicorn.Config(
            make_app(token, port, searcher),
            loop="asyncio", http="h11", ws="none", lifespan="off", proxy_headers=False,
            log_config=None, log_level="critical", access_log=False, server_header=False,
            timeout_graceful_shutdown=0,
        )  # fmt: skip
        ready(f"http://{HOST}:{port}/{token}/")
        await uvicorn.Server(config).serve(sockets=[listener])
    finally:
        await searcher.close()
