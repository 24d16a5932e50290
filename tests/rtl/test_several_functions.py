"""Several functions in one unit, chosen by an input."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from icarus import check, icarus
from random_units import companions, fixed_spec, float_spec
from searched_units import searched_unit

from pwlact.datapath import UnitSpec
from pwlact.formats import FixedPoint
from pwlact.functions import Symmetry
from pwlact.rtl import Design, unit_verilog

MIRRORS = {"gelu": Symmetry.GATED, "silu": Symmetry.GATED, "sigmoid": Symmetry.COMPLEMENTARY, "tanh": Symmetry.ODD}


def searched(pieces: dict[str, int], mirrored: bool) -> Design:
    """Return a design of functions in q4.8, each with its number of pieces."""
    units = []
    for name, count in pieces.items():
        spec = UnitSpec(
            input=FixedPoint(4, 8),
            output=FixedPoint(4, 8),
            slope=FixedPoint(4, 10),
            intercept=FixedPoint(4, 12),
            trim=("slope", "intercept"),
            symmetry=MIRRORS[name] if mirrored else Symmetry.NONE,
        )
        units.append(searched_unit(name, count, spec))
    name = f"pwl_{len(units)}_{'mirrored' if mirrored else 'plain'}"
    return Design(units=tuple(units), functions=tuple(pieces), name=name)


@icarus
def test_searched_functions_share_one_unit(tmp_path: Path) -> None:
    groups = [
        {"gelu": 6, "silu": 6, "sigmoid": 6},
        {"gelu": 3, "sigmoid": 9},
        {"silu": 4, "gelu": 5, "tanh": 7, "sigmoid": 2},
    ]
    check([searched(group, mirrored) for group in groups for mirrored in (False, True)], tmp_path)


@icarus
@pytest.mark.parametrize("seed", [1, 2])
def test_random_functions_in_fixed_point(seed: int, tmp_path: Path) -> None:
    rng = np.random.default_rng(seed)
    designs = []
    for k in range(40):
        units = companions(rng, fixed_spec(rng), 2 + k % 4)
        designs.append(
            Design(units=units, functions=tuple("abcde"[: len(units)]), name=f"pwl_{k}", latency=1 + k // 4 % 4)
        )
    check(designs, tmp_path)


@icarus
def test_random_functions_in_floats(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    designs = []
    for k in range(12):
        units = companions(rng, float_spec(rng, ("fp8_e4m3", "fp8_e5m2")[k % 2]), 2 + k % 4)
        designs.append(Design(units=units, functions=tuple("abcde"[: len(units)]), name=f"pwl_{k}", latency=1 + k % 4))
    check(designs, tmp_path)


def test_one_multiplier_and_one_bank_of_comparators() -> None:
    design = searched({"gelu": 6, "silu": 6, "sigmoid": 6}, mirrored=False)
    body = unit_verilog(design).split("module pwl_3_plain")[1]
    assert body.count("slope_wide *") == 1
    assert body.count(">= threshold_") + body.count(">= 12'sh") == max(unit.pieces for unit in design.units) - 1


def test_the_comment_tells_what_unused_select_codes_give() -> None:
    design = searched({"gelu": 6, "silu": 6, "sigmoid": 6}, mirrored=False)
    assert "3 and above give gelu" in unit_verilog(design)
