"""The first Ctrl-C requests a stop; the second acts as before."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator

import pytest

from pwlact.runs.interrupt import is_interrupt, stop_on_signal


@pytest.fixture(autouse=True)
def as_in_a_terminal() -> Iterator[None]:
    """Let Ctrl-C interrupt, which a shell turns off for what it starts in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_first_signal_requests_a_stop(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with stop_on_signal() as stop:
        assert not stop.is_set()
        signal.raise_signal(number)
        assert stop.is_set()
        assert signal.getsignal(number) == before
    assert signal.getsignal(number) == before


def test_the_second_ctrl_c_interrupts() -> None:
    with pytest.raises(KeyboardInterrupt), stop_on_signal():  # noqa: PT012
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) == signal.default_int_handler


def test_an_error_within_leaves_the_signals_as_they_were() -> None:
    with pytest.raises(ValueError, match="inner"), stop_on_signal():
        raise ValueError("inner")
    assert signal.getsignal(signal.SIGINT) == signal.default_int_handler


def test_other_threads_get_an_event_that_no_signal_sets() -> None:
    seen: list[bool] = []

    def work() -> None:
        with stop_on_signal() as stop:
            seen.append(stop.is_set())

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [False]


def test_an_immediate_request_interrupts_at_once() -> None:
    with pytest.raises(KeyboardInterrupt), stop_on_signal() as stop:  # noqa: PT012
        stop.immediate = True
        signal.raise_signal(signal.SIGTERM)
    assert stop.is_set()
    assert signal.getsignal(signal.SIGINT) == signal.default_int_handler


def test_an_interrupt_within_a_kernel_is_one() -> None:
    assert is_interrupt(KeyboardInterrupt())
    within = SystemError("returned a result with an exception set")
    assert not is_interrupt(within)
    within.__cause__ = KeyboardInterrupt()
    assert is_interrupt(within)
