"""The server's port."""

from __future__ import annotations

import importlib.util

import pytest

from pwlact.errors import ConfigError
from pwlact.report.explore.server import HOST, listen, serve


def test_server_listens_to_this_computer_alone():
    with listen(0) as listener:
        assert listener.getsockname()[0] == HOST == "127.0.0.1"


@pytest.mark.parametrize("port", [-1, 70_000])
def test_ports_that_do_not_exist_are_refused(port):
    with pytest.raises(ConfigError, match=f"got {port}"):
        listen(port)


def test_a_taken_port_is_refused():
    with listen(0) as first:
        port = first.getsockname()[1]
        with pytest.raises(ConfigError, match=f"got {port}"):
            listen(port)


def test_without_the_extra_a_pip_command_is_given(monkeypatch):
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "starlette" else find(name))
    with pytest.raises(ConfigError, match=r"got no starlette; pip install 'pwlact\[report\]'"):
        serve(0, lambda _done: None, lambda _address: None)
