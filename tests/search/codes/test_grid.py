"""The tube of sums: exactly those whose outputs keep to the tolerance, by the datapath's own model."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from search.codes.kinds import MIRRORED, Array, Codes, grid_of, settings_of

from pwlact import functions
from pwlact.datapath import UnitSpec
from pwlact.datapath.fixed_point import evaluate_fixed
from pwlact.datapath.floating_point import evaluate_floats
from pwlact.formats import FixedPoint, FloatFormat, Overflow, parse_format
from pwlact.functions import Symmetry
from pwlact.search.codes.grid import CodeGrid

FIXED = (
    ("q3.4", "q3.4", "q4.8", "q3.4"),  # sums finer than the output
    ("q3.4", "q3.2", "q4.3", "q3.7"),  # coarser
    ("q3.3", "q3.3", "q4.6", "q1.6"),  # as fine; what goes to one fills the output
    ("q3.3", "q4.0", "q6.-1", "q3.3"),
)


def id_of(settings: dict[str, Any]) -> str:
    """Return a test's name."""
    return "-".join(mode.value for mode in settings.values())


def served(grid: CodeGrid) -> list[tuple[int, int, float]]:
    """Return (index, input code, f there) of every input that the grid's sums serve."""
    spec, inputs = grid.spec, []
    codes = spec.input.codes()
    x = spec.input.decode(codes)
    for i, at in enumerate(grid.x):
        wanted = [int(code) for code in codes[x == at]]
        if not spec.fixed:  # of the two zeros, the one in the grid
            wanted = [code for code in wanted if np.signbit(spec.input.decode(code)) == np.signbit(at)]
        if spec.symmetry is not Symmetry.NONE and not (spec.fixed and at == 0.0):
            mirrored = codes[x == -at]
            wanted += [int(c) for c in mirrored if spec.fixed or np.signbit(spec.input.decode(c)) != np.signbit(at)]
        inputs += [(i, code, float(grid.activation(spec.input.decode(code)))) for code in wanted]
    return inputs


def outputs(spec: UnitSpec, code: int, sums: Array) -> Array:
    """Return what the unit puts out for an input whose table entry adds up to each sum; NaN where it wraps round."""
    if isinstance(spec.input, FixedPoint):
        fraction_bits = spec.sum_fraction
        spec = dataclasses.replace(spec, arithmetic="fused", intercept=FixedPoint(32 - fraction_bits, fraction_bits))
    intercepts = spec.intercept.encode(sums)
    np.testing.assert_array_equal(spec.intercept.decode(intercepts), sums)
    found = _outputs(spec, code, intercepts)
    if spec.overflow is not Overflow.WRAP:
        return found
    assert isinstance(spec.output, FixedPoint)
    unwrapped = dataclasses.replace(spec, output=FixedPoint(24 - spec.output.fraction, spec.output.fraction))
    return np.where(_outputs(unwrapped, code, intercepts) == found, found, np.nan)


def _outputs(spec: UnitSpec, code: int, intercepts: Codes) -> Array:
    """Return the outputs of level pieces, one for each intercept."""
    evaluate = evaluate_fixed if spec.fixed else evaluate_floats
    return spec.output.decode(evaluate(spec, np.full_like(intercepts, code), np.zeros_like(intercepts), intercepts))


def check(grid: CodeGrid, tolerance: float, generator: np.random.Generator) -> None:
    """Try sums at the tube's edges, next to them, and anywhere about the function, at some of the codes."""
    low, high = grid.tube(tolerance)
    chosen = [one for one in served(grid) if one[0] in {0, 1, grid.size - 1} or generator.random() < 0.1]
    indices = {index for index, _, _ in chosen}
    keeps: dict[int, Array] = {}
    tried: dict[int, Array] = {}
    for index, code, wanted in served(grid):
        if index not in indices:
            continue
        if index not in tried:
            tried[index] = _sums(grid, index, low, high, tolerance, generator)
            keeps[index] = np.full(tried[index].size, True)
        off = np.abs(outputs(grid.spec, code, tried[index]) - wanted)
        keeps[index] &= off <= tolerance
    for index, sums in tried.items():
        inside = (sums >= low[index]) & (sums <= high[index])
        np.testing.assert_array_equal(inside, keeps[index], err_msg=f"{grid.spec}, x = {grid.x[index]}")


