"""One Verilog module of a family."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icarus import check, icarus, verilator, yosys
from random_families import family_with, random_units, small_family, waves
from random_units import spec_of

import pwlact
from pwlact.errors import ConfigError, FormatError
from pwlact.many.hardware import family_design, verify_family
from pwlact.rtl import unit_verilog
from pwlact.rtl.simulation.verify import verify_text


@icarus
@pytest.mark.parametrize("latency", [1, 2, 3, 4])
def test_the_module_computes_every_function_on_every_input(latency: int) -> None:
    done = small_family().verify(latency=latency)
    assert done.inputs == 4 << 6  # three functions, and a number beyond the last
    assert done.mismatches == 0


@verilator
@pytest.mark.slow
def test_verilator_agrees() -> None:
    assert small_family().verify("verilator").mismatches == 0


@icarus
@settings(max_examples=3, deadline=None)
@given(st.integers(0, 1 << 32), st.integers(1, 9))
def test_random_families(seed: int, n: int) -> None:
    family = family_with(random_units(np.random.default_rng(seed), n))
    assert verify_family(family).mismatches == 0


@icarus
def test_random_families_in_one_simulation(tmp_path: Path) -> None:
    rng = np.random.default_rng(7)
    families = [family_with(random_units(rng, int(rng.integers(1, 12)))) for _ in range(12)]
    check([family_design(each, name=f"family_{k}", latency=1 + k % 4) for k, each in enumerate(families)], tmp_path)


@icarus
def test_a_changed_table_is_found() -> None:
    family = small_family()
    assert family.units is not None
    for name, change in (("thresholds", 1), ("slopes", 1), ("intercepts", 16)):  # 16 is one last place of the output
        codes = getattr(family.units, name).copy()
        codes[1, 2] += change
        other = dataclasses.replace(family, units=dataclasses.replace(family.units, **{name: codes}))
        text = unit_verilog(family_design(other))
        assert verify_text(text, family_design(family)).mismatches > 0, name


def test_thresholds_and_coefficients_are_tables_and_arithmetic_is_there_once() -> None:
    text = unit_verilog(family_design(small_family()))
    assert text.count("slope_wide * x_wide") == 1
    assert "input  wire [1:0] select," in text
    assert text.count(">= threshold_") == 3


@yosys
@pytest.mark.slow
def test_a_module_of_all_is_smaller_than_a_unit_for_each() -> None:
    rows = waves(8)
    family = pwlact.approximate_many(rows.x, rows.y, segments=4, format="q3.3")
    (cost,) = family.synth("ice40-nodsp", yosys="system")
    (three,) = small_family().synth("ice40-nodsp", yosys="system")
    assert cost.luts < 2 * three.luts  # for 8 functions


def test_families_that_no_module_holds_are_refused_in_one_line() -> None:
    family = small_family()
    with pytest.raises(FormatError, match=r"q4\.12"):
        dataclasses.replace(family, units=None).verify()
    with pytest.raises(ConfigError, match="latency"):
        family.verify(latency=0)
    wide = family_with(random_units(np.random.default_rng(0), 17, spec_of("q4.16")))
    with pytest.raises(FormatError, match="at most 24 bits, got 25 for 17 functions"):
        wide.verify()
    with pytest.raises(ConfigError, match="at most 4096 functions"):
        family_design(family_with(random_units(np.random.default_rng(0), 4097)))
