"""The object: a piecewise-linear function, its three forms and its text."""

from pwlact.pwl.breakpoints import breakpoints_of
from pwlact.pwl.forms import values_from_hinges
from pwlact.pwl.piecewise import PWL, make_pwl
from pwlact.pwl.separate import SeparateLines
from pwlact.pwl.text import cases, line_text, number

__all__ = [
    "PWL",
    "SeparateLines",
    "breakpoints_of",
    "cases",
    "line_text",
    "make_pwl",
    "number",
    "values_from_hinges",
]