def _sums(
    grid: CodeGrid, index: int, low: Array, high: Array, tolerance: float, generator: np.random.Generator
) -> Array:
    """Return sums near the tube's edges, the function and the output's limits."""
    spec = grid.spec
    edges = [edge for edge in (low[index], high[index]) if abs(edge) < 1e6]
    around = generator.uniform(-2.5, 2.5, 8) * (tolerance + float(spec.output.ulp(grid.y[index]))) + grid.y[index]
    ends = np.array(spec.output.limits)
    if isinstance(spec.output, FixedPoint):
        quantum = 2.0**-spec.sum_fraction
        centres = np.concatenate((edges, around, ends)) / quantum
        return np.unique(np.concatenate([np.floor(centres) + k for k in (-1, 0, 1, 2)])) * quantum
    return _on_floats(grid, np.concatenate((edges, around, ends)))


def _on_floats(grid: CodeGrid, centres: Array) -> Array:
    intercept = grid.spec.intercept
    assert isinstance(intercept, FloatFormat)
    codes = intercept.order(intercept.encode(np.clip(centres, *intercept.limits)))
    top = intercept.largest_pattern
    near = np.unique(np.concatenate([np.clip(codes + k, -top - 1, top) for k in (-1, 0, 1)]))
    return intercept.decode(intercept.from_order(near))


@pytest.mark.parametrize("settings", settings_of(fixed=True), ids=id_of)
def test_holds_exactly_the_sums_that_keep_to_a_tolerance(settings: dict[str, Any]) -> None:
    generator = np.random.default_rng(1)
    for formats in FIXED:
        wide = [("silu", (-3.0, 3.0))] if formats[3] != "q1.6" else []
        for function, interval in (*wide, ("sigmoid", (-4.0, 4.0)), ("tanh", (-2.0, 1.0))):
            for arithmetic in ("fused", "separate"):
                grid = grid_of(function, interval, *formats, arithmetic=arithmetic, **settings)
                step = grid.spec.output.ulp(grid.y)[0]
                for tolerance in (0.2 * step, 0.5 * step, step, 2.3 * step, 40.0 * step):
                    check(grid, tolerance, generator)


@pytest.mark.parametrize("settings", settings_of(fixed=True), ids=id_of)
@pytest.mark.parametrize("symmetry", MIRRORED, ids=lambda symmetry: symmetry.value)
def test_holds_for_both_sides_of_a_mirrored_table(symmetry: Symmetry, settings: dict[str, Any]) -> None:
    generator = np.random.default_rng(2)
    for formats in FIXED:
        if symmetry is Symmetry.GATED and formats[3] == "q1.6":
            continue
        grid = grid_of(MIRRORED[symmetry], (-4.0, 4.0), *formats, symmetry=symmetry, **settings)
        step = grid.spec.output.ulp(grid.y)[0]
        for tolerance in (0.5 * step, step, 2.3 * step, 40.0 * step):
            check(grid, tolerance, generator)


@pytest.mark.parametrize("settings", settings_of(fixed=False), ids=id_of)
@pytest.mark.parametrize("name", ["fp8_e4m3", "fp8_e5m2", "e3m3", "e3m2fn"])
def test_the_tube_holds_for_floats(name: str, settings: dict[str, Any]) -> None:
    generator = np.random.default_rng(3)
    mirrored = [(MIRRORED[symmetry], (-4.0, 4.0), symmetry) for symmetry in MIRRORED]
    fills = [(functions.get("silu"), (-12.0, 12.0), Symmetry.NONE)]  # e3m3 ends there
    for activation, interval, symmetry in (*mirrored, *fills):
        grid = grid_of(activation, interval, name, symmetry=symmetry, **settings)
        step = float(np.median(grid.spec.output.ulp(grid.y)))
        for tolerance in (0.5 * step, 1.3 * step, 20.0 * step):
            check(grid, tolerance, generator)


