"""Activations from a user's text, such as ``x*tanh(log(1+exp(x)))``."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from pwlact._types import Array
from pwlact.errors import ExpressionError
from pwlact.functions import features
from pwlact.functions.activation import Activation, ArrayFunction, Interval, Line, check_interval
from pwlact.functions.tails import with_tails

if TYPE_CHECKING:
    from pwlact.functions.symbolic import Expression

# Nodes of a derivative beyond which differentiating and compiling take seconds. A sum may have more: its terms are
# differentiated one by one.
MAX_SIZE, MAX_TERM_SIZE = 5_000, 20
CLOSEST = 1e-100  # to an end at which f' or f'' is infinite


def from_expression(
    text: str,
    *,
    left_tail: Line | None = None,
    right_tail: Line | None = None,
    interval: Interval = (-8.0, 8.0),
) -> Activation:
    """Return an activation from a text in x; the text is never evaluated as Python.

    Parameters
    ----------
    text : str
        Numbers, x, pi, e, ``+ - * / **``, and the functions exp, expm1, log, log1p, sqrt, tanh, sinh, cosh,
        sin, cos, atan or arctan, erf, abs, sigmoid, softplus, relu, max and min.
    left_tail, right_tail : Line, optional
        Asymptotic lines for x to -inf and +inf. A missing one is estimated, see `estimate_tail`; where f has none,
        the outer piece of an approximation is extended.
    interval : (float, float)
        Range on which f must be finite, f' and f'' too but at its ends, and on which kinks, inflections and symmetry
        are looked for.

    Returns
    -------
    Activation
        With f' and f'' by symbolic differentiation. ``log(1 + exp(u))`` and ``1 / (1 + exp(u))`` are
        recognised and do not overflow. Its name, formula and expression are the text.

    Raises
    ------
    ExpressionError
        If the text is outside the language, f is not finite somewhere on the range, f' or f'' is not inside it, or f
        changes too quickly.
    IntervalError
        If the range is bad.
    FunctionError
        If a tail is no `Line`.
    """
    # Here, because they import sympy, which is slow.
    from pwlact.functions.language import parse
    from pwlact.functions.symbolic import X, numpy_function, switches

    interval = check_interval(interval)
    symbol = parse(text)
    text = " ".join(text.split())  # one line, for titles and comments in exported files
    allowed = MAX_SIZE + MAX_TERM_SIZE * (len(symbol.args) if symbol.is_Add else 0)
    first = symbol.diff(X)
    _check_size(first, allowed, text)
    second = first.diff(X)
    _check_size(second, allowed, text)
    f = _finite("f", symbol, interval)
    df, d2f = (_finite_inside(title, part, interval) for title, part in (("f'", first), ("f''", second)))
    _check_resolved(text, f, df, interval)
    candidates = {
        root for switch in switches(symbol) for root in features.sign_changes(numpy_function(switch), interval)
    }
    kinks = features.jumps(df, candidates)
    noise = features.rounding_noise(f, d2f, interval)
    activation = Activation(
        name=text,
        label=text,
        formula=text,
        f=f,
        df=df,
        d2f=d2f,
        symmetry=features.symmetry(f, interval),
        inflections=features.inflections(d2f, interval, kinks, noise),
        kinks=kinks,
        interval=interval,
        source="custom expression",
        expression=text,
    )
    return with_tails(activation, left_tail, right_tail)


def plain_function(text: str) -> ArrayFunction:
    """Return a text in x as a function of float64 arrays of any shape, without derivatives.

    Its values are not checked: they may be infinite or NaN.

    Raises
    ------
    ExpressionError
        If the text is outside the language.
    """
    from pwlact.functions.language import parse
    from pwlact.functions.symbolic import numpy_function

    return numpy_function(parse(text))


def _check_size(derivative: Expression, allowed: int, text: str) -> None:
    """Refuse a derivative whose tree has more nodes than allowed: compiling it would take long."""
    from pwlact.functions.symbolic import is_larger

    if is_larger(derivative, allowed):
        raise ExpressionError(
            f"derivatives have at most {allowed} terms, got more from {text[:40]!r}; write it with less nesting, or "
            "pass a Python function to from_callable"
        )


def _check_resolved(text: str, f: ArrayFunction, df: ArrayFunction, interval: Interval) -> None:
    """Refuse a function that changes too quickly for the scan that finds inflections and kinks."""
    x = features.samples(interval)
    at = features.unresolved(f, x, df)
    if at is not None:
        raise ExpressionError(
            f"a function must change little between samples {x[1] - x[0]:.3g} apart, got {text!r}, which jumps or "
            f"oscillates between those at x = {at:g}; choose a narrower range with -R LOW HIGH"
        )


def _finite_inside(title: str, expression: Expression, interval: Interval) -> ArrayFunction:
    """Return a derivative after checking it; one that is infinite at an end has there its value close to it."""
    from pwlact.functions.symbolic import numpy_function

    low, high = interval
    function = numpy_function(expression)
    at_low, at_high = np.isfinite(function(np.array(interval))).tolist()
    first, last = low if at_low else _beside(low, 1.0), high if at_high else _beside(high, -1.0)
    if (first, last) == interval:
        return _finite(title, expression, interval)
    _finite(title, expression, (first, last))

    def inside(x: Array) -> Array:
        x = np.where(x == low, first, x)
        return function(np.where(x == high, last, x))

    return inside


def _beside(end: float, direction: float) -> float:
    """Return a number next to an end of a range, at which no power of the derivatives of a root overflows."""
    return end + direction * max(CLOSEST, 2.0 * float(np.spacing(abs(end))))


def _finite(title: str, expression: Expression, interval: Interval) -> ArrayFunction:
    """Return an expression as a numpy function after checking it on the range."""
    from pwlact.functions.symbolic import denominators, is_real, numpy_function

    low, high = interval
    function = numpy_function(expression) if is_real(expression) else None
    bad = low if function is None else features.first_bad_point(function, interval)
    if bad is None:  # a pole may lie between the samples
        poles = (features.sign_changes(numpy_function(base), interval) for base in denominators(expression))
        bad = min(chain.from_iterable(poles), default=None)
    if function is None or bad is not None:
        raise ExpressionError(
            f"{title} must be finite and real on the whole range {low:g} {high:g}, is not at x = {bad:g}; "
            "choose another range with -R LOW HIGH"
        )
    return function
