"""The language of custom expressions: arithmetic over x and a list of functions, read without evaluation.

Python's parser gives a syntax tree; every node is checked against the list here and turned into a sympy
expression. Parts without x are numbers at once, so that sympy never meets a huge constant.
"""

from __future__ import annotations

import ast
import math
import operator
import warnings
from collections.abc import Callable
from functools import reduce

import sympy

from pwlact.errors import ExpressionError, did_you_mean
from pwlact.functions import registry, symbolic
from pwlact.functions.others import EXPRESSIONS
from pwlact.functions.symbolic import Expression

MAX_LENGTH = 10_000
MAX_DEPTH = 50
MAX_TERMS = 1000  # of a sum
MAX_NUMBER = 1e15
MAX_EXPONENT = 64
MAX_QUOTED = 4  # arguments in a message

CONSTANTS = {"pi": math.pi, "e": math.e}

# Each with its value at a number and its symbol.
UNARY: dict[str, tuple[Callable[[float], float], Callable[[Expression], Expression]]] = {
    "exp": (math.exp, sympy.exp),
    "expm1": (math.expm1, symbolic.Expm1),
    "log": (math.log, symbolic.log),
    "log1p": (math.log1p, symbolic.log1p),
    "sqrt": (math.sqrt, sympy.sqrt),
    "tanh": (math.tanh, symbolic.Tanh),
    "sinh": (math.sinh, sympy.sinh),
    "cosh": (math.cosh, sympy.cosh),
    "sin": (math.sin, sympy.sin),
    "cos": (math.cos, sympy.cos),
    "atan": (math.atan, sympy.atan),
    "arctan": (math.atan, sympy.atan),
    "erf": (math.erf, sympy.erf),
    "abs": (abs, symbolic.Abs),
    "sigmoid": (lambda u: 0.5 * (1.0 + math.tanh(0.5 * u)), symbolic.Sigmoid),
    "softplus": (lambda u: max(u, 0.0) + math.log1p(math.exp(-abs(u))), symbolic.Softplus),
    "relu": (lambda u: max(u, 0.0), lambda u: symbolic.Larger(u, 0)),
}
# Of two or more arguments, taken in pairs.
FOLDED: dict[str, tuple[Callable[[float, float], float], Callable[[Expression, Expression], Expression]]] = {
    "max": (max, symbolic.Larger),
    "min": (min, lambda u, v: -symbolic.Larger(-u, -v)),
}
OPERATORS: dict[type[ast.operator], tuple[Callable[[float, float], float], Callable[..., Expression]]] = {
    ast.Mult: (operator.mul, operator.mul),
    ast.Div: (operator.truediv, lambda u, v: u * symbolic.power(v, sympy.S.NegativeOne)),
    ast.Pow: (operator.pow, symbolic.power),
}
FUNCTION_NAMES = (*UNARY, *FOLDED)
SUMMARY = "use x, numbers, + - * / **, pi, e and " + " ".join(FUNCTION_NAMES)


def parse(text: object) -> Expression:
    """Return the sympy expression of a text in x.

    Parameters
    ----------
    text : str
        At most 10,000 characters, nested at most 50 deep; the terms of a sum are all one level deep.

    Raises
    ------
    ExpressionError
        If the text is outside the language, does not depend on x, or has a constant part that is not finite.
    """
    if not isinstance(text, str) or not text.strip():
        raise ExpressionError(f"an expression is a text in x, got {text!r:.60}; write one, as in 'x*sigmoid(x)'")
    if len(text) > MAX_LENGTH:
        raise ExpressionError(
            f"an expression has at most {MAX_LENGTH} characters, got {len(text)}; write it shorter, or pass a Python "
            "function to from_callable"
        )
    value = _walk(_tree(text.strip()), 0)
    expression = _symbol(value)
    if not expression.has(symbolic.X):
        raise ExpressionError(f"an expression must depend on x, got {_quote(text)}, a constant; use x in it")
    return expression


def _tree(text: str) -> ast.expr:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the parser's advice on odd spellings
            return ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError):
        remedy = f"{SUMMARY}; multiply with *, as in 2*x"
        raise ExpressionError(f"an expression follows Python's syntax, got {_quote(text)}; {remedy}") from None
    except (RecursionError, MemoryError):
        raise _too_deep() from None


def _too_deep() -> ExpressionError:
    return ExpressionError(
        f"an expression nests at most {MAX_DEPTH} deep and its sums have at most {MAX_TERMS} terms, got more; "
        "write it with less nesting"
    )


def _too_large() -> ExpressionError:
    return ExpressionError(
        f"numbers go up to {MAX_NUMBER:g}, also where powers multiply them out, got a larger one; scale the expression"
    )


def _quote(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:57] + "...")


def _walk(node: ast.expr, depth: int) -> float | Expression:
    """Return a node's value: a float where it is free of x, else a sympy expression."""
    if depth > MAX_DEPTH:
        raise _too_deep()
    match node:
        case ast.Constant(value=value):
            return _number(value)
        case ast.Name(id=name):
            return _name(name)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_walk(operand, depth + 1)
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return _walk(operand, depth + 1)
        case ast.BinOp(op=ast.Add() | ast.Sub()):
            return _sum(node, depth)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
            return _operation(type(op), _walk(left, depth + 1), _walk(right, depth + 1))
        case ast.BinOp(op=ast.BitXor()):
            raise ExpressionError(f"^ is not a power here, got {_source(node)}; write **")
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in FUNCTION_NAMES:
            return _call(name, [_walk(argument, depth + 1) for argument in arguments])
        case ast.Call(func=ast.Name(id=name), keywords=[]):
            raise ExpressionError(f"unknown function {_quote(name)} in the expression; {_remedy(name)}")
    raise ExpressionError(f"{_kind(node)} has no place in an expression, got {_source(node)}; {SUMMARY}")