@pytest.mark.parametrize("settings", settings_of(fixed=False), ids=id_of)
@pytest.mark.parametrize("name", ["e3m3", "e3m2fn", "e2m4"])
def test_holds_for_sums_between_and_beyond_floats(name: str, settings: dict[str, Any]) -> None:
    """Any lines, up to where sums overflow; all are exact as doubles."""
    generator = np.random.default_rng(4)
    end = parse_format(name).limits[1]
    for activation, symmetry in ((functions.get("silu"), Symmetry.NONE), (MIRRORED[Symmetry.ODD], Symmetry.ODD)):
        grid = grid_of(activation, (-end, end), name, symmetry=symmetry, **settings)
        codes = grid.spec.input.codes()
        codes = codes[np.isfinite(grid.spec.input.decode(codes))]
        low, high = grid.tube(end / 3.0)
        for index, code, wanted in served(grid):
            slopes, intercepts = generator.choice(codes, (2, 40))
            totals = grid.spec.slope.decode(slopes) * grid.x[index] + grid.spec.intercept.decode(intercepts)
            found = evaluate_floats(grid.spec, np.full_like(slopes, code), slopes, intercepts)
            keeps = np.abs(grid.spec.output.decode(found) - wanted) <= end / 3.0
            inside = (totals >= low[index]) & (totals <= high[index])
            if not grid.reflects[index]:
                np.testing.assert_array_equal(inside, keeps, err_msg=f"{grid.spec}, x = {grid.x[index]}")
            assert np.all(keeps[inside])


def test_takes_a_tolerance_of_each_place() -> None:
    grid = grid_of("silu", (-3.0, 3.0), "fp8_e4m3")
    tolerances = grid.spec.output.ulp(grid.y)
    low, high = grid.tube(tolerances)
    for i, tolerance in enumerate(tolerances.tolist()):
        one_low, one_high = grid.tube(tolerance)
        assert (low[i], high[i]) == (one_low[i], one_high[i])


@pytest.mark.parametrize("symmetry", Symmetry, ids=lambda symmetry: symmetry.value)
def test_a_part_has_the_tube_of_the_whole(symmetry: Symmetry) -> None:
    activation = MIRRORED.get(symmetry, functions.get("silu"))
    grid = grid_of(activation, (-3.0, 3.0), "q3.4", symmetry=symmetry)
    low, high = grid.tube(0.05)
    part_low, part_high = grid.part(5, 17).tube(0.05)
    np.testing.assert_array_equal(part_low, low[5:17])
    np.testing.assert_array_equal(part_high, high[5:17])


def test_a_tolerance_of_its_own_at_minus_x_bounds_the_reflected_output() -> None:
    """Silu is small at -x, where half an ULP is finer; sums there are rounded inward to doubles."""
    grid = grid_of("silu", (-4.0, 4.0), "fp8_e4m3", symmetry=Symmetry.GATED)
    tolerance = np.stack((grid.spec.output.ulp(grid.y), grid.spec.output.ulp(grid.activation(-grid.x))))
    low, high = grid.tube(tolerance)
    here, there = grid.tube(tolerance[0]), grid.tube(tolerance[1])
    assert np.all((low >= here[0]) & (high <= here[1]))
    assert np.all((low <= there[0]) & (high >= there[1]))
    assert np.any(low > here[0])


def outermost(edge: float, way: float) -> Fraction:
    """Return the first sum on the inside of an edge, left out itself where the edge's last bit is odd."""
    odd = int(np.float64(edge).view(np.int64)) & 1
    return Fraction(float(np.nextafter(edge, -way * np.inf) if odd else edge))


def test_reflected_edges_beyond_a_double_are_rounded_inward() -> None:
    """Near the right end, sums that serve -x lie within 2^-60 of 1."""
    both = grid_of("sigmoid", (-80.0, 80.0), "bf16", symmetry=Symmetry.COMPLEMENTARY)
    plain = grid_of("sigmoid", (-80.0, 80.0), "bf16")
    small = plain.spec.output.ulp(both.activation(-both.x))
    low, high = both.tube(np.stack((np.full(both.size, 9.0), small)))
    there_low, there_high = plain.tube(plain.spec.output.ulp(plain.y))
    exact = 0
    for x, first, last in zip(both.x[::16], low[::16], high[::16], strict=True):
        i = int(np.searchsorted(plain.x, -x))
        found = outermost(first, 1.0), outermost(last, -1.0)
        wanted = 1 - outermost(there_high[i], -1.0), 1 - outermost(there_low[i], 1.0)
        assert 0 <= found[0] - wanted[0] <= Fraction(2) ** -51
        assert 0 <= wanted[1] - found[1] <= Fraction(2) ** -51
        exact += found == wanted
    assert 0 < exact < both.x[::16].size
