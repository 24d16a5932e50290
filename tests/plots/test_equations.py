"""The equations of pieces: as a legend, and as a table in a file."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from drawn import Maker, legend

from pwlact import plots
from pwlact.plots import equations_csv, save_equations
from pwlact.pwl import line_text


def test_legend_gives_every_equation(make: Maker) -> None:
    result = make("paper")
    entries = legend(plots.approximation(result))
    slopes, intercepts = result.candidate.pwl.slopes, result.candidate.pwl.intercepts
    assert len(entries) == 9 + 2 + 1
    for entry, slope, intercept in zip(entries[1:10], slopes, intercepts, strict=True):
        assert entry.endswith(line_text(slope, intercept, 4))
    assert entries[1].startswith("-8.000 .. -5.474 ")


def test_many_equations_are_left_to_a_table_that_the_legend_names(make: Maker) -> None:
    entries = legend(plots.approximation(make("gelu 64"), "gelu.csv"))
    assert "64 segments, equations in gelu.csv" in entries
    assert len(entries) == 1 + 2 + 1
    assert "64 segments, equations not shown" in legend(plots.approximation(make("gelu 64")))


@pytest.mark.parametrize("name", ["gelu 64", "paper", "one segment"])
def test_the_table_gives_the_segments_bit_for_bit(make: Maker, name: str) -> None:
    pwl = make(name).candidate.pwl
    rows = list(csv.DictReader(io.StringIO(equations_csv(make(name)))))
    assert [row["piece"] for row in rows] == ["left tail", *map(str, range(1, pwl.segments + 1)), "right tail"]
    inner = rows[1:-1]
    slopes, intercepts = pwl.slopes, pwl.intercepts
    assert [float(row["begin"]) for row in inner] == pwl.breakpoints[:-1].tolist()
    assert [float(row["end"]) for row in inner] == pwl.breakpoints[1:].tolist()
    assert [float(row["slope"]) for row in inner] == slopes.tolist()
    assert [float(row["intercept"]) for row in inner] == intercepts.tolist()
    assert (rows[0]["begin"], rows[-1]["end"]) == ("", "")
    assert rows[-1]["equation"] == "1.0000 x + 0.0000"


def test_the_table_of_a_unit_gives_its_codes_as_numbers(make: Maker) -> None:
    unit = make("unit").candidate.unit
    assert unit is not None
    rows = list(csv.DictReader(io.StringIO(equations_csv(make("unit")))))
    assert [float(row["slope"]) for row in rows] == unit.spec.slope.decode(unit.slopes).tolist()
    assert [float(row["intercept"]) for row in rows] == unit.spec.intercept.decode(unit.intercepts).tolist()


def test_a_table_is_written_to_its_file(make: Maker, tmp_path: Path) -> None:
    path = save_equations(make("paper"), tmp_path / "a.csv")
    assert path.read_bytes().decode() == equations_csv(make("paper"))
