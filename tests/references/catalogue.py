"""The catalogue as it should be, written by hand: labels, default ranges, tails as (slope, intercept) and kinks."""

from __future__ import annotations

import math

from pwlact.functions import Interval

Tail = tuple[float, float] | None

WIDE = (-8.0, 8.0)
EIGHTH = (-math.pi / 4, math.pi / 4)
FLAT, LINE, ONE = (0.0, 0.0), (1.0, 0.0), (0.0, 1.0)

CATALOGUE: dict[str, tuple[str, Interval, Tail, Tail, tuple[float, ...]]] = {
    "arctan": ("Arctan", WIDE, (0.0, -math.pi / 2), (0.0, math.pi / 2), ()),
    "celu": ("CELU", WIDE, (0.0, -1.0), LINE, ()),
    "cos": ("Cos", EIGHTH, None, None, ()),
    "elu": ("ELU", WIDE, (0.0, -1.0), LINE, ()),
    "erf": ("Erf", WIDE, (0.0, -1.0), ONE, ()),
    "exp": ("Exp", (-8.0, 0.0), FLAT, None, ()),
    "exp2": ("Exp2", (0.0, 1.0), None, None, ()),
    "gelu": ("GELU", WIDE, FLAT, LINE, ()),
    "gelu_tanh": ("GELU (tanh form)", WIDE, FLAT, LINE, ()),
    "hardsigmoid": ("Hardsigmoid", WIDE, FLAT, ONE, (-3.0, 3.0)),
    "hardswish": ("Hardswish", WIDE, FLAT, LINE, (-3.0, 3.0)),
    "leaky_relu": ("LeakyReLU", WIDE, (0.01, 0.0), LINE, (0.0,)),
    "log": ("Log", (1.0, 2.0), None, None, ()),
    "log2": ("Log2", (1.0, 2.0), None, None, ()),
    "logsigmoid": ("LogSigmoid", WIDE, LINE, FLAT, ()),
    "mish": ("Mish", WIDE, FLAT, LINE, ()),
    "prelu": ("PReLU", WIDE, (0.25, 0.0), LINE, (0.0,)),
    "reciprocal": ("Reciprocal", (1.0, 2.0), None, None, ()),
    "relu": ("ReLU", WIDE, FLAT, LINE, (0.0,)),
    "rsqrt": ("RSqrt", (1.0, 4.0), None, None, ()),
    "selu": ("SELU", WIDE, (0.0, -1.7580993408473766), (1.0507009873554805, 0.0), (0.0,)),
    "sigmoid": ("Sigmoid", WIDE, FLAT, ONE, ()),
    "silu": ("SiLU", WIDE, FLAT, LINE, ()),
    "sin": ("Sin", EIGHTH, None, None, ()),
    "softplus": ("Softplus", WIDE, FLAT, LINE, ()),
    "softsign": ("Softsign", WIDE, (0.0, -1.0), ONE, ()),
    "sqrt": ("Sqrt", (1.0, 4.0), None, None, ()),
    "tanh": ("Tanh", WIDE, (0.0, -1.0), ONE, ()),
    "tanhshrink": ("Tanhshrink", WIDE, (1.0, 1.0), (1.0, -1.0), ()),
}
