"""Lookup tables, read as TensorFlow Lite Micro defines it, on every input, against the exact function."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from consumers.tflite import F, errors_of
from export.units import source_of

from pwlact import functions
from pwlact.errors import ConfigError, FormatError
from pwlact.export import TARGETS, LookupOptions, Quantisation
from pwlact.export.lookup import exact_codes
from pwlact.export.lut16 import table16
from pwlact.functions import Activation, Symmetry


def read_header(text: str) -> tuple[Any, Mapping[str, float]]:
    """Return the array and the constants of a header."""
    body = re.search(r"static const int(?:8|16)_t \w+\[(\d+)\] = \{([^}]*)\};", text)
    assert body is not None
    table = np.array([int(part) for part in body[2].replace("\n", " ").split(",")])
    assert table.size == int(body[1])
    constants = re.findall(r"^#define \w+_(INPUT|OUTPUT)_(SCALE|ZERO_POINT) \(?([^)f\n]+)", text, re.MULTILINE)
    return table, {f"{side.lower()}_{what.lower()}": float(value) for side, what, value in constants}


@pytest.mark.parametrize("target", ["lut8", "lut16"])
@pytest.mark.parametrize("construction", ["midpoint", "minimax", "library"])
def test_header_and_json_say_the_same(target: str, construction: Any) -> None:
    options = LookupOptions(construction=construction)
    (header_name, header), (json_name, text) = TARGETS[target].files(source_of(None, lookup=options)).items()
    assert (header_name, json_name) == (f"pwl_silu_{target}.h", f"pwl_silu_{target}.json")
    table, constants = read_header(header)
    record = json.loads(text)
    assert table.tolist() == record["table"]
    for side in ("input", "output"):
        assert F(constants[f"{side}_scale"]) == F(record[side]["scale"])
        assert constants[f"{side}_zero_point"] == record[side]["zero_point"]
    q = Quantisation(**{key: value if "scale" in key else int(value) for key, value in constants.items()})
    if target == "lut16":
        silu = functions.get("silu")
        assert errors_of(silu, q, table).max() * q.output_scale == pytest.approx(record["errors"]["max"])
        assert table.tolist() == table16(silu, q, construction).tolist()
    else:
        read = table[np.arange(-128, 128) % 256]
        wanted = np.clip(exact_codes(functions.get("silu"), q, np.arange(-128, 128)), -128, 127)
        off = np.abs(read - wanted) * q.output_scale
        assert (off.max(), off.mean()) == pytest.approx((record["errors"]["max"], record["errors"]["mean"]), rel=1e-5)


@pytest.mark.skipif(shutil.which("gcc") is None, reason="no gcc; apt-get install gcc")
def test_both_headers_compile_together(tmp_path: Path) -> None:
    for target in ("lut8", "lut16"):
        for name, text in TARGETS[target].files(source_of(None)).items():
            (tmp_path / name).write_text(text)
    (tmp_path / "main.c").write_text(
        '#include "pwl_silu_lut8.h"\n#include "pwl_silu_lut16.h"\n'
        "int main(void) { float scale = PWL_SILU_LUT16_INPUT_SCALE * PWL_SILU_LUT8_OUTPUT_SCALE;\n"
        "    return pwl_silu_lut8[0] + pwl_silu_lut16[0] + PWL_SILU_LUT8_INPUT_ZERO_POINT + (scale > 1.0f); }\n"
    )
    strict = ("-std=c99", "-Wall", "-Wextra", "-Werror", "-Wconversion")
    subprocess.run(["gcc", *strict, "-c", "main.c"], cwd=tmp_path, timeout=60, check=True)


def test_bad_parameters_are_refused() -> None:
    with pytest.raises(ConfigError, match="a scale is a positive number"):
        Quantisation(input_scale=0.0, input_zero_point=0, output_scale=1.0, output_zero_point=0)
    with pytest.raises(ConfigError, match="a construction is one of minimax, midpoint, library, got 'best'"):
        LookupOptions(construction="best")  # type: ignore[arg-type]
    q = Quantisation(input_scale=1.0, input_zero_point=200, output_scale=1.0, output_zero_point=0)
    with pytest.raises(ConfigError, match="code of int8, got input_zero_point 200"):
        TARGETS["lut8"].files(source_of(None, lookup=LookupOptions(quantisation=q)))


def test_a_function_without_a_value_is_refused() -> None:
    def none(x: np.ndarray) -> np.ndarray:
        return np.full(x.shape, np.nan)

    hole = Activation(name="log", label="log", formula="log(x)", f=none, df=none, d2f=none, symmetry=Symmetry.NONE)
    q = Quantisation(input_scale=0.1, input_zero_point=0, output_scale=0.1, output_zero_point=0)
    with pytest.raises(FormatError, match="needs log at every input code"):
        exact_codes(hole, q, np.arange(-128, 128))
