"""Whether something listens at an address."""

from __future__ import annotations

import socket

import pytest

from pwlact.errors import ConfigError
from pwlact.studies.sweeps.executors.address import require_listener


def test_a_listener_is_found_by_each_form_of_address() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        for address in (f"127.0.0.1:{port}", f"tcp://127.0.0.1:{port}", f"ray://127.0.0.1:{port}"):
            require_listener(address, "a scheduler")


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "127.0.0.1", "127.0.0.1:port", "", "tcp://"])
def test_an_address_without_a_listener_is_one_line(address: str) -> None:
    with pytest.raises(ConfigError, match="a scheduler must listen") as refusal:
        require_listener(address, "a scheduler")
    assert "\n" not in str(refusal.value)


def test_another_protocol_is_left_to_the_engine() -> None:
    require_listener("inproc://127.0.0.1/1/1", "a scheduler")
