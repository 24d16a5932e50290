"""C of a float as whole * 2**exponent, compiled and compared on every code."""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np
import pytest
from icarus import needs
from random_units import spec_of

from pwlact.export.c_number import code_type_text, normal_text, number_text, round_text, unpack_text
from pwlact.formats import FloatFormat, Overflow, Rounding

MAIN = """
int main(void)
{
    for (uint32_t code = 0; code < COUNTu; code++) {
        const NAME_number n = NAME_normal(NAME_unpack(code));
        printf("%u %d %d %d\\n", (unsigned)NAME_round(n), n.nan, n.infinite, n.whole != 0u && n.whole >> 61 != 1u);
    }
    return 0;
}
"""


@needs("gcc")
@pytest.mark.parametrize("rounding", Rounding)
@pytest.mark.parametrize("name", ["fp16", "fp8_e4m3", "e2m1"])
def test_codes_come_back_and_numbers_are_normal(name: str, rounding: Rounding, tmp_path: Path) -> None:
    spec = spec_of(name, rounding=rounding, overflow=Overflow.SATURATE)
    f = spec.input
    assert isinstance(f, FloatFormat)
    texts = [number_text(), unpack_text(f), normal_text(), round_text(f, spec), MAIN.replace("COUNT", str(1 << f.bits))]
    source = "#include <stdint.h>\n#include <stdio.h>\n" + "\n".join(texts).replace("NAME", "u")
    (tmp_path / "u.c").write_text(source)
    subprocess.run(["gcc", "-std=c99", "-Wall", "-Wextra", "-Werror", "-o", "u", "u.c"], cwd=tmp_path, check=True)
    lines = subprocess.run(["./u"], cwd=tmp_path, check=True, capture_output=True, text=True).stdout.splitlines()
    rows = np.array([[int(word) for word in line.split()] for line in lines])
    values = f.decode(f.codes())
    back = np.where(np.isnan(values), f.nan, f.codes())
    np.testing.assert_array_equal(rows, np.stack([back, np.isnan(values), np.isinf(values), 0 * back], axis=1))


def test_codes_have_the_narrowest_type() -> None:
    assert [code_type_text(spec_of(name).input) for name in ("fp8_e4m3", "fp16", "e8m23")] == [  # type: ignore[arg-type]
        "uint8_t", "uint16_t", "uint32_t"
    ]  # fmt: skip
