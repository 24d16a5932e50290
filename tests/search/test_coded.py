"""Results in a number format at their own points."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from pwlact.errors import FormatError
from pwlact.fit.density import density_of
from pwlact.formats import parse_format
from pwlact.functions import Symmetry, get
from pwlact.search.coded import coded, held
from pwlact.search.codes.code_shares import code_shares
from pwlact.search.evaluators import make_unit_evaluator
from pwlact.search.problem import Problem, objective_named, tail_pins
from pwlact.search.result import Result
from pwlact.search.solve import solve_given
from pwlact.settings.unit import UnitChoice, unit_spec


def real(points: list[float], density: str | None = None, low: float = -8.0) -> Result:
    problem = Problem(
        activation=get("silu"),
        interval=(low, 8.0),
        segments=len(points) + 1,
        objective=objective_named("mse"),
        density=None if density is None else density_of(density),
    )
    return dataclasses.replace(solve_given(problem, np.array(points)), method="dp", seed=3)


@pytest.mark.parametrize("format_", ["q4.12", "fp16", "q4.6"])
def test_pieces_begin_at_the_codes_next_to_the_points(format_: str) -> None:
    spec, result = unit_spec(format_, UnitChoice()), real([-2.003, -0.501, 0.4997, 1.7])
    found = coded(result, spec)
    assert found.unit is not None
    assert (found.method, found.seed, found.problem.segments) == ("dp", 3, 5)
    nearest = spec.input.decode(spec.input.encode(result.pwl.points))
    assert found.pwl.points == pytest.approx(nearest)
    assert found.objective <= 1.01 * result.objective  # its lines need not join


def test_coefficients_are_least_squares_by_shares_of_the_density() -> None:
    spec = unit_spec("q4.8", UnitChoice())
    even, weighed = (coded(real([-2.0, 0.0, 2.0], density), spec) for density in (None, "normal:0,1"))
    assert even.unit is not None
    values, shares = code_shares(density_of("normal:0,1"), spec.input, (-8.0, 8.0))
    off = spec.output.decode(even.unit(spec.input.encode(values))) - get("silu")(values)
    assert weighed.objective < 0.8 * float(shares @ off**2)
    assert weighed.objective == make_unit_evaluator(weighed.problem).candidate(np.array([-2.0, 0.0, 2.0])).objective


def test_points_beyond_the_format_or_on_one_code_are_left_out() -> None:
    found = coded(real([-6.0, -1.0, 0.5, 0.501, 5.0]), unit_spec("q3.5", UnitChoice()))
    assert found.problem.interval == (-4.0, 4.0)
    assert found.pwl.points.tolist() == [-1.0, 0.5]
    assert found.problem.segments == 3


def test_a_table_without_points_left_is_one_piece() -> None:
    assert coded(real([-7.5, 7.5]), unit_spec("q3.5", UnitChoice())).problem.segments == 1


def test_pins_are_left_out() -> None:
    result = real([-1.0, 1.0])
    pinned = dataclasses.replace(result.problem, pins=tail_pins(get("silu"), (-8.0, 8.0)))
    found = coded(dataclasses.replace(result, problem=pinned), unit_spec("q4.8", UnitChoice()))
    assert found.problem.pins == (None, None)


def test_mirrored_tables_are_refused() -> None:
    with pytest.raises(FormatError, match="a mirrored table is searched"):
        coded(real([-1.0, 1.0]), unit_spec("q4.8", UnitChoice(), Symmetry.GATED))


@pytest.mark.parametrize(
    ("interval", "format_", "wanted"),
    [
        ((-8.0, 8.0), "q4.12", (-8.0, 8.0)),
        ((-9.0, 3.0), "q3.5", (-4.0, 3.0)),
        ((5.0, 6.0), "q3.5", (5.0, 6.0)),
        ((-8.0, 8.0), "bf16", (-8.0, 8.0)),
    ],
)
def test_a_format_holds_a_part_of_a_range(
    interval: tuple[float, float], format_: str, wanted: tuple[float, float]
) -> None:
    assert held(interval, parse_format(format_)) == wanted
