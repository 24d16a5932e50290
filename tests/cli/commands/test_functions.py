"""`pwlact functions`: what it says of one function."""

from __future__ import annotations

import json

import pytest
from processes import Run, one_object

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


def test_a_functions_domain_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(("functions", "log", "--json")) == 0
    assert json.loads(capsys.readouterr().out)["domain"] == [1e-100, None]
    assert main(("functions", "tanh")) == 0
    assert "domain           unbounded unbounded" in capsys.readouterr().out


def test_a_function_that_exists_elsewhere_is_refused_with_its_expression(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(("functions", "tan")) == 2
    said = capsys.readouterr().err
    assert 'give --expr "sin(x)/cos(x)"' in said
    assert said.count("\n") == 1


def test_functions_lists_and_shows(run: Run) -> None:
    done = run("functions")
    assert done.returncode == 0
    assert "gelu_tanh" in done.stdout
    shown = one_object(run("functions", "-R", "-4", "4", "silu", "--json"))
    assert shown["name"] == "silu"
    assert shown["interval"] == [-4.0, 4.0]
    assert shown["right_tail"] == [1.0, 0.0]
    assert all(-4 <= peak["x"] <= 4 for peak in shown["curvature_maxima"])
