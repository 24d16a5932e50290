"""Error against segments: its bounds, and what a method that fails does to the others."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path
from typing import Any

import pytest

from pwlact.errors import BreakpointError, RunError
from pwlact.search.evaluators import Evaluator
from pwlact.search.methods import METHODS, Placement
from pwlact.search.methods.uniform import UNIFORM
from pwlact.settings.frontier import FrontierConfig
from pwlact.studies.frontier import compute_frontier


def _fail(_evaluator: Evaluator, _config: Any, _seed: int) -> Placement:
    raise RunError("it must go well, got otherwise; try again")


FAILING = dataclasses.replace(UNIFORM, name="failing", search_reals=_fail, search_codes=_fail)


def _unseen(_name: str) -> None:
    """Watch nothing."""


@pytest.mark.parametrize(("name", "density"), [("tanh", None), ("gelu", None), ("silu", "normal:0,1")])
def test_bounds_near_the_asymptote(name: str, density: str | None) -> None:
    for objective in ("max", "mse"):
        config = FrontierConfig(
            function=name, objective=objective, density=density, segments_list=(64,), methods=("uniform",)
        )
        found = compute_frontier(config, _unseen)
        assert found.lower_bounds[0] == pytest.approx(found.asymptote(64), rel=0.1)


def test_a_frontier_goes_on_where_a_method_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(METHODS, "failing", FAILING)
    config = FrontierConfig(function="tanh", max_count=5, methods=("failing", "uniform"), max_segments=20)
    assert config.counts() == (2, 4, 5)
    found = compute_frontier(config, _unseen)
    assert [row.segments for row in found.of("uniform")] == [2, 4, 5]
    assert all(row.objective is None and "go well" in row.note for row in found.of("failing"))
    assert all(row.gap is not None and row.gap >= 0 for row in found.of("uniform"))
    fewest = {row.bits: row.segments for row in found.fewest}
    assert fewest == {8: 15, 10: None, 12: None, 16: None}
    assert "20 segments" in found.fewest[-1].note
    assert math.isfinite(found.constant)


def test_data_have_the_counts_that_they_have_points_for(tmp_path: Path) -> None:
    path = tmp_path / "scan.csv"
    path.write_text("".join(f"{x},{x * x}\n" for x in range(10)))
    config = FrontierConfig(data=str(path), methods=("uniform",), max_segments=4)
    assert compute_frontier(config, _unseen).counts == (2, 4, 8)
    with pytest.raises(BreakpointError, match="16 segments have 17 values, got 10 different x"):
        compute_frontier(dataclasses.replace(config, segments_list=(4, 16)), _unseen)
