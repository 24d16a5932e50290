"""Errors of a unit over its input codes: those in the range, and all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pwlact._types import Array
from pwlact.datapath.code_values import code_values
from pwlact.datapath.unit import Unit
from pwlact.functions import Activation, Interval
from pwlact.metrics import Errors

MAX_PLACES = 16  # places of reversals that a report keeps


@dataclass(frozen=True, slots=True, kw_only=True)
class AllCodes:
    """Errors of a unit over every finite input code, tails and seams included, where the output can hold f(x).

    Parameters
    ----------
    inputs : int
        Number of these input codes.
    max : float or None
        Largest error; None where an output is infinite or NaN.
    worst : float
        Input of the largest error.
    reversals : int
        Number of steps from an input code to the next at which the output falls where f rises, or rises where f falls.
    reversals_at : tuple of float
        Inputs after these steps, ascending, the first 16.
    beyond : int
        Number of finite input codes at which f(x) exceeds the output format, or has no value: there no output is right,
        and they are left out.
    """

    inputs: int
    max: float | None
    worst: float
    reversals: int
    reversals_at: tuple[float, ...]
    beyond: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitReport:
    """Errors of a unit against the exact function.

    Parameters
    ----------
    errors : Errors
        Errors over the input codes in the range, both ends included, each of the same weight.
    ulp : float
        Largest error in the range in units in the last place: |unit(x) - f(x)| / ulp(f(x)), see `Format.ulp`. Of a
        float, ulp(f(x)) shrinks with |f(x)| down to that of the smallest normal number.
    worst : float
        Input of the largest error.
    outside : float or None
        Largest error over the finite input codes outside the range at which the output can hold f(x); None where there
        are none, or an output is infinite.
    reversals : int
        Number of steps from an input code in the range to the next at which the output falls where f rises, or rises
        where f falls.
    inputs : int
        Number of input codes in the range.
    ulp_worst : float or None
        Input of the largest error in units in the last place; None in results of earlier versions.
    all_codes : AllCodes or None
        Errors over every finite input code; None in results of earlier versions.
    """

    errors: Errors
    ulp: float
    worst: float
    outside: float | None
    reversals: int
    inputs: int
    ulp_worst: float | None = None
    all_codes: AllCodes | None = None


@np.errstate(over="ignore", invalid="ignore")
def unit_report(unit: Unit, activation: Activation, interval: Interval, shares: Array | None = None) -> UnitReport:
    """Return the errors of a unit against its function over every finite input code.

    Parameters
    ----------
    unit : Unit
        The unit.
    activation : Activation
        The exact function.
    interval : (float, float)
        The range; both ends belong to it.
    shares : ndarray, shape (inputs,), optional
        Share of each input code in the range, ascending by value, in the mean errors, 1 in all; by default even.

    Raises
    ------
    FormatError
        If the input format has more than 20 bits, or no code in the range.
    """
    found = code_values(unit, activation, interval)
    x, inside, turns = found.x, found.inside, found.turns
    off = np.abs(found.errors)
    within, places = off[inside], off[inside] / unit.spec.output.ulp(found.exact[inside])
    return UnitReport(
        errors=_errors(within, shares),
        ulp=float(places.max()),
        worst=float(x[inside][int(within.argmax())]),
        outside=_largest(off[found.counted & ~inside]),
        reversals=int(np.sum(turns[inside[1:] & inside[:-1]])),
        inputs=int(inside.sum()),
        ulp_worst=float(x[inside][int(places.argmax())]),
        all_codes=_all_codes(x, off, turns, found.counted),
    )


def _errors(off: Array, shares: Array | None) -> Errors:
    if shares is None:
        return Errors(max=float(off.max()), mean=float(off.mean()), mse=float(np.mean(off**2)))
    return Errors(max=float(off.max()), mean=float(shares @ off), mse=float(shares @ off**2))


def _all_codes(x: Array, off: Array, turns: NDArray[Any], counted: NDArray[Any]) -> AllCodes:
    """Return the report on the inputs that are counted; `turns` tells of the steps between neighbours."""
    at = x[1:][turns & counted[1:] & counted[:-1]]
    return AllCodes(
        inputs=int(counted.sum()),
        max=_largest(off[counted]),
        worst=float(x[counted][int(np.argmax(np.where(np.isnan(off), np.inf, off)[counted]))]),
        reversals=at.size,
        reversals_at=tuple(at[:MAX_PLACES].tolist()),
        beyond=int(x.size - counted.sum()),
    )


def _largest(off: Array) -> float | None:
    """Return the largest of some errors; None where there are none, or one is infinite or NaN."""
    largest = float(np.max(off, initial=0.0))
    return largest if off.size and np.isfinite(largest) else None
