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
from export.units import source_of

from pwlact import functions
from pwlact.errors import ConfigError, FormatError
from pwlact.export import TARGETS, LookupOptions, Quantisation, Source
from pwlact.export.lut8 import quantisation8, table8
from pwlact.export.lut16 import errors16, quantisation16, table16
from pwlact.functions import Activation, Interval, Symmetry

Array = np.ndarray[Any, np.dtype[np.float64]]

F = np.float32
CASES = (
    ("sigmoid", (-8.0, 8.0)),
    ("tanh", (-8.0, 8.0)),
    ("silu", (-8.0, 8.0)),
    ("gelu", (-8.0, 8.0)),
    ("mish", (-8.0, 8.0)),
    ("exp", (-8.0, 0.0)),
    ("hardswish", (-8.0, 8.0)),
    ("elu", (-10.3, 10.3)),
    ("gelu", (-64.0, 64.0)),
)


def rounded(x: Any) -> Any:
    """Round as the library does: halves away from zero."""
    return np.sign(x) * np.floor(np.abs(x) + F(0.5))


def their_table16(activation: Activation, q: Quantisation) -> Any:
    """Return the entries that the library's own construction gives, in single precision as there."""
    x_scale, y_scale = F(q.input_scale), F(q.output_scale)
    first, last = (x_scale * F(end - q.input_zero_point) for end in (-32768, 32767))
    least, most = (y_scale * F(end - q.output_zero_point) for end in (-32768, 32767))
    step, per_unit = (last - first) / F(512), F(65536) / (most - least)

    def scaled(x: Any) -> Any:
        return activation(x.astype(np.float64)).astype(F) * per_unit

    starts = first + np.arange(512, dtype=F) * step
    value, middle = scaled(starts), scaled(starts + step / F(2))
    following = scaled(first + np.arange(1, 513, dtype=F) * step)
    between = rounded((following + rounded(value)) / F(2))
    entries = rounded(value) - rounded((between - rounded(middle)) / F(2))
    return np.clip(np.append(entries, rounded(scaled(np.array([last])))), -32768, 32767).astype(np.int16)


def their_lookup16(table: Any) -> Any:
    """Return what the library reads for -32768 to 32767: the difference of neighbours is an int16."""
    table = np.asarray(table, dtype=np.int16)
    x = np.arange(-32768, 32768)
    index, offset = 256 + (x >> 7), x & 0x7F
    slope = (table[index + 1] - table[index]).astype(np.int16).astype(np.int64)
    return (table[index] + ((slope * offset + 64) >> 7)).astype(np.int16)


def exact(activation: Activation, q: Quantisation, x: Any, bits: int) -> Array:
    """Return the exact function's real values at input codes, held to what the output can say."""
    y = activation(q.input_scale * (x - q.input_zero_point))
    low, high = ((end - q.output_zero_point) * q.output_scale for end in (-(1 << (bits - 1)), (1 << (bits - 1)) - 1))
    return np.clip(y, low, high)


def errors_of(activation: Activation, q: Quantisation, table: Any) -> Array:
    """Return the errors of a table of int16, in output codes, on all 65,536 inputs."""
    read = q.output_scale * (their_lookup16(table).astype(np.float64) - q.output_zero_point)
    return np.abs(read - exact(activation, q, np.arange(-32768, 32768), 16)) / q.output_scale


@pytest.mark.parametrize(("name", "interval"), CASES)
def test_int16_is_better_than_the_usual_construction(name: str, interval: Interval) -> None:
    activation = functions.get(name)
    q = quantisation16(activation, interval)
    theirs, midpoint, minimax = (
        errors_of(activation, q, table)
        for table in (
            their_table16(activation, q),
            table16(activation, q, minimax=False),
            table16(activation, q, minimax=True),
        )
    )
    assert midpoint.max() <= theirs.max()
    assert midpoint.mean() <= theirs.mean()
    assert minimax.max() <= midpoint.max()
    assert minimax.max() < theirs.max()
    np.testing.assert_allclose(
        errors16(activation, q, table16(activation, q, minimax=True)) / q.output_scale, minimax, atol=1e-6
    )


