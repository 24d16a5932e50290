"""One verb: what goes in, what comes out, and that it is what the command line's searches find."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

import pwlact
from pwlact import functions
from pwlact.errors import BreakpointError, ConfigError, FunctionError, InputError, IntervalError, PwlactWarning
from pwlact.search.problem import OBJECTIVES, Problem
from pwlact.search.solve import solve_given
from pwlact.settings.unit import UnitChoice


def test_the_default_is_the_smallest_maximum_error_with_proof() -> None:
    r = pwlact.approximate("silu")
    assert r.pwl.segments == 9
    assert r.errors.exact.max == pytest.approx(0.0092544547, abs=1e-9)
    assert r.gap is not None
    assert r.gap < 1e-8


@pytest.mark.parametrize(
    ("function", "interval"),
    [
        ("sigmoid", None),
        ("1/(1+exp(-x))", None),
        (functions.get("sigmoid"), None),
        (lambda x: 1 / (1 + np.exp(-x)), (-8, 8)),
        (lambda x: 1 / (1 + math.exp(-x)), (-8.0, 8.0)),
    ],
    ids=["name", "expression", "activation", "callable of arrays", "callable of numbers"],
)
def test_a_function_is_a_name_an_expression_an_activation_or_a_callable(function: Any, interval: Any) -> None:
    r = pwlact.approximate(function, segments=6, interval=interval)
    assert r.errors.exact.max == pytest.approx(pwlact.approximate("sigmoid", segments=6).errors.exact.max, rel=1e-6)


@pytest.mark.parametrize(("objective", "method"), [("max", "minimax"), ("mse", "dp"), ("paper", "global")])
def test_an_objective_brings_its_method(objective: Any, method: str) -> None:
    r = pwlact.approximate("tanh", segments=4, objective=objective, settings=_short(method))
    assert r.method == method
    assert r.objective == OBJECTIVES[objective].of(r.errors)


def _short(method: str) -> Any:
    return {"starts": 1, "generations": 20} if method == "global" else None


def test_points_are_fitted_as_the_converter_does() -> None:
    r = pwlact.approximate("gelu_tanh", points=[-5, -4, 0, 1])
    problem = Problem(activation=functions.get("gelu_tanh"), interval=(-8, 8), segments=5)
    expected = solve_given(problem, np.array([-5.0, -4.0, 0.0, 1.0]))
    np.testing.assert_array_equal(r.pwl.values, expected.pwl.values)
    assert r.method == "given"
    better = pwlact.approximate("gelu_tanh", points=(-5, -4, 0, 1), fit="minimax")
    assert better.errors.exact.max < r.errors.exact.max


def test_a_tolerance_takes_the_fewest_segments() -> None:
    r = pwlact.approximate("sigmoid", max_error=2**-8)
    assert r.errors.exact.max <= 2**-8
    assert pwlact.approximate("sigmoid", segments=r.pwl.segments - 1).errors.exact.max > 2**-8
    u = pwlact.approximate("sigmoid", max_error="1ulp", format="q3.5", interval=(-4, 3.96875))
    assert u.unit is not None
    assert u.candidate.unit_report is not None
    assert u.candidate.unit_report.ulp <= 1.0


def test_a_tolerance_is_any_real_number_and_goes_with_its_own_fit() -> None:
    found = [pwlact.approximate("silu", max_error=size, fit="minimax") for size in (0.0625, np.float32(0.0625), "2^-4")]
    assert len({r.pwl.segments for r in found}) == 1
    assert found[0].errors.exact.max <= 0.0625


def test_points_above_zero_are_mirrored() -> None:
    r = pwlact.approximate("tanh", points=[0.5, 1, 1.5, 2, 3], interval=(-4, 4), mirror=True, format="q3.5")
    assert r.pwl.segments == 12
    assert r.pwl.points.tolist() == [-3, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 3]
    with pytest.raises(ConfigError, match="2 points make 6 segments, got segments=3"):
        pwlact.approximate("tanh", points=[1, 2], segments=3, mirror=True)


def test_points_may_say_their_number_of_segments() -> None:
    assert pwlact.approximate("gelu", points=[-1, 1], segments=3).pwl.segments == 3


def test_a_default_range_that_is_cut_is_said_where_the_user_called() -> None:
    with pytest.warns(PwlactWarning, match="the default range of tanh") as said:
        pwlact.approximate("tanh", segments=4, format="q3.5")
    assert said[0].filename == __file__


def test_a_format_gives_a_unit() -> None:
    settings = {"slope": "q2.6", "intercept": "q2.8"}
    r = pwlact.approximate("silu", segments=8, format="q4.6", unit=settings)
    assert r.unit is not None
    assert (r.unit.spec.slope.name, r.unit.spec.intercept.name) == ("q2.6", "q2.8")
    assert r.errors.codes is not None
    same = pwlact.approximate("silu", segments=8, format="q4.6", unit=UnitChoice(**settings))
    np.testing.assert_array_equal(same.unit.slopes if same.unit else [], r.unit.slopes)


def test_the_same_seed_gives_the_same_points() -> None:
    found = [
        pwlact.approximate("mish", segments=5, method="random", seed=seed, settings={"trials": 50})
        for seed in (3, 3, 4)
    ]
    np.testing.assert_array_equal(found[0].pwl.points, found[1].pwl.points)
    assert not np.array_equal(found[0].pwl.points, found[2].pwl.points)


def test_ends_mirrors_and_densities_are_what_the_command_line_has() -> None:
    pinned = pwlact.approximate("tanh", segments=6, ends="pinned", mirror=True)
    assert pinned.pwl(8.0) == pytest.approx(1.0, abs=1e-15)
    np.testing.assert_allclose(pinned.pwl.points, -pinned.pwl.points[::-1], atol=1e-12)
    dense = pwlact.approximate("gelu", segments=4, objective="mse", density="normal:0,1")
    assert dense.problem.density is not None


@pytest.mark.parametrize(
    ("settings", "kind", "says"),
    [
        (
            {"function": 3},
            FunctionError,
            "a name, an expression in x, points (x, y), an Activation or a callable, got 3",
        ),
        ({"function": "sigmod"}, FunctionError, "did you mean sigmoid"),
        ({"function": "x+y"}, InputError, "'y'"),
        ({"segments": "9"}, ConfigError, "segments must be a whole number, got '9'"),
        ({"segments": True}, ConfigError, "segments must be a whole number, got True"),
        ({"segments": 0}, BreakpointError, "at least one segment, got 0"),
        ({"interval": (3, 3)}, IntervalError, "ascend"),
        ({"interval": "abc"}, IntervalError, "two numbers"),
        ({"method": "minmax"}, ConfigError, "did you mean minimax"),
        ({"method": 3}, ConfigError, "method must be text"),
        ({"objective": "least"}, ConfigError, "objective is one of paper, max, mse, mean, relative, ulp, got 'least'"),
        ({"fit": "least squares"}, ConfigError, "fit is one of"),
        ({"ends": "loose"}, ConfigError, "ends is one of"),
        ({"points": "abc"}, BreakpointError, "numbers in a row"),
        ({"points": 3}, BreakpointError, "numbers in a row"),
        ({"points": [[1.0]]}, BreakpointError, "numbers in a row"),
        ({"points": [1, 0]}, BreakpointError, "ascend"),
        ({"points": [0], "method": "dp"}, ConfigError, "points leave nothing to search"),
        ({"max_error": -1}, ConfigError, "above 0"),
        ({"max_error": [1]}, ConfigError, "a number or a text"),
        ({"max_error": "1ulp"}, ConfigError, "ulps are of a number format"),
        ({"format": 3}, ConfigError, "format must be text"),
        ({"format": "q99"}, InputError, "number format"),
        ({"unit": {"slop": "q1.2"}, "format": "q4.12"}, ConfigError, "did you mean slope"),
        ({"unit": "q1.2"}, ConfigError, "a UnitChoice or a dict"),
        ({"seed": 1.5}, ConfigError, "seed must be a whole number"),
        ({"seed": -1}, ConfigError, "a seed is from 0"),
        ({"settings": {"trails": 3}, "method": "random"}, ConfigError, "did you mean trials"),
        ({"density": 3}, ConfigError, "density must be text"),
        ({"settings": {"steps": "a"}, "method": "gradient"}, ConfigError, "settings.steps must be a whole number"),
        ({"settings": {"trials": 100.5}, "method": "random"}, ConfigError, "settings.trials must be a whole number"),
        ({"settings": {"kind": "foo"}, "method": "global"}, ConfigError, "settings.kind is one of cma, de, got 'foo'"),
        ({"unit": {"shift_terms": "a"}, "format": "q4.12"}, ConfigError, "unit.shift_terms must be a whole number"),
        ({"unit": {"address_bits": "a", "selection": "address"}}, ConfigError, "unit.address_bits must be a whole"),
        ({"points": [1, 2], "segments": 7}, ConfigError, "2 points make 3 segments, got segments=7; leave it out"),
        ({"points": "123"}, BreakpointError, "numbers in a row"),
        ({"points": [0], "method": ""}, ConfigError, "points leave nothing to search, got method=''"),
        ({"method": ""}, ConfigError, "unknown method ''"),
        ({"objective": ""}, ConfigError, "objective is one of"),
        ({"mirror": "no"}, ConfigError, "mirror must be True or False, got 'no'"),
        ({"max_error": 1e-2, "fit": "lstsq"}, ConfigError, "--max-error goes with --fit minimax, got lstsq"),
    ],
    ids=lambda value: str(value)[:40] if isinstance(value, dict) else "",
)
def test_what_is_wrong_is_refused_with_rule_value_and_remedy(settings: Any, kind: type, says: str) -> None:
    function = settings.pop("function", "silu")
    with pytest.raises(kind) as caught:
        pwlact.approximate(function, **settings)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_given_points_under_constraints_get_minimax_values() -> None:
    found = pwlact.approximate("gelu", points=[-3, -1, 0.1, 1, 3], through=[(0, 0)])
    assert found.problem.fit == "minimax"
    assert found.pwl(0.0) == 0.0
