"""Known functions that the catalogue leaves out, each as an expression: none is a misspelling of another."""

from __future__ import annotations

EXPRESSIONS = {
    "abs": "abs(x)",
    "acosh": "log(x + sqrt(x**2 - 1))",
    "arccosh": "log(x + sqrt(x**2 - 1))",
    "arcsinh": "log(x + sqrt(x**2 + 1))",
    "arctanh": "0.5*log((1 + x)/(1 - x))",
    "asinh": "log(x + sqrt(x**2 + 1))",
    "atanh": "0.5*log((1 + x)/(1 - x))",
    "cosh": "cosh(x)",
    "cot": "cos(x)/sin(x)",
    "coth": "cosh(x)/sinh(x)",
    "csc": "1/sin(x)",
    "erfc": "1 - erf(x)",
    "expm1": "expm1(x)",
    "gaussian": "exp(-x**2)",
    "hardtanh": "min(max(x, -1), 1)",
    "lisht": "x*tanh(x)",
    "log1p": "log1p(x)",
    "logit": "log(x/(1 - x))",
    "relu6": "min(relu(x), 6)",
    "sec": "1/cos(x)",
    "sech": "1/cosh(x)",
    "sinh": "sinh(x)",
    "square": "x**2",
    "tan": "sin(x)/cos(x)",
}
"""Expressions in the language of `from_expression`, by name without hyphens and underscores."""
