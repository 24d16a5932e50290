"""Searches of the live page."""

from __future__ import annotations

import dataclasses

import pytest

from pwlact.report.explore.ask import Ask
from pwlact.report.explore.found import find
from pwlact.runs.command import command_of
from pwlact.runs.searching import run_search


@pytest.mark.parametrize(
    "ask", [Ask(function="silu", segments=5, low=-4.0, high=4.0), Ask(expr="x*x", objective="mse", segments=3)]
)
def test_command_is_that_of_a_run_with_the_same_settings(ask, tmp_path):
    folder, _ = run_search(dataclasses.replace(ask.settings(), out=str(tmp_path)))
    assert find(ask).command == command_of(folder)


def test_name_says_function_segments_and_format():
    assert find(Ask(function="silu", segments=5, format="q3.5")).name == "silu-5-q3.5"
    assert find(Ask(expr="x*x+1", segments=3)).name == "x-x-1-3"


def test_warnings_are_notes():
    (note,) = find(Ask(function="silu", segments=5, format="q3.5")).notes
    assert "cut to -4 to 4" in note
    assert find(Ask(function="silu", segments=5)).notes == ()


def test_the_same_search_is_done_once():
    assert find(Ask(function="silu", segments=5)) is find(Ask(function="silu", segments=5))
