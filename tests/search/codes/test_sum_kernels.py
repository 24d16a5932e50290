"""Sums within limits of the output, against the outputs of sums next to the ends and anywhere."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from pwlact.datapath import UnitSpec
from pwlact.formats import FixedPoint, FloatFormat, Overflow, Rounding, parse_format
from pwlact.search.codes.rounding_kernels import MODES, OVERFLOWS, Arithmetic, kernel_format, rounded
from pwlact.search.codes.sum_kernels import sums_within

FINER = 3  # fraction bits of sums beyond the output's
SPECS = [
    (name, overflow, rounding)
    for name, overflow, rounding in itertools.product(("q2.2", "q5.-1", "e3m2", "fp8_e4m3"), Overflow, Rounding)
    if overflow is not (Overflow.INFINITE if name.startswith("q") else Overflow.WRAP)
]


def spec_of(name: str, overflow: Overflow, rounding: Rounding) -> UnitSpec:
    """Return a unit whose products have `FINER` fraction bits beyond the output, in fixed point."""
    output = parse_format(name)
    shared = {"output": output, "overflow": overflow, "rounding": rounding}
    if isinstance(output, FloatFormat):
        return UnitSpec(input=output, slope=output, intercept=output, **shared)
    finer = FixedPoint(6, output.fraction + FINER)
    return UnitSpec(input=FixedPoint(4, 0), slope=finer, intercept=finer, **shared)


def sums_of(spec: UnitSpec) -> np.ndarray:
    """Return all sums well beyond the output in fixed point; of floats, the ends of what is rounded to an output."""
    if isinstance(spec.output, FixedPoint):
        reach = 3 * (spec.output.highest << FINER)
        return np.arange(-reach, reach + 1) * 2.0**-spec.sum_fraction
    values = spec.output.decode(spec.output.codes())
    values = np.unique(values[np.isfinite(values)])
    step = values[-1] - values[-2]
    values = np.concatenate(([values[0] - step], values, [values[-1] + step, 1e30, -1e30]))
    ends = np.concatenate((values, 0.5 * (np.sort(values)[1:] + np.sort(values)[:-1])))
    return np.unique(np.concatenate((ends, np.nextafter(ends, np.inf), np.nextafter(ends, -np.inf))))


@pytest.mark.parametrize(("name", "overflow", "rounding"), SPECS)
def test_sums_are_all_those_whose_outputs_are_within_limits(name: str, overflow: Overflow, rounding: Rounding) -> None:
    spec = spec_of(name, overflow, rounding)
    how = Arithmetic(
        separate=False,
        mode=MODES.index(rounding),
        overflow=OVERFLOWS.index(overflow),
        product=kernel_format(spec.intercept),
        output=kernel_format(spec.output),
    )
    sums, step = sums_of(spec), spec.output.ulp(np.array([1.0]))[0]
    outputs = np.array([rounded(total, how) for total in sums.tolist()])
    if overflow is Overflow.WRAP:
        unwrapped = how._replace(output=how.output._replace(low=-1e9, high=1e9))
        outputs = np.where(outputs == [rounded(total, unwrapped) for total in sums.tolist()], outputs, np.nan)
    rng, (bottom, top) = np.random.default_rng(0), spec.output.limits
    lowest = np.concatenate((rng.uniform(bottom, top, 40), rng.choice(outputs[np.isfinite(outputs)], 40), [-2.0, 0.0]))
    width = np.concatenate((rng.uniform(-step, 4.0 * step, 80), [4.0, 0.0]))
    low, high = sums_within(lowest, lowest + width, 0.0, how, 2.0**-spec.sum_fraction if spec.fixed else 0.0)
    for i in range(lowest.size):
        inside = (outputs >= lowest[i]) & (outputs <= lowest[i] + width[i])
        np.testing.assert_array_equal((sums >= low[i]) & (sums <= high[i]), inside, err_msg=f"{lowest[i]} {width[i]}")
