"""Activation functions by name, by expression and from Python, with their tails and their curvature."""

from pwlact.functions.activation import (
    Activation,
    ArrayFunction,
    Interval,
    Line,
    Symmetry,
    ascending,
    check_interval,
    check_within,
)
from pwlact.functions.callables import from_callable
from pwlact.functions.curvature import curvature, curvature_maxima
from pwlact.functions.expression import from_expression, plain_function
from pwlact.functions.from_data import from_data
from pwlact.functions.registry import get, is_known, names
from pwlact.functions.roughness import warn_of_roughness
from pwlact.functions.tails import describe_tails, estimate_tail

__all__ = [
    "Activation",
    "ArrayFunction",
    "Interval",
    "Line",
    "Symmetry",
    "ascending",
    "check_interval",
    "check_within",
    "curvature",
    "curvature_maxima",
    "describe_tails",
    "estimate_tail",
    "from_callable",
    "from_data",
    "from_expression",
    "get",
    "is_known",
    "names",
    "plain_function",
    "warn_of_roughness",
]
