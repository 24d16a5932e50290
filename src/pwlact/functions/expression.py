"""Activations from a user's text, such as ``x*tanh(log(1+exp(x)))``."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from pwlact.errors import ExpressionError
from pwlact.functions import features
from pwlact.functions.activation import Activation, ArrayFunction, Interval, Line, check_interval
from pwlact.functions.tails import with_tails

if TYPE_CHECKING:
    from pwlact.functions.symbolic import Expression

# Nodes of a derivative beyond which differentiating and compiling take seconds. A sum may have more: its terms are
# differentiated one by one.
MAX_SIZE, MAX_TERM_SIZE = 5_000, 20


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
        Range on which f, f' and f'' must be finite, and on which kinks, inflections and symmetry are looked
        for.

    Returns
    -------
    Activation
        With f' and f'' by symbolic differentiation. ``log(1 + exp(u))`` and ``1 / (1 + exp(u))`` are
        recognised and do not overflow. Its name, formula and expression are the text.

    Raises
    ------
    ExpressionError
        If the text is outside the language, or f, f' or f'' is not finite somewhere on the range.
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
    f, df, d2f = (_finite(title, part, interval) for title, part in (("f", symbol), ("f'", first), ("f''", second)))
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
