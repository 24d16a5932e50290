"""Text of C and C++: comments, arrays, numbers."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icarus import needs

from pwlact.export.text import WIDTH, c_array, c_integer, c_number, comment, guarded, rows

LIMITS = [1 << bits for bits in (7, 8, 15, 16, 31, 32, 63, 64)]
NUMBERS = sorted({sign * limit + step for limit in LIMITS for sign in (1, -1) for step in (-1, 0, 1)})


@given(st.lists(st.text()))
def test_every_line_of_a_comment_stays_one(lines: list[str]) -> None:
    made = comment(lines, "//")
    assert len(made) == len(lines)
    for line in made:
        assert line.startswith("//")
        assert len(line.splitlines()) == 1
        assert not line.endswith(("\\", "??/"))


@given(st.lists(st.text("0123456789", min_size=1, max_size=30), min_size=1))
def test_rows_hold_all_items_in_lines_of_limited_width(items: list[str]) -> None:
    lines = rows(items)
    assert all(len(line) <= WIDTH for line in lines)
    assert "".join(lines).replace(" ", "").split(",") == items


def test_the_narrowest_integer_holds_the_range() -> None:
    for low in NUMBERS:
        for high in NUMBERS:
            if low > high or low < -(1 << 63) or high >= 1 << 64 or (low < 0 and high >= 1 << 63):
                continue
            kind = c_integer(low, high)
            bits, signed = int(kind.strip("uint_")), kind.startswith("int")
            lowest, highest = (-(1 << (bits - 1)), (1 << (bits - 1)) - 1) if signed else (0, (1 << bits) - 1)
            assert lowest <= low <= high <= highest
            assert signed == (low < 0)
            half = bits // 2
            fits = -(1 << (half - 1)) <= low and high < 1 << (half - 1) if signed else high < 1 << half
            assert bits == 8 or not fits
    with pytest.raises(ValueError, match="no integer of C"):
        c_integer(-1, 1 << 63)


@needs("gcc")
def test_numbers_read_back_in_c(tmp_path: Path) -> None:
    numbers = [number for number in NUMBERS if -(1 << 63) <= number < 1 << 63]
    lines = ["#include <stdint.h>", "#include <stdio.h>", *c_array("int64_t", "numbers", numbers)]
    lines += [
        "int main(void) {",
        f"for (int i = 0; i < {len(numbers)}; i++)",
        'printf("%lld\\n", (long long)numbers[i]);',
    ]
    (tmp_path / "numbers.c").write_text("\n".join([*lines, "return 0; }", ""]))
    build = ["gcc", "-std=c99", "-Wall", "-Wextra", "-Werror", "-pedantic", "-o", "numbers", "numbers.c"]
    subprocess.run(build, cwd=tmp_path, check=True)
    done = subprocess.run(["./numbers"], cwd=tmp_path, check=True, capture_output=True, text=True)
    assert [int(line) for line in done.stdout.split()] == numbers
    assert c_number((1 << 64) - 1) == f"UINT64_C({(1 << 64) - 1})"


def test_a_guard_is_made_of_the_files_name() -> None:
    assert guarded("pwl_a.h", ["x"]).splitlines() == [
        "#ifndef PWL_A_H", "#define PWL_A_H", "", "x", "", "#endif  // PWL_A_H"
    ]  # fmt: skip
