"""The symbols behind custom expressions: primitives whose derivatives evaluate safely.

Sympy's own derivative of tanh or log(1 + exp(x)) overflows or cancels in the tails, and that of abs and max
holds Dirac deltas; the primitives here have closed-form derivatives in terms of each other instead. Importing
sympy is slow, so only `from_expression` imports this module, when it is called.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import sympy
from scipy import special

from pwlact._types import Array
from pwlact.functions import stable
from pwlact.functions.activation import ArrayFunction

X = sympy.Symbol("x")

Expression = Any  # sympy has no types


class Primitive(sympy.Function):  # type: ignore[misc]
    """A function that stays as it is written, with its derivative by each of its arguments."""

    derivatives: tuple[Callable[..., Expression], ...]

    def fdiff(self, argindex: int = 1) -> Expression:
        return sympy.sympify(self.derivatives[argindex - 1](*self.args))


class Step(Primitive):
    """0 left of zero, 1 right of it, 1/2 at it; its derivative, an impulse at zero, is taken as 0."""

    derivatives = (lambda u: 0,)


class Abs(Primitive):
    """|u|."""

    derivatives = (lambda u: 2 * Step(u) - 1,)


class Larger(Primitive):
    """max(u, v)."""

    derivatives = (lambda u, v: Step(u - v), lambda u, v: Step(v - u))


class Sigmoid(Primitive):
    """1 / (1 + exp(-u))."""

    derivatives = (lambda u: Sigmoid(u) * Sigmoid(-u),)


class Softplus(Primitive):
    """log(1 + exp(u))."""

    derivatives = (lambda u: Sigmoid(u),)


class Tanh(Primitive):
    """tanh(u)."""

    derivatives = (lambda u: TanhSlope(u),)


class TanhSlope(Primitive):
    """sech(u)^2."""

    derivatives = (lambda u: -2 * Tanh(u) * TanhSlope(u),)


class Log1p(Primitive):
    """log(1 + u)."""

    derivatives = (lambda u: 1 / (1 + u),)


class Expm1(Primitive):
    """exp(u) - 1."""

    derivatives = (lambda u: sympy.exp(u),)


def _step(u: Array) -> Array:
    return np.heaviside(u, 0.5)


NUMPY = {
    "Step": _step,
    "Abs": np.abs,
    "Larger": np.maximum,
    "Sigmoid": stable.sigmoid,
    "Softplus": stable.softplus,
    "Tanh": np.tanh,
    "TanhSlope": stable.tanh_slope,
    "Log1p": np.log1p,
    "Expm1": np.expm1,
    "erf": special.erf,
}


def exponent_beside_one(expression: Expression) -> Expression | None:
    """Return u where the expression is 1 + exp(u), else None."""
    if expression.is_Add and len(expression.args) == 2 and sympy.S.One in expression.args:
        (other,) = (term for term in expression.args if term != 1)
        return other.args[0] if isinstance(other, sympy.exp) else None
    return None


def log(u: Expression) -> Expression:
    """Return log(u), as softplus where u is 1 + exp(v)."""
    exponent = exponent_beside_one(u)
    return sympy.log(u) if exponent is None else Softplus(exponent)


def log1p(u: Expression) -> Expression:
    """Return log(1 + u), as softplus where u is exp(v)."""
    return Softplus(u.args[0]) if isinstance(u, sympy.exp) else Log1p(u)


def power(base: Expression, exponent: Expression) -> Expression:
    """Return base**exponent, as a power of sigmoid where it is 1 / (1 + exp(v))**n."""
    root, inner_exponent = base.as_base_exp()
    inner = exponent_beside_one(root)
    total = inner_exponent * exponent
    if inner is not None and total.is_negative:
        return Sigmoid(-inner) ** -total
    return base**exponent


def is_larger(expression: Expression, size: int) -> bool:
    """Return whether an expression's tree has more than `size` nodes."""
    return any(count >= size for count, _ in enumerate(sympy.preorder_traversal(expression)))


def largest_number(expression: Expression) -> Expression:
    """Return the largest numerator, denominator or whole number that an expression holds."""
    return max((max(abs(number.p), number.q) for number in expression.atoms(sympy.Rational)), default=0)


def is_real(expression: Expression) -> bool:
    """Return whether an expression is free of infinities and of the imaginary unit."""
    return not expression.has(sympy.I, sympy.nan, sympy.zoo, sympy.oo, -sympy.oo)


def switches(expression: Expression) -> list[Expression]:
    """Return the expressions at whose sign changes the derivative may jump."""
    absolutes = (node.args[0] for node in expression.atoms(Abs))
    maxima = (node.args[0] - node.args[1] for node in expression.atoms(Larger))
    return [switch for switch in (*absolutes, *maxima) if switch.has(X)]


def denominators(expression: Expression) -> list[Expression]:
    """Return the expressions at whose zeros an expression has a pole."""
    bases = (power.base for power in expression.atoms(sympy.Pow) if power.exp.is_negative)
    return [base.args[0] if isinstance(base, Abs) else base for base in bases]


def numpy_function(expression: Expression) -> ArrayFunction:
    """Return an expression in x as a function of float64 arrays of any shape."""
    # lambdify runs code that it prints, here from a tree that the whitelist in `language` made, never from
    # text.
    compiled = sympy.lambdify(X, expression, modules=[NUMPY, "numpy"], cse=True)

    def evaluate(x: Array) -> Array:
        with np.errstate(all="ignore"):  # from_expression has checked the range; beyond it, inf and nan are the answer
            return np.array(np.broadcast_to(compiled(x), np.shape(x)), dtype=np.float64)

    return evaluate
