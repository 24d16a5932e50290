"""`pwlact functions`: what it says of one function."""

from __future__ import annotations

import json

import pytest

from pwlact.cli.main import main


def test_an_expression_is_shown_with_where_its_tails_come_from(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(("functions", "--expr", "exp(x)", "--json")) == 0
    described = json.loads(capsys.readouterr().out)
    assert (described["left_tail"], described["right_tail"]) == ([0.0, 0.0], None)
    assert described["tail_sources"] == ["estimated", "extended"]
    assert main(("functions", "--expr", "exp(x)")) == 0
    shown = capsys.readouterr().out
    assert "right tail       the outer piece goes on" in shown
    assert "tail sources     estimated, extended" in shown


def test_a_catalogue_functions_tails_are_given(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(("functions", "silu")) == 0
    assert "tail sources     given, given" in capsys.readouterr().out


def test_a_function_that_exists_elsewhere_is_refused_with_its_expression(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(("functions", "tan")) == 2
    said = capsys.readouterr().err
    assert 'give --expr "sin(x)/cos(x)"' in said
    assert said.count("\n") == 1
