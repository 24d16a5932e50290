"""Tabulate a function on the input codes of a unit, and check that the formats can hold it."""

from __future__ import annotations

import dataclasses

import numpy as np
from numpy.typing import NDArray

from pwlact._types import Array, Codes
from pwlact.datapath import UnitSpec, fewest_terms, fraction, input_codes, order_key, table_codes
from pwlact.datapath.address import may_begin
from pwlact.datapath.inputs import MAX_INPUT_BITS
from pwlact.datapath.reflection import has_reflection
from pwlact.errors import FormatError
from pwlact.formats import FixedPoint, Format
from pwlact.functions import Activation, Interval
from pwlact.metrics import ErrorWeight
from pwlact.search.codes.grid import CodeGrid
from pwlact.search.codes.kept import nothing_kept
from pwlact.search.codes.rounding_kernels import MODES, OVERFLOWS, Arithmetic, kernel_format
from pwlact.search.codes.spec import remedy
from pwlact.search.codes.squares_kernels import moments

EXACT_BITS = 52  # sums of at most 52 bits are exact as doubles
SLOPE_MARGIN = 0.25  # possible slopes extend beyond those of f by this share of their span,
SLOPE_STEPS = 64  # and by this number of codes
MAX_SLOPE_CODES = 1 << 22  # possible slopes that are kept in memory
INFINITE = 100.0  # a slope at an end is infinite where it exceeds the others by this factor
INTERCEPT_SLACK = 1 / 16  # intercepts of tangents may exceed the limits by this share of the format's span


def code_grid(
    activation: Activation,
    interval: Interval,
    spec: UnitSpec,
    weight: ErrorWeight | None = None,
    *,
    roomy: bool = True,
) -> CodeGrid:
    """Tabulate a function on the input codes of a unit.

    Parameters
    ----------
    activation : Activation
        The function.
    interval : (float, float)
        The range.
    spec : UnitSpec
        The kind of unit.
    weight : ErrorWeight, optional
        Weight of errors; without it, 1.
    roomy : bool
        Whether the formats must hold the function, its slopes and the intercepts of its tangents. Without, a search
        does with what they hold.

    Raises
    ------
    FormatError
        If the formats cannot hold the range or what `roomy` asks for, or sums would not be exact as doubles. The
        message names the code that overflows.
    ConfigError
        If a weight is not a finite number above 0.
    """
    _check_input(spec, interval)
    codes, left_over = _codes(spec, activation, interval)
    x, beyond = spec.input.decode(codes), spec.input.decode(left_over)
    y = activation(x)
    if roomy:
        _check_output(spec, activation, codes, y)
        _check_slopes(spec, activation, x)
        _check_intercepts(spec, activation, codes, y - _steepness(activation, x) * x)
    slopes = _slopes(spec, activation, x)
    slopes = slopes[has_reflection(spec, slopes, 0.0)]
    reach = float(np.abs(y).max()) + float(np.abs(slopes).max(initial=0.0)) * float(np.abs(x).max())
    if spec.fixed:
        _check_exact(spec, reach)
    order_keys = order_key(spec, codes)
    grid = CodeGrid(
        activation=activation,
        interval=interval,
        spec=spec,
        order_keys=order_keys,
        x=x,
        y=y,
        sums=np.empty((0, 6)),
        slopes=slopes,
        levels=np.empty(0) if spec.fixed else _levels(spec),
        snap=_snap(spec, order_keys),
        reflects=_reflects(spec, x),
        weights=_weights(spec, activation, x, y, weight),
        kept=nothing_kept(x.size),
        direct=x <= spec.input.limits[1],
        left_over=left_over,
        left_weights=_weights(spec, activation, beyond, activation(beyond), weight)[0],
        arithmetic=Arithmetic(
            separate=spec.arithmetic == "separate",
            mode=MODES.index(spec.rounding),
            overflow=OVERFLOWS.index(spec.overflow),
            product=kernel_format(spec.intercept),
            output=kernel_format(spec.output),
        ),
    )
    return dataclasses.replace(grid, sums=moments(x, y, grid.row_weights))


