"""Keywords that no module may have as its name."""

from __future__ import annotations

import numpy as np
import pytest
from random_units import random_unit, spec_of

from pwlact.errors import ConfigError
from pwlact.rtl import Design
from pwlact.rtl.keywords import KEYWORDS


def test_keywords_are_those_of_both_standards() -> None:
    assert len(KEYWORDS) == 248  # IEEE 1800-2017, annex B, which includes all of IEEE 1364-2005
    assert {"module", "reg", "wire", "specparam", "logic", "always_ff", "unique0"} <= KEYWORDS
    assert not {"pwl", "silu", "Module", "gelu"} & KEYWORDS


@pytest.mark.parametrize("name", ["table", "logic", "xor"])
def test_a_module_is_no_keyword(name: str) -> None:
    unit = random_unit(np.random.default_rng(0), spec_of("q4.4"), 2)
    with pytest.raises(ConfigError, match=f"no keyword of Verilog, got '{name}'; try {name}_unit"):
        Design(units=(unit,), functions=("f",), name=name)
