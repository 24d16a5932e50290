"""A count of what is done."""

from __future__ import annotations

import time

import pytest

from pwlact.cli import counter as module
from pwlact.cli.counter import counted, counter


def test_plain_lines_come_every_ten_seconds(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = 100.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    with counted(500, "samples") as observe:
        now += 4.0
        observe(100)
        now += 6.0
        observe(200)
        now += 9.0
        observe(300)
    assert capsys.readouterr().err.splitlines() == ["200 of 500 samples, 20 samples/s"]


def test_a_prefix_tells_whose_lines_they_are(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(module, "EVERY", 0.0)
    with counter(3, "rows", "cnn") as show:
        show(1, "fast")
    assert capsys.readouterr().err == "cnn: 1 of 3 rows, fast\n"
