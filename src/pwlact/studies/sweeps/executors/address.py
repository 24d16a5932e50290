"""Addresses of cluster engines: whether something listens there, before an engine's library waits for it."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

from pwlact.errors import ConfigError

TIMEOUT = 5.0  # seconds


def require_listener(address: str, what: str) -> None:
    """Check that something listens at an address, as tcp://host:port or host:port.

    Parameters
    ----------
    address : str
        The address; one of another protocol than TCP's is left to the engine.
    what : str
        What should listen there, for the message.

    Raises
    ------
    ConfigError
        If the address has no port, or nothing listens at it.
    """
    parts = urlsplit(address if "://" in address else f"tcp://{address}")
    if parts.scheme not in {"tcp", "tls", "ray", "ws", "wss"}:
        return
    try:
        socket.create_connection((parts.hostname or "", parts.port or 0), TIMEOUT).close()
    except (OSError, ValueError) as fault:
        raise ConfigError(
            f"{what} must listen at the address of --cluster, host:port, got {address} ({fault}); start it, or correct "
            "the address"
        ) from fault