def test_int16_with_zero_points() -> None:
    sigmoid = functions.get("sigmoid")
    q = Quantisation(input_scale=2e-4, input_zero_point=1000, output_scale=1 / 65536, output_zero_point=-32768)
    assert errors_of(sigmoid, q, table16(sigmoid, q, minimax=True)).max() < 1.5


def test_int16_on_a_line_is_exact() -> None:
    line = functions.from_expression("0.5 * x", interval=(-8.0, 8.0))
    q = Quantisation(input_scale=2.0**-12, input_zero_point=0, output_scale=2.0**-12, output_zero_point=0)
    for minimax in (False, True):
        assert errors_of(line, q, table16(line, q, minimax)).max() <= 0.5


def test_int16_of_a_jump_is_refused() -> None:
    steep = functions.get("tanh")
    q = Quantisation(input_scale=10.0, input_zero_point=0, output_scale=1 / 32767, output_zero_point=0)
    with pytest.raises(FormatError, match=r"differ by at most 32767, got .* for tanh; choose a smaller input scale"):
        table16(steep, q, minimax=True)


@pytest.mark.parametrize(("name", "interval"), CASES)
def test_int8_is_the_nearest_code(name: str, interval: Interval) -> None:
    activation = functions.get(name)
    q = quantisation8(activation, interval)
    table = table8(activation, q).astype(np.int8)
    x = np.arange(-128, 128)
    read = table[x.astype(np.int8).astype(np.uint8)].astype(np.float64)  # the library's lookup
    off = np.abs(q.output_scale * (read - q.output_zero_point) - exact(activation, q, x, 8))
    assert off.max() <= 0.5 * q.output_scale * (1 + 1e-9)
    held = q.input_scale * (x[[0, -1]] - q.input_zero_point)
    assert held[0] <= interval[0] + q.input_scale
    assert held[1] >= interval[1] - q.input_scale


def read_header(text: str) -> tuple[Any, Mapping[str, float]]:
    """Return the array and the constants of a header."""
    body = re.search(r"static const int(?:8|16)_t \w+\[(\d+)\] = \{([^}]*)\};", text)
    assert body is not None
    table = np.array([int(part) for part in body[2].replace("\n", " ").split(",")])
    assert table.size == int(body[1])
    constants = re.findall(r"^#define \w+_(INPUT|OUTPUT)_(SCALE|ZERO_POINT) \(?([^)f\n]+)", text, re.MULTILINE)
    return table, {f"{side.lower()}_{what.lower()}": float(value) for side, what, value in constants}


@pytest.mark.parametrize("target", ["lut8", "lut16"])
@pytest.mark.parametrize("construction", ["midpoint", "minimax"])
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
        assert table.tolist() == table16(silu, q, construction == "minimax").tolist()


@pytest.mark.skipif(shutil.which("gcc") is None, reason="no gcc; apt-get install gcc")
def test_headers_compile(tmp_path: Path) -> None:
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


def test_bad_parameters() -> None:
    with pytest.raises(ConfigError, match="a scale is a positive number"):
        Quantisation(input_scale=0.0, input_zero_point=0, output_scale=1.0, output_zero_point=0)
    with pytest.raises(ConfigError, match="a construction is midpoint or minimax, got 'best'"):
        LookupOptions(construction="best")  # type: ignore[arg-type]
    q = Quantisation(input_scale=1.0, input_zero_point=200, output_scale=1.0, output_zero_point=0)
    with pytest.raises(ConfigError, match="code of int8, got input_zero_point 200"):
        TARGETS["lut8"].files(source_of(None, lookup=LookupOptions(quantisation=q)))


def test_a_function_without_a_value_is_refused() -> None:
    hole = Activation(
        name="log", label="log", formula="log(x)", f=np.log, df=np.log, d2f=np.log, symmetry=Symmetry.NONE
    )
    source = source_of(None)
    holed = Source(activation=hole, pwl=source.pwl, unit=None, interval=(1.0, 8.0), name="log")
    with pytest.raises(FormatError, match="needs log at every input code"):
        TARGETS["lut8"].files(holed)
