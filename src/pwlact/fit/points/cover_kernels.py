"""Compiled greedy cover of gates by separate lines, each as long as any."""

from __future__ import annotations

from pwlact._jit import kernel
from pwlact._types import Array
from pwlact.fit.wall_path import middle_line
from pwlact.fit.wedge_kernels import clear, narrow


@kernel
def cover(x: Array, low: Array, high: Array, lines: Array, w: Array) -> tuple[int, bool]:
    """Fill lines (K, 3) by start, slope and value at the start; return how many, and whether they pass all gates (n,).

    `w` (2, n + HULL, 4) is a wedge of work.
    """
    n, start = x.size, 0
    for j in range(lines.shape[0]):
        clear(w)
        i = start
        while i < n and narrow(w, x[i], low[i], 0.0, high[i], 0.0, i)[0] == 0.0:
            i += 1
        if i == start:  # gates that cross
            return j, False
        line = lines[j]
        middle_line(w, x[i - 1], low[i - 1], high[i - 1], line)
        value, slope = line[1] + line[2] * (x[start] - line[0]), line[2]
        line[0], line[1], line[2] = x[start], slope, value
        if i == n:
            return j + 1, True
        start = i
    return lines.shape[0], False
