"""The files of the target verilog."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from export.units import silu_unit, source_of
from random_units import spec_of

from pwlact.datapath import Unit
from pwlact.errors import FormatError
from pwlact.export.verilog import RECORD, TARGET, coefficient_memory
from pwlact.formats import parse_format
from pwlact.rtl import Design


def test_tables_hold_the_codes_of_the_model() -> None:
    q = parse_format("q3.5")
    codes = np.random.default_rng(8).integers(-128, 128, (3, 5))
    unit = Unit(spec=spec_of("q3.5"), thresholds=np.sort(codes[0])[1:], slopes=codes[1], intercepts=codes[2])
    tables = {
        name: q.from_pattern([int(line, 16) for line in text.splitlines() if not line.startswith("//")])
        for name, text in coefficient_memory(unit).items()
    }
    assert np.array_equal(tables["slopes"], unit.slopes)
    assert np.array_equal(tables["intercepts"], unit.intercepts)
    assert np.array_equal(tables["begins"], unit.thresholds)


def test_files_are_unit_bench_memories_tables_and_record() -> None:
    files = TARGET.files(source_of(silu_unit()))
    stems = {"", "_bench"}
    assert {f"pwl_silu{stem}.v" for stem in stems} <= set(files)
    tables = {f"pwl_silu_{name}.mem" for name in ("begins", "slopes", "intercepts", "inputs", "outputs")}
    assert set(files) == {f"pwl_silu{stem}.v" for stem in stems} | tables | {RECORD}


def test_several_functions_have_tables_of_their_own() -> None:
    unit = silu_unit()
    design = Design(units=(unit, unit), functions=("silu", "gelu"), name="both")
    files = TARGET.files(dataclasses.replace(source_of(unit), design=design))
    assert {"both_silu_slopes.mem", "both_gelu_slopes.mem", "both.v"} <= set(files)


def test_real_numbers_are_refused() -> None:
    with pytest.raises(FormatError, match=r"needs a result with codes, got one in real numbers; search with --format"):
        TARGET.files(source_of(None))
