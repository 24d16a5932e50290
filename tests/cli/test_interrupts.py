"""Ctrl-C and SIGTERM: exit code 130 and one line."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from pwlact.cli import main as program
from pwlact.cli.interrupts import check_drawn, check_finished, kept


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_both_signals_end_a_command_alike(
    number: signal.Signals, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = signal.getsignal(number)

    def run(_argv: Any) -> int:
        os.kill(os.getpid(), number)
        return 0

    monkeypatch.setattr(program, "module_of", lambda _name: SimpleNamespace(run=run))
    assert program.main(["search"]) == 130
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "pwlact: interrupted: nothing was kept; run it again\n")
    assert signal.getsignal(number) == before


def test_what_was_kept_is_said() -> None:
    folder = Path("runs") / "first"
    check_finished(folder, SimpleNamespace(status="finished"))  # type: ignore[arg-type]
    with pytest.raises(KeyboardInterrupt, match=r"runs/first was kept; `pwlact runs resume runs/first` goes on"):
        check_finished(folder, SimpleNamespace(status="interrupted"))  # type: ignore[arg-type]
    check_drawn(folder, SimpleNamespace(status="finished"), 9)  # type: ignore[arg-type]
    stopped = SimpleNamespace(status="interrupted", details={"bootstrap": {"count": 4}})
    with pytest.raises(KeyboardInterrupt, match=r"runs/first was kept, with 4 of 9 draws; run it again for all"):
        check_drawn(folder, stopped, 9)  # type: ignore[arg-type]
    with pytest.raises(KeyboardInterrupt, match=r"`pwlact plot runs/first` draws its figures"), kept(folder):
        raise KeyboardInterrupt


def test_another_system_error_is_not_an_interrupt(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(_argv: Any) -> int:
        raise SystemError("broken")

    monkeypatch.setattr(program, "module_of", lambda _name: SimpleNamespace(run=run))
    with pytest.raises(SystemError, match="broken"):
        program.main(["search"])
