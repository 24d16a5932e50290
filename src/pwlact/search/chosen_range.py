"""A range that was chosen, and what it says of an approximation over all inputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pwlact._types import Array
from pwlact.datapath import Unit
from pwlact.datapath.unit import on_reals
from pwlact.functions import Interval
from pwlact.pwl import PWL
from pwlact.search.whole_task import WholeTask

EndsErrors = dict[str, float]
"""The least mean square errors found with free and with pinned ends, by these names."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ChosenRange:
    """The range on which as many segments, with the tails outside, miss a function least over all inputs.

    Parameters
    ----------
    task : WholeTask
        The function over all its inputs.
    interval : (float, float)
        The range.
    points : ndarray, shape (segments - 1,)
        Interior points that were found with it.
    error : float
        Their weighted mean square error over all inputs.
    lower_bound : float
        No PWL with as many segments, on any range, has a smaller one: proven.
    errors : dict
        The errors found with free ends and with ends pinned to the tails.
    """

    task: WholeTask
    interval: Interval
    points: Array
    error: float
    lower_bound: float
    errors: EndsErrors


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallestRange:
    """A range and the maximum error on the whole real line: it is reached on this range, and on none below the bound.

    Parameters
    ----------
    interval : (float, float)
        The range.
    error : float
        The largest error of the best approximation, the tails outside included.
    lower_bound : float
        No approximation with as many segments on any range has a smaller one, the tails being looked at at nodes.
    """

    interval: Interval
    error: float
    lower_bound: float


def range_details(chosen: ChosenRange | SmallestRange | None, pwl: PWL, unit: Unit | None = None) -> dict[str, Any]:
    """Return what a result tells of a chosen range, under the key "range"; empty where it was given.

    Parameters
    ----------
    chosen : ChosenRange, SmallestRange or None
        The range.
    pwl : PWL
        The approximation on it, whose error over all inputs is told beside the bound.
    unit : Unit, optional
        The unit that it stands for, whose own error is told then: beside a bound of real numbers, without a gap.
    """
    if chosen is None:
        return {}
    if isinstance(chosen, SmallestRange):
        return {"range": {"chosen": "auto", "max_error": chosen.error, "lower_bound": chosen.lower_bound}}
    error, bound = chosen.task.error(pwl if unit is None else on_reals(unit)), chosen.lower_bound
    told = {
        "chosen": "auto",
        "all_inputs": list(chosen.task.samples.interval),
        "mse": error,
        "lower_bound": bound,
        "gap": error / bound - 1.0 if bound > 0.0 and unit is None else None,
        "outside": chosen.task.share_outside(chosen.interval),
        "mse_by_ends": chosen.errors,
    }
    return {"range": told}


def range_lines(details: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return key and value for a range that was chosen; empty where it was given.

    Parameters
    ----------
    details : mapping
        A result's details.
    """
    told = details.get("range")
    if not told:
        return []
    if "max_error" in told:
        return [("range", f"chosen: at best {told['max_error']:.6g} at most on the whole line, the least on any range")]
    low, high = told["all_inputs"]
    above = "" if told["gap"] is None else f", at most {told['gap']:.3%} above the best on any range"
    outside = f"{told['outside']:.3%} of the weight outside"
    return [("range", f"chosen of {low:g} to {high:g}: MSE over all inputs {told['mse']:.5g}{above}, {outside}")]
