"""Text that several targets write: comments, arrays, numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

WIDTH = 116


def comment(lines: Iterable[str], mark: str) -> list[str]:
    """Return lines as comments, each behind a mark.

    No line can end its comment: control characters become spaces, and no line ends in a backslash or its trigraph,
    which would join it with the next one in C.
    """
    clean = (re.sub(r"[\x00-\x1f\x7f\x85\u2028\u2029]", " ", line).rstrip() for line in lines)
    clean = (line.replace("??/", "? ?/") for line in clean)
    return [f"{mark} {line}{' .' if line.endswith(chr(92)) else ''}".rstrip() for line in clean]


def rows(items: Sequence[str], indent: str = "    ") -> list[str]:
    """Return items, separated by commas, in lines of limited width."""
    lines = [indent]
    for i, item in enumerate(items):
        text = item + ("," if i < len(items) - 1 else "")
        if len(lines[-1]) + len(text) + 1 > WIDTH and lines[-1] != indent:
            lines.append(indent)
        lines[-1] += text if lines[-1] == indent else f" {text}"
    return lines


def guarded(file: str, lines: Iterable[str]) -> str:
    """Return the text of a C or C++ header with its include guard."""
    guard = re.sub(r"\W", "_", PurePosixPath(file).name).upper()
    return "\n".join([f"#ifndef {guard}", f"#define {guard}", "", *lines, "", f"#endif  // {guard}", ""])


def c_integer(low: int, high: int) -> str:
    """Return the narrowest type of <stdint.h> that holds the integers from low to high.

    Raises
    ------
    ValueError
        If no type of 64 bits holds them.
    """
    for bits in (8, 16, 32, 64):
        if low >= 0 and high < 1 << bits:
            return f"uint{bits}_t"
        if low >= -(1 << (bits - 1)) and high < 1 << (bits - 1):
            return f"int{bits}_t"
    raise ValueError(f"no integer of C holds {low} to {high}")


def c_number(value: int) -> str:
    """Return an expression for an integer; literals have no sign in C, so the lowest of 32 and 64 bits are sums."""
    if value in (-(1 << 31), -(1 << 63)):
        return f"({c_number(value + 1)} - 1)"
    if -(1 << 31) < value < 1 << 31:
        return str(value)
    return f"INT64_C({value})" if value < 1 << 63 else f"UINT64_C({value})"


def c_array(kind: str, name: str, values: Sequence[int]) -> list[str]:
    """Return the lines of a constant array."""
    items = [c_number(int(value)) for value in values]
    return [f"static const {kind} {name}[{len(items)}] = {{", *rows(items), "};"]
