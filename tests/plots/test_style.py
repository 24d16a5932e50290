"""Titles and names."""

from __future__ import annotations

import dataclasses

import pytest
from drawn import Maker

from pwlact.fit import Density
from pwlact.plots import style


@pytest.mark.parametrize(
    ("name", "length", "short"),
    [("a b", 5, "a b"), ("a\n  b", 5, "a b"), ("abcdef", 5, "abcd…"), ("abcde", 5, "abcde")],
)
def test_names_are_cut_to_one_line(name: str, length: int, short: str) -> None:
    assert style.shorten(name, length) == short


def test_a_heading_names_function_segments_and_range(make: Maker) -> None:
    assert style.heading(make("one segment").problem) == "SiLU, 1 segment on [-8, 8]"
    assert style.heading(make("one-sided").problem) == "Exp, 9 segments on [-8, 0]"


def test_a_density_from_a_file_is_named_without_its_folder(make: Maker) -> None:
    density = Density(text="/some/long/folder/inputs.npy", weight=lambda x: x)
    problem = dataclasses.replace(make("paper").problem, density=density)
    assert style.weighting(problem) == " (weighted by inputs.npy)"
    assert style.weighting(make("paper").problem) == ""


def test_the_error_of_a_unit_is_that_over_its_codes(make: Maker) -> None:
    assert style.error_text(make("unit")) == "error of the unit: max 0.003331, mean 0.001931"
    assert style.error_text(make("paper")) == "error: max 0.01136, mean 0.002157"
