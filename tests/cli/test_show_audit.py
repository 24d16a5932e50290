"""What is printed of an audit."""

from __future__ import annotations

import pytest

import pwlact
from pwlact.cli.show_audit import print_audit

TABLE = {"breakpoints": [-8, -2, 2, 8], "slopes": [0.01, 0.2, 0.02], "intercepts": [0.1, 0.5, 0.9]}


def test_figures_come_first_then_a_line_for_each_row(capsys: pytest.CaptureFixture[str]) -> None:
    print_audit(pwlact.audit(TABLE, "sigmoid"))
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "sigmoid on [-8, 8]: 3 separate rows"
    assert any(line.startswith("best possible") for line in lines)
    assert [line.split()[0] for line in lines[-3:]] == ["1", "2", "3"]
    assert lines[-5].split()[:2] == ["row", "begin"]


def test_a_unit_has_its_formats_and_notes(capsys: pytest.CaptureFixture[str]) -> None:
    print_audit(pwlact.audit(TABLE, "sigmoid", format="q4.8"))
    out = capsys.readouterr().out
    assert "input q4.8" in out
    assert "ULP" in out
    assert "are rounded to the nearest" in out.splitlines()[-1]
