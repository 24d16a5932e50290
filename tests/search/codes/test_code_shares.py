"""Shares of input codes: what rounds to each; and units whose mean square error is weighed by them."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from pwlact.datapath import UnitSpec
from pwlact.errors import ConfigError
from pwlact.fit import Density
from pwlact.fit.density import FLOOR, density_of
from pwlact.fit.profile import CELLS, Profile, SiteProfile, cells_of
from pwlact.fit.profile_file import write_profile
from pwlact.formats import parse_format
from pwlact.functions import Symmetry, get
from pwlact.search.codes.code_shares import code_shares, share_weight
from pwlact.search.evaluators import make_unit_evaluator
from pwlact.search.methods.dp import DP
from pwlact.search.problem import Problem, objective_named
from pwlact.search.result_json import result_from_json, result_to_json
from pwlact.search.solve import solve
from pwlact.settings.unit import UnitChoice, unit_spec

X = np.random.default_rng(1).normal(-0.4, 0.9, 30_000)


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Density:
    path = tmp_path_factory.mktemp("shares") / "p.npz"
    counts = np.bincount(cells_of(X), minlength=CELLS).astype(float)
    site = SiteProfile(name="a", function="silu", counts=counts)
    write_profile(path, Profile(network="toy", samples=1, sites=(site,)))
    return density_of(str(path), "silu")


def spec(name: str, symmetry: Symmetry = Symmetry.NONE) -> UnitSpec:
    return unit_spec(name, UnitChoice(), symmetry)


@pytest.mark.parametrize("name", ["q3.5", "q4.6", "e4m3"])
def test_a_code_s_share_is_that_of_the_inputs_that_round_to_it(profile: Density, name: str) -> None:
    format_ = parse_format(name)
    values, shares = code_shares(profile, format_, (-3.0, 3.0))
    inside = X[(X >= -3.0) & (X <= 3.0)]
    rounded = format_.decode(format_.encode(inside))
    wanted = np.array([np.mean(rounded == value) for value in np.unique(values)])
    found = np.array([shares[values == value].sum() for value in np.unique(values)])
    assert shares.sum() == pytest.approx(1.0)
    assert found == pytest.approx(wanted, abs=3e-3)
    assert shares.min() >= FLOOR / values.size


def test_a_normal_density_has_shares_on_uneven_codes_too() -> None:
    values, shares = code_shares(density_of("normal:0,1"), parse_format("e4m3"), (-4.0, 4.0))
    assert float(shares @ values**2) == pytest.approx(1.0, abs=0.03)


def test_weights_of_errors_are_roots_of_shares(profile: Density) -> None:
    values, shares = code_shares(profile, parse_format("q3.5"), (-2.0, 2.0))
    weight = share_weight(profile, parse_format("q3.5"), (-2.0, 2.0))
    errors = np.sin(7.0 * values)
    assert np.mean((weight.on(values, values) * errors) ** 2) == pytest.approx(float(shares @ errors**2))


def problem(density: Density | None, format_: str, segments: int = 3, symmetry: Symmetry = Symmetry.NONE) -> Problem:
    unit = spec(format_, symmetry)
    return Problem(
        activation=get("silu"),
        interval=(-2.0, 2.0),
        segments=segments,
        objective=objective_named("mse", unit),
        density=density,
        spec=unit,
    )


@pytest.mark.parametrize("format_", ["q3.4", "e4m3"])
def test_a_unit_is_measured_by_shares(profile: Density, format_: str) -> None:
    asked = problem(profile, format_)
    evaluator = make_unit_evaluator(asked)
    found = evaluator.candidate(np.array([-0.5, 0.5]))
    values, shares = code_shares(profile, spec(format_).input, asked.interval)
    assert found.unit is not None
    input_, output = spec(format_).input, spec(format_).output
    off = output.decode(found.unit(input_.encode(values))) - get("silu")(values)
    assert found.objective == pytest.approx(float(shares @ off**2))
    assert found.errors.codes is not None
    assert found.errors.codes.mean == pytest.approx(float(shares @ np.abs(off)))
    assert evaluator.objectives(np.array([[-0.5, 0.5]]))[0] == pytest.approx(found.objective, rel=0.3)


def test_dynamic_programming_is_near_the_best_of_all_starts(profile: Density) -> None:
    asked = problem(profile, "q3.3")
    evaluator = make_unit_evaluator(asked)
    best = solve(asked, DP, DP.config(), 0)
    inner = evaluator.grid.x[2:-2]
    tried = [evaluator.candidate(np.array(pair)).objective for pair in itertools.combinations(inner[::2], 2)]
    assert best.objective <= 1.25 * min(tried)  # its programme knows no rounding of outputs


def test_a_density_lowers_its_own_error_and_a_mirrored_table_takes_it(profile: Density) -> None:
    weighed, plain = (solve(problem(density, "q3.6", 4), DP, DP.config(), 0) for density in (profile, None))
    assert plain.unit is not None
    values, shares = code_shares(profile, spec("q3.6").input, (-2.0, 2.0))
    off = spec("q3.6").output.decode(plain.unit(spec("q3.6").input.encode(values))) - get("silu")(values)
    assert weighed.objective < float(shares @ off**2)
    mirrored = solve(problem(profile, "q3.6", 4, Symmetry.GATED), DP, DP.config(), 0)
    assert 0.9 * weighed.objective < mirrored.objective < 2.0 * weighed.objective


def test_a_result_with_a_density_and_a_unit_is_read_again(profile: Density) -> None:
    found = solve(problem(profile, "q3.4"), DP, DP.config(), 0)
    again = result_from_json(result_to_json(found))
    assert result_to_json(again) == result_to_json(found)
    assert again.problem.density is not None


@pytest.mark.parametrize(("objective", "fit"), [("paper", "lstsq"), ("max", "minimax"), ("mse", "minimax")])
def test_other_objectives_and_fits_of_units_take_no_density(profile: Density, objective: str, fit: str) -> None:
    with pytest.raises(ConfigError, match="a unit in a number format takes a density for its mean square error"):
        Problem(
            activation=get("silu"), interval=(-2.0, 2.0), segments=3, fit=fit,  # type: ignore[arg-type]
            objective=objective_named(objective, spec("q3.4")), density=profile, spec=spec("q3.4"),  # type: ignore[arg-type]
        )  # fmt: skip
