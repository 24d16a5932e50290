"""Dynamic programming with polish: known optima, its bound, and every kind of problem."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import PAPER, activations, ranges

from pwlact.fit import Pins
from pwlact.fit.density import density_of
from pwlact.fit.profile import CELLS, Profile, SiteProfile, cells_of
from pwlact.fit.profile_file import write_profile
from pwlact.functions import Activation, Interval, from_expression, get
from pwlact.search import make_evaluator
from pwlact.search.methods import Placement
from pwlact.search.methods.dp import DP, DpConfig
from pwlact.search.problem import OBJECTIVES, Objective, Problem, tail_pins

# Least MSE known on the paper's grid, at 9, 16 and 32 segments.
KNOWN = {
    "sigmoid": (4.04e-6, 4.55e-7, 2.93e-8),
    "silu": (2.21e-5, 2.06e-6, 1.49e-7),
    "gelu": (6.40e-6, 5.35e-7, 3.62e-8),
    "tanh": (1.19e-5, 1.28e-6, 8.03e-8),
}


def solve(
    activation: Activation, segments: int, interval: Interval = PAPER, pins: Pins = (None, None), density: str = ""
) -> tuple[Placement, float, float]:
    """Return the placement, its MSE and its lower bound, all checked."""
    problem = Problem(
        activation=activation,
        interval=interval,
        segments=segments,
        objective=OBJECTIVES["mse"],
        pins=pins,
        density=density_of(density, activation.name) if density else None,
    )
    evaluator = make_evaluator(problem)
    placement = DP.search(evaluator, DpConfig(starts=2), 0)
    assert placement.values is None
    assert placement.points.shape == (segments - 1,)
    objective = float(evaluator.objectives(placement.points[None, :])[0])
    assert np.isfinite(objective)  # no segment is too narrow
    assert placement.lower_bound is not None
    assert 0.0 <= placement.lower_bound <= objective
    candidate = evaluator.candidate(placement.points)
    assert candidate.objective == pytest.approx(objective, rel=1e-6, abs=1e-25)
    for value, pin in zip(candidate.pwl.values[[0, -1]], pins, strict=True):
        assert pin is None or value == pin
    return placement, objective, placement.lower_bound


@pytest.mark.parametrize("name", KNOWN)
def test_reaches_the_known_optima(name: str) -> None:
    for segments, known in zip((9, 16, 32), KNOWN[name], strict=True):
        _, mse, bound = solve(get(name), segments)
        assert mse <= known * 1.005
        assert mse <= bound * 1.0001


@pytest.mark.parametrize("name", ["gelu", "sigmoid"])
def test_many_segments_are_near_the_bound(name: str) -> None:
    _, mse, bound = solve(get(name), 64)
    assert mse <= bound * 1.001


@pytest.mark.parametrize("segments", [1, 2, 3, 4])
def test_few_segments_beat_random_points(segments: int) -> None:
    evaluator = make_evaluator(
        Problem(activation=get("tanh"), interval=PAPER, segments=segments, objective=OBJECTIVES["mse"])
    )
    placement, mse, _ = solve(get("tanh"), segments)
    rows = np.sort(np.random.default_rng(1).uniform(-7.9, 7.9, (400, segments - 1)), axis=1)
    assert mse <= evaluator.objectives(rows).min()
    assert placement.evaluations >= 1


@pytest.mark.parametrize(
    ("name", "segments"), [("hardsigmoid", 3), ("hardsigmoid", 9), ("abs(x)", 2), ("abs(x)", 7), ("hardsigmoid", 64)]
)
def test_piecewise_linear_functions_are_fitted_exactly(name: str, segments: int) -> None:
    activation = from_expression(name, interval=PAPER) if "(" in name else get(name)
    _, mse, bound = solve(activation, segments)
    assert bound == 0.0
    assert mse < 1e-12


@pytest.mark.parametrize("segments", [2, 9, 32])
def test_kinks_are_near_the_bound(segments: int) -> None:
    _, mse, bound = solve(get("hardswish"), segments)
    assert mse <= bound * 1.08  # the best lines apart do not meet: nothing says that the bound is reached


@pytest.mark.parametrize("interval", [(0.0, 8.0), (2.0, 10.0), (-0.5, 0.25), (5.0, 5.01), (-60.0, 30.0)])
@pytest.mark.parametrize("segments", [1, 9, 64])
def test_other_ranges_keep_the_bound(interval: Interval, segments: int) -> None:
    _, mse, bound = solve(get("sigmoid"), segments, interval)
    assert mse <= bound * 1.01


@pytest.mark.parametrize("segments", [1, 2, 9])
def test_pins_are_kept_and_bounded(segments: int) -> None:
    activation = get("gelu")
    pins = tail_pins(activation, PAPER)
    _, mse, bound = solve(activation, segments, pins=pins)
    assert mse <= bound * 1.001
    assert mse >= solve(activation, segments)[1]
    solve(activation, segments, pins=(None, 8.5))


@pytest.mark.parametrize("density", ["normal:0,1", "normal:3,0.5"])
def test_points_for_a_density_beat_those_for_even_weights(density: str) -> None:
    _, mse, bound = solve(get("gelu"), 9, density=density)
    assert mse <= bound * 1.001
    problem = Problem(activation=get("gelu"), interval=PAPER, segments=9, objective=OBJECTIVES["mse"])
    plain = DP.search(make_evaluator(problem), DpConfig(), 0).points
    assert mse < make_evaluator(dataclasses.replace(problem, density=density_of(density))).candidate(plain).objective


@given(activations(), ranges(), st.integers(1, 12), st.integers(0, 3))
@settings(max_examples=15, deadline=None)
def test_any_problem_repeats_by_seed_and_keeps_its_bound(
    activation: Activation, interval: Interval, segments: int, seed: int
) -> None:
    evaluator = make_evaluator(
        Problem(activation=activation, interval=interval, segments=segments, objective=OBJECTIVES["mse"])
    )
    config = DpConfig(starts=1, rounds=1, moves=1)
    first, again = DP.search(evaluator, config, seed), DP.search(evaluator, config, seed)
    assert np.array_equal(first.points, again.points)
    assert first.lower_bound is not None
    assert first.lower_bound <= float(evaluator.objectives(first.points[None, :])[0])


def test_a_bound_only_of_what_it_bounds() -> None:
    for objective, known in ((Objective(mse_weight=2.0), True), (Objective(), False)):
        evaluator = make_evaluator(Problem(activation=get("tanh"), interval=PAPER, segments=5, objective=objective))
        placement = DP.search(evaluator, DpConfig(starts=0), 0)
        assert (placement.lower_bound is not None) == known
        if placement.lower_bound is not None:
            assert placement.lower_bound <= evaluator.candidate(placement.points).objective
    exact = Objective(mean_weight=0.0, max_weight=0.0, mse_weight=1.0, measure="exact")
    evaluator = make_evaluator(Problem(activation=get("tanh"), interval=PAPER, segments=5, objective=exact))
    assert DP.search(evaluator, DpConfig(starts=0), 0).lower_bound is None


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> str:
    generator = np.random.default_rng(0)
    x = generator.normal(-0.5, 1.5, 20_000)
    cells, squares = cells_of(x), np.exp(-0.2 * x**2) * generator.random(x.size)
    site = SiteProfile(
        name="act",
        function="silu",
        counts=np.bincount(cells, minlength=CELLS).astype(float),
        squares=np.bincount(cells, weights=squares, minlength=CELLS),
    )
    path = tmp_path_factory.mktemp("dp") / "p.npz"
    write_profile(path, Profile(network="toy", samples=1, sites=(site,)))
    return str(path)


@pytest.mark.parametrize("end", ["", ":act", ":sensitivity", ":act:sensitivity"])
def test_the_optimum_of_a_profile_is_proven(profile: str, end: str) -> None:
    _, mse, bound = solve(get("silu"), 6, density=profile + end)
    assert mse <= bound * 1.001


@pytest.mark.parametrize("end", ["", ":sensitivity"])
def test_no_points_of_a_coarse_grid_serve_a_profile_better(profile: str, end: str) -> None:
    placement, mse, bound = solve(get("silu"), 3, (-2.0, 2.0), density=profile + end)
    problem = Problem(
        activation=get("silu"),
        interval=(-2.0, 2.0),
        segments=3,
        objective=OBJECTIVES["mse"],
        density=density_of(profile + end, "silu"),
    )
    pairs = np.array(list(itertools.combinations(np.linspace(-1.9, 1.9, 39), 2)))
    tried = make_evaluator(problem).objectives(pairs)
    assert bound <= mse <= tried.min()
    assert placement.points == pytest.approx(pairs[tried.argmin()], abs=0.1)