def _sum(node: ast.expr, depth: int) -> float | Expression:
    """Return the value of a sum; its terms are one level deep, however many they are."""
    terms: list[float | Expression] = []
    while isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        term = _walk(node.right, depth + 1)
        terms.append(term if isinstance(node.op, ast.Add) else -term)
        node = node.left
        if len(terms) >= MAX_TERMS:
            raise _too_deep()
    terms.append(_walk(node, depth + 1))
    return _apply("a sum", lambda *parts: sum(parts), sympy.Add, *reversed(terms))


def _kind(node: ast.expr) -> str:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return "a keyword argument"
    return f"Python's {type(node).__name__}"


def _source(node: ast.expr) -> str:
    try:
        return _quote(ast.unparse(node))
    except RecursionError:
        return "a long one"


def _remedy(name: str) -> str:
    """Return how to write a function that the language does not have, or the name that it resembles."""
    if name.lower() in EXPRESSIONS:
        return f"write it as in {EXPRESSIONS[name.lower()]}"
    if registry.is_known(name):
        return f"write it as in {registry.get(name).formula}"
    return did_you_mean(name.lower(), FUNCTION_NAMES).strip() or SUMMARY


def _number(value: object) -> float:
    if type(value) not in (int, float):  # not bool, complex, str, bytes, None or ...
        raise ExpressionError(f"constants are plain numbers, got {repr(value)[:60]}; {SUMMARY}")
    if not abs(value) <= MAX_NUMBER:  # type: ignore[arg-type]  # int or float, by the test above
        raise _too_large()
    return float(value)  # type: ignore[arg-type]


def _name(name: str) -> float | Expression:
    if name == "x":
        return symbolic.X
    if name in CONSTANTS:
        return CONSTANTS[name]
    if name in FUNCTION_NAMES:
        raise ExpressionError(f"function {name!r} needs its argument; write {name}(x)")
    hint = did_you_mean(name.lower(), ("x", *CONSTANTS, *FUNCTION_NAMES))
    raise ExpressionError(f"unknown name {_quote(name)} in the expression; {hint.strip() or SUMMARY}")


def _symbol(value: float | Expression) -> Expression:
    """Return a sympy expression; whole numbers are exact, so that x**2 differentiates to 2*x."""
    if isinstance(value, float):
        return sympy.Integer(int(value)) if value.is_integer() and abs(value) <= MAX_NUMBER else sympy.Float(value)
    return value


def _apply(
    name: str,
    numeric: Callable[..., float],
    symbol: Callable[..., Expression],
    *arguments: float | Expression,
) -> float | Expression:
    """Return numeric(*arguments) where all are floats, else symbol(*arguments)."""
    if all(isinstance(argument, float) for argument in arguments):
        try:
            value = numeric(*arguments)
        except (ArithmeticError, ValueError):
            value = math.nan
        if isinstance(value, complex) or not math.isfinite(value):
            shown = ", ".join(f"{argument:g}" for argument in arguments[:MAX_QUOTED])
            raise ExpressionError(f"every constant part must be a finite number, got {name} of {shown}; change it")
        return float(value)
    expression = symbol(*map(_symbol, arguments))
    if not symbolic.is_real(expression):
        raise ExpressionError(
            f"an expression is real and finite, got {name} that divides by zero or is not real; change it"
        )
    # Sympy multiplies whole numbers out; without a limit on each result, nested powers fill the memory.
    if symbolic.largest_number(expression) > MAX_NUMBER:
        raise _too_large()
    # Cancelling, as in x - x, may leave a number.
    return expression if expression.has(symbolic.X) else float(expression)


def _operation(kind: type[ast.operator], left: float | Expression, right: float | Expression) -> float | Expression:
    if kind is ast.Pow and isinstance(right, float) and abs(right) > MAX_EXPONENT:
        raise ExpressionError(f"exponents go from -{MAX_EXPONENT} to {MAX_EXPONENT}, got {right:g}; use a smaller one")
    names = {
        ast.Mult: "a product",
        ast.Div: "a quotient",
        ast.Pow: "a power",
    }
    return _apply(names[kind], *OPERATORS[kind], left, right)


def _call(name: str, arguments: list[float | Expression]) -> float | Expression:
    if name in UNARY:
        if len(arguments) != 1:
            raise ExpressionError(f"{name} takes one argument, got {len(arguments)}; write {name}(x)")
        return _apply(name, *UNARY[name], arguments[0])
    if len(arguments) > MAX_DEPTH:  # one within another
        raise _too_deep()
    if len(arguments) < 2:
        raise ExpressionError(f"{name} takes two or more arguments, got {len(arguments)}; write {name}(x, 0)")
    return reduce(lambda u, v: _apply(name, *FOLDED[name], u, v), arguments)