def _snap(spec: UnitSpec, order_keys: Codes) -> Codes:
    """Return the last index at or before each, and at the end, at which a table row may begin."""
    index = np.arange(order_keys.size)
    allowed = np.where(may_begin(spec, order_keys), index, 0)
    return np.append(np.maximum.accumulate(allowed), order_keys.size)


def _codes(spec: UnitSpec, activation: Activation, interval: Interval) -> tuple[Codes, Codes]:
    """Return the codes that rows serve, of x >= 0 where the table is mirrored, and those left over to the tails.

    Where the smallest input, -2**n, is mirrored, its |x| is none of the input's codes, and one more than the largest.
    """
    codes, served = table_codes(spec, activation, interval)
    left_over, codes = codes[~served], codes[served]
    if not spec.mirrored:
        return codes, left_over
    alone = codes[:1][-codes[:1] > codes[-1:]] if spec.fixed else codes[:0]
    return np.append(codes[~np.signbit(spec.input.decode(codes))], -alone), left_over


def _reflects(spec: UnitSpec, x: Array) -> NDArray[np.bool_]:
    """Tell where -x is an input code too, for a mirrored table; floats have a -0."""
    if not spec.mirrored:
        return np.zeros(x.size, dtype=np.bool_)
    every = spec.input.decode(input_codes(spec.input))
    return np.isin(-x, every) & (x != 0.0) if spec.fixed else np.isin(-x, every)


def _weights(spec: UnitSpec, activation: Activation, x: Array, y: Array, weight: ErrorWeight | None) -> Array:
    """Return the weights of errors at x and at -x, shape (2, n); those at -x are read for a mirrored table alone."""
    weights = np.ones((2, x.size))
    if weight is not None:
        weights[0] = weight.on(x, y)
        if spec.mirrored:
            weights[1] = weight.on(-x, activation(-x))
    return weights


def _check_input(spec: UnitSpec, interval: Interval) -> None:
    """Raise where the range exceeds the input format by more than its last place."""
    low, high = spec.input.limits
    low_end, high_end = interval[0], interval[1] - float(spec.input.ulp(np.array([interval[1]]))[0])
    for bound in interval:
        step = float(spec.input.ulp(np.array([bound]))[0])
        if not low - step <= bound <= high + step:
            raise FormatError(
                f"input format {spec.input.name} must hold the range, got {bound:g}{_code(spec.input, bound)}, "
                f"beyond {low:g} to {high:g}; "
                f"{remedy(spec.input, low_end, high_end, MAX_INPUT_BITS)}, or -R {low:g} {high:g}"
            )


def _check_output(spec: UnitSpec, activation: Activation, codes: Codes, y: Array) -> None:
    """Raise where the function exceeds the output format by more than its last place."""
    low, high = spec.output.limits
    slack = float(spec.output.ulp(np.array([high]))[0])
    beyond = np.maximum(low - y, y - high)
    i = int(np.argmax(beyond))
    if beyond[i] > slack:
        raise FormatError(
            f"output format {spec.output.name} must hold {activation.name}, got {y[i]:g} at input code {codes[i]} "
            f"({float(spec.input.decode(codes[i])):g}), beyond {low:g} to {high:g}; "
            f"{remedy(spec.output, float(y.min()), float(y.max()))}"
        )


