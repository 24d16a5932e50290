"""The C header: compiled without a warning, run on every code, and checked for undefined behaviour."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from export.units import Codes, every_code, fixed_units, floating_units, random_unit, silu_unit, source_of
from icarus import needs

from pwlact.datapath import Unit, UnitSpec
from pwlact.errors import FormatError
from pwlact.export import TARGETS
from pwlact.export.c import code_type
from pwlact.formats import FixedPoint, parse_format

gcc = needs("gcc")

STRICT = ("-std=c99", "-pedantic", "-Wall", "-Wextra", "-Werror", "-Wconversion", "-Wsign-conversion", "-Wshadow")
SAFE = ("-fsanitize=undefined,shift,signed-integer-overflow", "-fno-sanitize-recover=all")


def outputs(units: Sequence[Unit], folder: Path) -> list[Codes]:
    """Return what the compiled headers give for every code of each unit."""
    main = ['#include "stdio.h"']
    calls = []
    for i, unit in enumerate(units):
        (text,) = TARGETS["c"].files(source_of(unit, f"u{i}")).values()
        (folder / f"pwl_u{i}.h").write_text(text)
        every_code(unit.spec.input).astype(np.int64).tofile(folder / f"codes{i}.bin")
        main += [f'#include "pwl_u{i}.h"'] * 2
        calls += [
            f'    f = fopen("codes{i}.bin", "rb");',
            f"    while (fread(&code, 8, 1, f) == 1) {{ code = pwl_u{i}(({code_type(unit.spec.input)})code); "
            "fwrite(&code, 8, 1, stdout); }",
            "    fclose(f);",
        ]
    body = [*main, "int main(void)", "{", "    int64_t code;", "    FILE *f;", *calls, "    return 0;", "}", ""]
    (folder / "main.c").write_text("\n".join(body))
    subprocess.run(["gcc", *STRICT, *SAFE, "-O1", "-o", "main", "main.c"], cwd=folder, timeout=300, check=True)
    done = subprocess.run(["./main"], cwd=folder, timeout=120, check=True, capture_output=True)
    sizes = [every_code(unit.spec.input).size for unit in units]
    return np.split(np.frombuffer(done.stdout, dtype=np.int64), np.cumsum(sizes)[:-1])


def check(units: Sequence[Unit], folder: Path) -> None:
    """Compare the compiled headers with the model."""
    for unit, found in zip(units, outputs(units, folder), strict=True):
        codes = every_code(unit.spec.input)
        wrong = np.flatnonzero(found != unit(codes))
        assert wrong.size == 0, (unit.spec, codes[wrong[:5]], found[wrong[:5]], unit(codes)[wrong[:5]])


@gcc
def test_fixed_point_on_every_code(tmp_path: Path) -> None:
    check(list(fixed_units()), tmp_path)


@gcc
def test_small_floats_on_every_code(tmp_path: Path) -> None:
    check(list(floating_units(("fp8_e4m3", "fp8_e5m2", "e3m4fn", "e6m9"))), tmp_path)


@gcc
@pytest.mark.parametrize("name", ["fp16", "bf16"])
def test_floats_of_16_bits_on_every_code(name: str, tmp_path: Path) -> None:
    check(list(floating_units((name,))), tmp_path)


@gcc
def test_floats_of_other_widths(tmp_path: Path) -> None:
    check(list(floating_units(("e8m23", "e8m11")))[::3], tmp_path)


@gcc
def test_one_piece_many_pieces_and_many_addresses(tmp_path: Path) -> None:
    q, rng = FixedPoint(4, 12), np.random.default_rng(8)
    wide, narrow = FixedPoint(2, 30), FixedPoint(-1, 7)
    specs = [
        UnitSpec(input=q, slope=q, intercept=wide, output=q),
        UnitSpec(input=q, slope=narrow, intercept=narrow, output=wide, address_bits=12),
        UnitSpec(input=q, slope=q, intercept=q, output=q, address_bits=14),
        UnitSpec(input=FixedPoint(2, 30), slope=narrow, intercept=wide, output=wide),
        UnitSpec(input=FixedPoint(0, 32, signed=False), slope=narrow, intercept=wide, output=wide, address_bits=8),
    ]
    units = [random_unit(spec, rng, max_thresholds) for spec in specs for max_thresholds in (1, 400)]
    check([*units, silu_unit()], tmp_path)


def test_sums_beyond_64_bits_are_refused() -> None:
    wide = FixedPoint(2, 30)
    unit = random_unit(UnitSpec(input=wide, slope=wide, intercept=wide, output=wide), np.random.default_rng(1))
    with pytest.raises(FormatError, match=r"at most 62 bits, got .*; use fewer fraction bits"):
        TARGETS["c"].files(source_of(unit))


def test_no_float_in_the_text() -> None:
    for name in ("q4.12", "fp16"):
        f = parse_format(name)
        unit = random_unit(UnitSpec(input=f, slope=f, intercept=f, output=f), np.random.default_rng(1))
        (text,) = TARGETS["c"].files(source_of(unit, note=())).values()
        code = "\n".join(line.split("//")[0] for line in text.splitlines())
        assert "double" not in code
        assert "float" not in code
