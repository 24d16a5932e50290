"""Designs: units that share a datapath, and those that cannot."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from random_units import fixed_spec, random_unit

from pwlact.datapath import UnitSpec
from pwlact.errors import ConfigError
from pwlact.formats import FixedPoint, Rounding
from pwlact.functions import Symmetry
from pwlact.rtl import Design


@pytest.mark.parametrize(
    ("other", "what"),
    [
        ({"input": FixedPoint(3, 5)}, "input format"),
        ({"output": FixedPoint(4, 5)}, "output format"),
        ({"slope": FixedPoint(2, 5)}, "slope format"),
        ({"intercept": FixedPoint(4, 6, signed=False)}, "intercept format"),
        ({"rounding": Rounding.DOWN}, "rounding"),
        ({"arithmetic": "separate"}, "arithmetic"),
        ({"address_bits": 4}, "address bits"),
        ({"shift_terms": 2}, "shift terms"),
        ({"symmetry": Symmetry.ODD}, "mirror"),
    ],
)
def test_functions_that_do_not_go_together(other: dict[str, Any], what: str) -> None:
    rng = np.random.default_rng(4)
    base: dict[str, Any] = {
        "input": FixedPoint(4, 4),
        "slope": FixedPoint(2, 6),
        "intercept": FixedPoint(4, 6),
        "output": FixedPoint(4, 4),
    }
    units = tuple(random_unit(rng, UnitSpec(**{**base, **changed}), 1) for changed in ({}, other))
    with pytest.raises(ConfigError, match=what):
        Design(units=units, functions=("f", "g"), name="pwl")


def test_bad_fields_of_a_design_are_refused() -> None:
    unit = random_unit(np.random.default_rng(5), fixed_spec(np.random.default_rng(5)), 3)
    good: dict[str, Any] = {"units": (unit,), "functions": ("f",), "name": "pwl", "latency": 3}
    bads: list[dict[str, Any]] = [
        {"units": ()},
        {"functions": ("f", "g")},
        {"functions": ("f\nmodule",)},
        {"latency": 0},
        {"latency": 5},
        {"name": "3silu"},
        {"name": "silu-unit"},
        {"name": "unit;"},
        {"name": ""},
        {"name": "table"},
        {"name": "logic"},
        {"name": "x" * 300},
    ]
    for bad in bads:
        with pytest.raises(ConfigError) as error:
            Design(**{**good, **bad})
        assert "\n" not in str(error.value)
