"""Functions that the catalogue leaves out."""

from __future__ import annotations

import numpy as np
import pytest

from pwlact.functions import from_expression, names
from pwlact.functions.others import EXPRESSIONS
from pwlact.functions.registry import ALIASES

RANGES = {"acosh": (1.5, 4.0), "arccosh": (1.5, 4.0), "coth": (0.5, 1.0)}
NUMPY = {
    "acosh": np.arccosh,
    "asinh": np.arcsinh,
    "atanh": np.arctanh,
    "square": np.square,
    "tan": np.tan,
}


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_each_expression_is_in_the_language(name: str) -> None:
    interval = RANGES.get(name, (0.1, 0.9))
    activation = from_expression(EXPRESSIONS[name], interval=interval)
    if name in NUMPY:
        x = np.linspace(*interval, 9)
        np.testing.assert_allclose(activation(x), NUMPY[name](x), rtol=1e-13)


def test_none_is_in_the_catalogue() -> None:
    assert not set(EXPRESSIONS) & {name.replace("_", "") for name in (*names(), *ALIASES)}
