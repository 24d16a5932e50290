"""`pwlact explore` as a process."""

from __future__ import annotations

import signal
import socket
import time
from urllib.parse import urlsplit

import pytest
from explorer import explorer
from processes import run_in

pytest.importorskip("uvicorn", reason="needs the extra report")


def connected(address):
    """Return a connection to a server's address."""
    found = urlsplit(address)
    return socket.create_connection((found.hostname, found.port), timeout=20)


def test_ctrl_c_ends_it_at_once_with_a_search_under_way(tmp_path):
    with explorer(tmp_path) as (process, address):
        found = urlsplit(address)
        body = b'{"ask": {"function": "gelu", "objective": "mse", "format": "bf16", "segments": 30}}'
        head = f"POST {found.path}search HTTP/1.1\r\nHost: {found.netloc}\r\nContent-Type: application/json\r\n"
        with connected(address) as link:
            link.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
            time.sleep(0.3)
            process.send_signal(signal.SIGINT)
            began = time.monotonic()
            assert process.wait(20) == 0
            assert time.monotonic() - began < 5
    assert list(tmp_path.iterdir()) == []


def test_bad_ports_end_with_one_line(tmp_path):
    done = run_in(tmp_path, "explore", "--port", "70000")
    assert done.returncode == 2
    assert done.stderr.startswith("pwlact: a port is free and from 1 to 65535, got 70000")
    assert done.stderr.count("\n") == 1