def _slopes(spec: UnitSpec, activation: Activation, x: Array) -> Array:
    """Return the values of possible slopes: those of f with a margin, limited to the format and the shift terms."""
    steep = _steepness(activation, x)
    low, high = float(steep.min()), float(steep.max())
    step = float(spec.slope.ulp(np.array([max(abs(low), abs(high))]))[0])
    margin = SLOPE_MARGIN * (high - low) + SLOPE_STEPS * step
    if not isinstance(spec.slope, FixedPoint):
        return _values(spec.slope, low - margin, high + margin)
    first = max(int(np.floor((low - margin) / step)), spec.slope.lowest)
    last = min(int(np.ceil((high + margin) / step)), spec.slope.highest)
    if last - first >= MAX_SLOPE_CODES:
        fewer = ((last - first) // MAX_SLOPE_CODES).bit_length()
        raise FormatError(
            f"a search keeps at most {MAX_SLOPE_CODES} codes of slopes, got {last - first + 1} of {spec.slope.name}; "
            f"{FixedPoint(spec.slope.integer, spec.slope.fraction - fewer, spec.slope.signed).name} would do"
        )
    codes = np.arange(first, last + 1, dtype=np.int64)
    if spec.shift_terms:
        codes = np.union1d(codes[fewest_terms(codes) <= spec.shift_terms], _powers(spec.slope, codes))
    return spec.slope.decode(codes)


def _steepness(activation: Activation, x: Array) -> Array:
    """Return f' at the input codes (n,); where it is infinite at an end, as of a root, twice the slope to the next one.

    No line through two codes is steeper than their chord.
    """
    steep, places = activation.df(x).copy(), np.unique(x)  # floats have two zeros
    if places.size < 3:
        return steep
    inner = np.abs(activation.df(places[1:-1])).max()
    for end, beside in ((0, 1), (-1, -2)):
        chord = (activation(places[beside]) - activation(places[end])) / (places[beside] - places[end])
        at_end = (x == places[end]) & (np.abs(steep) > INFINITE * (inner + abs(chord)))
        steep[at_end] = 2.0 * chord
    return steep


def _check_slopes(spec: UnitSpec, activation: Activation, x: Array) -> None:
    """Raise where the function's slopes exceed the slope format by more than its last place."""
    steep = _steepness(activation, x)
    low, high = float(steep.min()), float(steep.max())
    step = float(spec.slope.ulp(np.array([max(abs(low), abs(high))]))[0])
    lowest, highest = spec.slope.limits
    if low < lowest - step or high > highest + step:
        worst = high if high > highest + step else low
        raise FormatError(
            f"slope format {spec.slope.name} must hold the slopes of {activation.name}, got "
            f"{worst:g}{_code(spec.slope, worst)}, beyond {lowest:g} to {highest:g}; {remedy(spec.slope, low, high)}"
        )


def _powers(format_: FixedPoint, codes: Codes) -> Codes:
    """Return signed powers of two up to the first beyond the codes, since the codes may include few of them."""
    powers = 1 << np.arange(int(np.abs(codes).max()).bit_length() + 1, dtype=np.int64)
    both = np.concatenate((powers, -powers))
    return both[(both >= format_.lowest) & (both <= format_.highest)]


def _check_intercepts(spec: UnitSpec, activation: Activation, codes: Codes, tangents: Array) -> None:
    """Raise where the intercepts of the function's tangents (n,) far exceed the intercept format."""
    low, high = spec.intercept.limits
    beyond = np.maximum(low - tangents, tangents - high)
    i = int(np.argmax(beyond))
    if beyond[i] > INTERCEPT_SLACK * (high - low):
        raise FormatError(
            f"intercept format {spec.intercept.name} must hold the intercepts of {activation.name}, got "
            f"{tangents[i]:g}{_code(spec.intercept, tangents[i])} for the tangent at input code {codes[i]}, beyond "
            f"{low:g} to {high:g}; {remedy(spec.intercept, float(tangents.min()), float(tangents.max()))}"
        )


def _values(format_: Format, low: float, high: float) -> Array:
    """Return the finite values of a float format in [low, high], ascending, with one zero."""
    values = format_.decode(format_.codes())
    return np.unique(values[np.isfinite(values) & (values >= low) & (values <= high)]) + 0.0


def _levels(spec: UnitSpec) -> Array:
    """Return the values of possible intercepts in floats, ascending."""
    levels = _values(spec.intercept, *spec.intercept.limits)
    return levels[has_reflection(spec, 0.0, levels)]


def _check_exact(spec: UnitSpec, reach: float) -> None:
    """Raise where sums are not exact as doubles."""
    finest = max(spec.sum_fraction, fraction(spec.slope) + fraction(spec.input))
    bits = int(np.ceil(np.log2(2.0 * reach + 1.0))) + finest
    if bits > EXACT_BITS:
        raise FormatError(
            f"a search takes sums of at most {EXACT_BITS} bits, got {bits} with input {spec.input.name}, slope "
            f"{spec.slope.name} and intercept {spec.intercept.name}; use fewer fraction bits"
        )


def _code(format_: Format, value: float) -> str:
    """Return the words for the code of a value in fixed point; nothing for floats."""
    return f", which would be code {value / format_.step:.0f}" if isinstance(format_, FixedPoint) else ""
