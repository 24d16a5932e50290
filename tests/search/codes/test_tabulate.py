"""The grid of codes against its definition, and what no format holds: the message names one that would do."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import numpy as np
import pytest
from search.codes.kinds import MIRRORED, grid_of, spec_of

from pwlact import functions
from pwlact.datapath import Unit, UnitSpec, codes_within, fewest_terms, unit_report
from pwlact.datapath.inputs import MAX_INPUT_BITS
from pwlact.errors import FormatError
from pwlact.formats import Format, parse_format
from pwlact.functions import Activation, Interval, Symmetry, from_expression
from pwlact.search.codes.cover import smallest_cover
from pwlact.search.codes.table_rows import build_unit
from pwlact.search.codes.tabulate import code_grid
from pwlact.settings.unit import UnitChoice, unit_spec

NAMES = ("input", "slope", "intercept", "output")


def wanted_format(message: str) -> Format:
    """Return the format that a message says would do."""
    found = re.search(r"(\S+) would do", message)
    assert found is not None, message
    return parse_format(found[1])


def _searched(activation: Activation, interval: Interval, spec: UnitSpec) -> Unit:
    grid = code_grid(activation, interval, spec)
    return build_unit(grid, smallest_cover(grid, 4))


def refused(activation: Activation, interval: Interval, formats: tuple[str, ...], **settings: Any) -> str:
    """Return the message of one line with which a problem is refused, before or at the end of its search."""
    with pytest.raises(FormatError) as caught:
        _searched(activation, interval, spec_of(*formats, **settings))
    assert "\n" not in str(caught.value)
    return str(caught.value)


REFUSED: tuple[tuple[str, str, Interval, tuple[str, ...], str], ...] = (
    ("input", "silu", (-8.0, 8.0), ("q3.8", "q3.8", "q5.8", "q5.8"), "would be code -2048"),
    ("input", "silu", (-8.0, 100.0), ("q4.8", "q3.8", "q9.8", "q8.8"), "would be code 25600"),
    ("input", "silu", (-1000.0, 1000.0), ("q4.12", "q3.8", "q11.8", "q11.8"), "would be code -4096000"),
    ("input", "silu", (-4.0, 4.0), ("uq3.8", "q3.8", "q5.8", "q5.8"), "would be code -1024"),
    ("input", "silu", (-240.0, 240.0), ("e3m4",) * 4, "beyond -15.5 to 15.5"),
    ("output", "silu", (-8.0, 7.9), ("q4.8", "q3.8", "q5.8", "q3.8"), "got 7.89551 at input code 2022"),
    ("output", "silu", (-4.0, 4.0), ("q4.8", "q3.8", "q5.8", "uq4.8"), "-0.278"),
    ("output", "exp", (-4.0, 3.0), ("q4.8", "q6.8", "q8.8", "q4.8"), "20.0"),
    ("output", "exp", (-4.0, 10.0), ("e4m3",) * 4, "beyond -240 to 240"),
    ("slope", "silu", (-8.0, 8.0), ("q5.8", "q1.8", "q5.8", "q5.8"), "would be code 282"),
    ("slope", "exp", (-8.0, 3.0), ("q5.8", "q3.8", "q8.8", "q7.8"), "20.0"),
    ("slope", "silu", (-8.0, 8.0), ("q5.8", "uq1.8", "q5.8", "q5.8"), "would be code -26"),
    ("slope", "tanhshrink", (-0.5, 0.5), ("q5.8", "q0.8", "q5.8", "q5.8"), "tails' slopes, got 1,"),
    ("intercept", "exp", (-8.0, 3.0), ("q5.8", "q6.8", "q3.8", "q7.8"), "would be code -10284"),
    ("intercept", "tanh", (-0.5, 0.5), ("q5.8", "q3.8", "q0.8", "q5.8"), "tails' intercepts, got -1,"),
)


@pytest.mark.parametrize(("which", "function", "interval", "formats", "said"), REFUSED, ids=str)
def test_a_format_that_is_too_narrow_is_refused_with_one_that_would_do(
    which: str, function: str, interval: Interval, formats: tuple[str, ...], said: str
) -> None:
    activation = functions.get(function)
    spec = spec_of(*formats)
    message = refused(activation, interval, formats)
    assert f"{which} format {getattr(spec, which).name} must hold" in message
    assert said in message
    wider = wanted_format(message)
    changes = {which: wider} if spec.fixed else dict.fromkeys(NAMES, wider)
    wider_spec = dataclasses.replace(spec, **changes)
    if wider.bits == MAX_INPUT_BITS:
        assert code_grid(activation, interval, wider_spec).size > 1 << 19  # a million codes: no need to search them
        return
    unit = _searched(activation, interval, wider_spec)
    largest = float(np.abs(activation(np.array(interval))).max())
    assert unit_report(unit, activation, interval).errors.max < 1.0 + 0.05 * largest


def test_the_range_that_a_message_offers_works_too() -> None:
    message = refused(functions.get("silu"), (-8.0, 100.0), ("q4.8", "q3.8", "q6.8", "q5.8"))
    low, high = (float(part) for part in re.findall(r"-R (\S+) (\S+)$", message)[0])
    assert grid_of("silu", (low, high), "q4.8", "q3.8", "q6.8", "q5.8").x[0] == -8.0


def test_an_input_of_more_than_twenty_bits_is_refused() -> None:
    message = refused(functions.get("silu"), (-8.0, 8.0), ("q4.17", "q3.8", "q5.8", "q5.8"))
    assert "at most 20 bits" in message
    assert "q4.17 with 21" in message
    assert grid_of("silu", (-8.0, 8.0), "q4.16", "q3.8", "q5.8", "q5.8").size == 1 << 20


def test_sums_that_doubles_do_not_hold_are_refused() -> None:
    """Slopes of 2**-20 in 46 fraction bits, inputs in 8; with 38 they are exact."""
    activation = from_expression("x / 1048576", interval=(-8.0, 8.0))
    formats = ("q4.8", "q-18.46", "q-16.44", "q-16.30")
    message = refused(activation, (-8.0, 8.0), formats)
    assert re.search(r"sums of at most 52 bits, got 5\d with .* slope q-18.46 .*; use fewer fraction bits", message)
    spec = dataclasses.replace(spec_of(*formats), slope=parse_format("q-18.38"))
    assert unit_report(_searched(activation, (-8.0, 8.0), spec), activation, (-8.0, 8.0)).errors.max < 2.0**-30


def test_slopes_too_many_to_tabulate_are_refused_with_a_format_that_would_do() -> None:
    formats = ("q4.8", "q8.24", "q5.12", "q4.8")
    message = refused(functions.get("silu"), (-8.0, 8.0), formats)
    assert "codes of slopes" in message
    spec = dataclasses.replace(spec_of(*formats), slope=wanted_format(message))
    assert code_grid(functions.get("silu"), (-8.0, 8.0), spec).slopes.size > 1 << 20


def test_a_range_without_codes_is_refused() -> None:
    assert "must have codes in the range" in refused(functions.get("silu"), (0.51, 0.52), ("q4.4",))


@pytest.mark.parametrize("name", ["q3.5", "fp8_e4m3", "e3m4"])
def test_places_are_the_inputs_in_the_range_one_apart(name: str) -> None:
    for activation in (functions.get("silu"), from_expression("sin(x)", interval=(-6.0, 6.0))):
        for interval in ((-3.5, 3.5), (-1.0, 2.03), (0.3, 3.0)):
            grid = grid_of(activation, interval, name)
            codes, inside = codes_within(grid.spec.input, interval)
            np.testing.assert_array_equal(grid.x, grid.spec.input.decode(codes[inside]))
            np.testing.assert_array_equal(np.diff(grid.order_keys), 1)
            np.testing.assert_array_equal(grid.y, activation(grid.x))
            assert not grid.reflects.any()


@pytest.mark.parametrize("symmetry", MIRRORED, ids=lambda symmetry: symmetry.value)
def test_a_mirrored_table_serves_every_input_of_the_range(symmetry: Symmetry) -> None:
    activation = MIRRORED[symmetry]
    for name in ("q3.5", "fp8_e4m3"):
        for interval in ((-4.0, 4.0), (-2.0, 2.0), (-1.01, 1.01)):
            grid = grid_of(activation, interval, name, symmetry=symmetry)
            codes, inside = codes_within(grid.spec.input, interval)
            x = grid.spec.input.decode(codes[inside])
            served = np.sort(np.concatenate((grid.x[grid.direct], -grid.x[grid.reflects])))
            np.testing.assert_array_equal(served, x)


@pytest.mark.parametrize("terms", [0, 1, 2, 3])
def test_slopes_are_codes_that_shifts_can_make_about_those_of_the_function(terms: int) -> None:
    grid = grid_of("silu", (-3.5, 3.5), "q3.5", "q3.9", "q5.9", "q3.5", shift_terms=terms)
    steep = grid.activation.df(grid.x)
    codes = np.asarray(grid.spec.slope.encode(grid.slopes))
    np.testing.assert_array_equal(grid.spec.slope.decode(codes), grid.slopes)
    assert np.all(np.diff(grid.slopes) > 0)
    between = np.arange(int(np.ceil(steep.min() * 512)), int(steep.max() * 512) + 1)
    allowed = between if terms == 0 else between[fewest_terms(between) <= terms]
    assert set(allowed.tolist()) <= set(codes.tolist())
    assert terms == 0 or np.all(fewest_terms(codes) <= terms)
    assert grid.slopes[0] < steep.min()
    assert grid.slopes[-1] > steep.max()


@pytest.mark.parametrize("name", ["fp8_e4m3", "e3m4", "fp16"])
def test_floats_of_a_mirrored_table_have_coefficients_that_reflect(name: str) -> None:
    gated = grid_of("silu", (-4.0, 4.0), name, symmetry=Symmetry.GATED)
    complementary = grid_of("sigmoid", (-4.0, 4.0), name, symmetry=Symmetry.COMPLEMENTARY)
    values = gated.spec.input.decode(gated.spec.input.codes())
    assert np.all(np.isin(gated.slopes - 1.0, values))
    assert np.all(np.isin(1.0 - complementary.levels, values))
    all_levels = grid_of("sigmoid", (-4.0, 4.0), name).levels
    left_out = all_levels[~np.isin(all_levels, complementary.levels) & (np.abs(all_levels) < complementary.levels[-1])]
    assert left_out.size
    assert not np.any(np.isin(1.0 - left_out, values))


@pytest.mark.parametrize(("text", "largest"), [("sqrt(x)", 150.0), ("sqrt(1-x)", 150.0)])
@pytest.mark.parametrize("name", ["q3.12", "fp16"])
def test_an_infinite_slope_at_an_end_leaves_the_slopes_of_lines(text: str, largest: float, name: str) -> None:
    activation = from_expression(text, interval=(0.0, 1.0))
    grid = code_grid(activation, (0.0, 1.0), unit_spec(name, UnitChoice()))
    chords = np.abs(np.diff(grid.y[grid.x > 0]) / np.diff(grid.x[grid.x > 0]))
    assert np.abs(grid.slopes).max() >= chords.max()
    if name == "q3.12":
        assert np.abs(grid.slopes).max() < 2.0 * largest
