"""A family's C header: compiled without a warning, and run on every code of every function."""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np
import pytest
from export.test_c import SAFE, STRICT, gcc
from random_families import family_with, random_units
from random_units import float_spec

from pwlact.errors import FormatError
from pwlact.export.c import code_type
from pwlact.many import Family
from pwlact.many.c import family_header
from pwlact.many.hardware import family_design


def families() -> list[Family]:
    """Return random families in fixed point, of one to seven functions."""
    rng = np.random.default_rng(11)
    return [family_with(random_units(rng, n)) for n in (1, 2, 3, 5, 7)]


@gcc
def test_every_function_on_every_code(tmp_path: Path) -> None:
    head, calls = ["#include <stdio.h>"], []
    for i, family in enumerate(families()):
        units, name = family.require_units(), f"family{i}"
        (text,) = family_header(family, family_design(family, name=name)).values()
        (tmp_path / f"{name}.h").write_text(text)
        head += [f'#include "{name}.h"'] * 2
        codes, kind = units.spec.input.codes(), code_type(units.spec.input)
        calls += [
            f"    for (unsigned f = 0u; f < {len(units)}u; ++f) {{",
            f"        for (int code = {codes[0]}; code <= {codes[-1]}; ++code) {{",
            f'            printf("%ld\\n", (long){name}(f, ({kind})code));',
            "        }",
            "    }",
        ]
    (tmp_path / "main.c").write_text("\n".join([*head, "int main(void)", "{", *calls, "    return 0;", "}", ""]))
    subprocess.run(["gcc", *STRICT, *SAFE, "-O1", "-o", "main", "main.c"], cwd=tmp_path, timeout=300, check=True)
    done = subprocess.run(["./main"], cwd=tmp_path, timeout=60, check=True, capture_output=True, text=True)
    model = [unit(unit.spec.input.codes()) for family in families() for unit in family.require_units()]
    assert np.array_equal(np.array(done.stdout.split(), dtype=np.int64), np.concatenate(model))


def test_floats_are_refused() -> None:
    rng = np.random.default_rng(0)
    family = family_with(random_units(rng, 2, float_spec(rng, "fp8_e5m2")))
    with pytest.raises(FormatError, match="verilog, json or csv"):
        family_header(family, family_design(family))
