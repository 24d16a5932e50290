"""Weights of errors: relative errors, errors in last places, and errors weighted by an expression in x."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from pwlact._types import Array
from pwlact.errors import ConfigError
from pwlact.formats import FixedPoint, FloatFormat, Format, parse_format
from pwlact.functions import plain_function

FLOOR = 1e-6  # of |f| in relative errors, in real numbers
FORMS = "relative, relative:FLOOR, ulp, ulp:FORMAT, or an expression in x as 1/(abs(x)+0.1)"


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorWeight:
    """A weight w(x) > 0 of errors: p is measured by w(x) |p(x) - f(x)|. Make one with `weight_of`.

    Parameters
    ----------
    text : str
        The text that names it, complete: "relative:1e-06", "ulp:bf16", "1/(abs(x)+0.1)".
    function : callable
        (x, f(x)), arrays of one shape, to w.
    """

    text: str
    function: Callable[[Array, Array], Array] = field(repr=False, compare=False)

    def on(self, x: Array, y: Array) -> Array:
        """Return the weights of samples.

        Parameters
        ----------
        x, y : ndarray, shape (n,)
            Samples, and the function there.

        Raises
        ------
        ConfigError
            If a weight is not a finite number above 0.
        """
        with np.errstate(all="ignore"):
            weights = np.broadcast_to(np.asarray(self.function(x, y), dtype=np.float64), x.shape)
        fine = np.isfinite(weights) & (weights > 0)
        if not fine.all():
            bad = int(np.argmin(fine))
            raise ConfigError(
                f"a weight of errors is a finite number above 0, got {weights[bad]:g} from {self.text!r} at "
                f"x = {x[bad]:g}; choose another weight or range"
            )
        return weights


def weight_of(text: str, output: Format | None = None) -> ErrorWeight:
    """Return the weight that a text names.

    "relative:FLOOR" is w(x) = 1 / max(|f(x)|, FLOOR). "relative" has the floor 1e-6 in real numbers, the step of a
    fixed-point output and the smallest normal number of a float output. "ulp:FORMAT" is w(x) = 1 / ulp(f(x)), the
    distance of neighbouring numbers of the format at f(x); "ulp" is of the output format. Anything else is an
    expression in x.

    Parameters
    ----------
    text : str
        One of these forms.
    output : Format, optional
        Output format of a unit; None in real numbers.

    Raises
    ------
    ConfigError
        If the floor is no finite number above 0, or "ulp" has no format.
    FormatError
        If the format does not exist.
    ExpressionError
        If the text is outside the language of expressions.
    """
    name, _, parameter = text.strip().partition(":")
    if name == "relative":
        floor = _floor(parameter) if parameter else _default_floor(output)
        return ErrorWeight(text=f"relative:{floor!r}", function=partial(_relative, floor))
    if name == "ulp":
        format_ = parse_format(parameter) if parameter else output
        if format_ is None:
            raise ConfigError(f"ulps are of a number format, got {text!r}; give ulp:bf16 or add --format")
        return ErrorWeight(text=f"ulp:{format_.name}", function=partial(_per_ulp, format_))
    return ErrorWeight(text=text.strip(), function=_of_x(plain_function(text)))


def _relative(floor: float, _x: Array, y: Array) -> Array:
    return np.asarray(1.0 / np.maximum(np.abs(y), floor))


def _per_ulp(format_: Format, _x: Array, y: Array) -> Array:
    return np.asarray(1.0 / format_.ulp(y))


def _of_x(function: Callable[[Array], Array]) -> Callable[[Array, Array], Array]:
    return lambda x, _y: function(x)


def _floor(text: str) -> float:
    try:
        floor = float(text)
    except ValueError:
        floor = np.nan
    if not 0.0 < floor < np.inf:
        raise ConfigError(f"the floor of relative errors is a number above 0, got {text!r}; try relative:1e-6")
    return floor


def _default_floor(output: Format | None) -> float:
    if isinstance(output, FixedPoint):
        return output.step
    return output.smallest_normal if isinstance(output, FloatFormat) else FLOOR
