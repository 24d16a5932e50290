"""The one verb: a problem and a method give a result."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from shifted import SHIFTED, Settings

from pwlact.errors import BreakpointError, ConfigError, FormatError, RunError
from pwlact.functions import Symmetry, get
from pwlact.search.codes.bit_widths import Tolerance
from pwlact.search.constraints import Constraints
from pwlact.search.methods import METHODS
from pwlact.search.problem import OBJECTIVES, Problem, objective_named
from pwlact.search.solve import fewest, solve, solve_fewest, solve_given, solve_within
from pwlact.settings.unit import UnitChoice, unit_spec


def test_the_larger_bound_counts() -> None:
    problem = Problem(activation=get("gelu"), interval=(-8, 8), segments=4)
    result = solve(problem, SHIFTED, Settings(), 0)
    assert result.lower_bound == 1e9
    assert result.evaluations == 3


def test_given_points_are_fitted_and_measured() -> None:
    problem = Problem(activation=get("gelu_tanh"), interval=(-8, 8), segments=5)
    result = solve_given(problem, np.array([-5.0, -4.0, 0.0, 1.0]))
    assert (result.method, result.seed, result.evaluations, result.status) == ("given", None, 1, "finished")
    assert result.objective == problem.objective.of(result.errors)
    assert result.lower_bound is not None
    assert result.lower_bound < result.objective
    with pytest.raises(BreakpointError, match="ascend"):
        solve_given(problem, np.array([0.0, -1.0, 2.0, 3.0]))


def test_points_above_zero_fit_a_mirrored_table() -> None:
    """Cuts that hardware fixes: half a table of 6 rows serves 12 segments."""
    act, cuts = get("tanh"), np.array([0.5, 1.0, 1.5, 2.0, 3.0])
    units = []
    for symmetry in (Symmetry.NONE, Symmetry.ODD):
        spec = unit_spec("q3.8", UnitChoice(), symmetry)
        asked = objective_named("max", spec)
        problem = Problem(activation=act, interval=(-4, 4), segments=12, fit="minimax", objective=asked, spec=spec)
        points = cuts if spec.mirrored else np.concatenate((-cuts[::-1], [0.0], cuts))
        units.append(solve_given(problem, points, mirror=spec.mirrored))
    whole, half = units
    assert half.unit is not None
    assert half.unit.pieces == 6
    assert half.pwl.points.tolist() == whole.pwl.points.tolist()
    assert half.objective == pytest.approx(whole.objective, abs=2.0**-8)
    with pytest.raises(FormatError, match="give those above 0"):
        solve_given(half.problem, whole.pwl.points, mirror=True)


def test_points_above_zero_fit_half_a_function_in_real_numbers() -> None:
    problem = Problem(activation=get("silu"), interval=(-8, 8), segments=6, fit="minimax")
    result = solve_given(problem, np.array([1.0, 3.0]), mirror=True)
    assert result.pwl.points.tolist() == [-3.0, -1.0, 0.0, 1.0, 3.0]
    values = result.pwl.values
    np.testing.assert_allclose(values[::-1], values - result.pwl.breakpoints, atol=1e-12)
    assert result.parameters == {"mirror": True}


def test_fewer_segments_than_the_fewest_are_too_few() -> None:
    problem = Problem(activation=get("tanh"), interval=(-4, 4), segments=1, fit="minimax", objective=OBJECTIVES["max"])
    count = fewest(problem, 2**-6, 64)
    minimax = METHODS["minimax"]
    errors = [
        solve(dataclasses.replace(problem, segments=n), minimax, minimax.config(), 0).errors.exact.max
        for n in (count, count - 1)
    ]
    assert errors[0] <= 2**-6 < errors[1]
    with pytest.raises(RunError, match=f"needs more than {count - 1} segments"):
        fewest(problem, 2**-6, count - 1)


@pytest.mark.parametrize("constraints", [Constraints(), Constraints(through=((0.0, 0.0),), monotone=True)], ids=str)
def test_the_fewest_segments_in_real_numbers_are_proven(constraints: Constraints) -> None:
    problem = Problem(
        activation=get("tanh"),
        interval=(-4, 4),
        segments=1,
        fit="minimax",
        objective=OBJECTIVES["max"],
        constraints=constraints,
    )
    found = solve_fewest(problem, Tolerance(size=2**-6, in_ulps=False), 64, 0)
    assert found.errors.exact.max <= 2**-6
    assert (found.details["proven"], found.parameters) == (True, {"max_error": "0.015625"})
    count = found.problem.segments
    assert found.fewest == f"{count} within 0.015625, proven the fewest"
    assert found.fewest in repr(found)
    assert "above the best" not in repr(found)  # the count was minimised, not the error
    minimax = METHODS["minimax"]
    one_less = solve(dataclasses.replace(problem, segments=count - 1), minimax, minimax.config(), 0)
    assert one_less.errors.exact.max > 2**-6


def test_a_units_tolerance_is_kept_by_every_code() -> None:
    spec = unit_spec("q3.5", UnitChoice())
    problem = Problem(
        activation=get("tanh"),
        interval=(-4.0, 3.96875),
        segments=1,
        fit="minimax",
        objective=objective_named("max", spec),
        spec=spec,
    )
    result = solve_within(problem, Tolerance(size=1.0, in_ulps=True), 64)
    assert result.unit is not None
    codes = np.arange(-128, 127)
    y = spec.output.decode(result.unit(codes))
    assert np.max(np.abs(y - np.tanh(spec.input.decode(codes)))) <= 2**-5
    with pytest.raises(ConfigError, match="got none; add --format"):
        solve_within(dataclasses.replace(problem, spec=None), Tolerance(size=1.0, in_ulps=True), 64)
