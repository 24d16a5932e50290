"""Line sums of any run of points in O(log n): a binary tree of merged blocks.

Differences of prefix sums would lose digits where a run is short or its line fits well; merged sums have no
cancellation.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pwlact._jit import kernel, routine
from pwlact._types import Array
from pwlact.fit.line_sums import LineSums, merge_lines

BLOCK = 8  # points of a leaf
SUMS = 6


class Tree(NamedTuple):
    """Points x, y, w (n,), and nodes (2 size, 6): node i holds nodes 2 i and 2 i + 1, node size + j is block j."""

    x: Array
    y: Array
    w: Array
    nodes: Array


def tree_of(x: Array, y: Array, w: Array) -> Tree:
    """Return the tree of points (n,) with ascending x."""
    size = 1
    while size * BLOCK < x.size:
        size *= 2
    nodes = np.zeros((2 * size, SUMS))
    tree = Tree(x, y, np.ascontiguousarray(w), nodes)
    _fill(tree)
    return tree


@routine
def points_sums(t: Tree, start: int, stop: int) -> LineSums:
    """Return the line sums of points start .. stop - 1, point by point."""
    w = x = y = s = q = e = 0.0
    for i in range(start, stop):
        w, x, y, s, q, e = merge_lines(w, x, y, s, q, e, t.w[i], t.x[i], t.y[i], 0.0, 0.0, 0.0)
    return w, x, y, s, q, e


@routine
def run_sums(t: Tree, start: int, stop: int) -> LineSums:
    """Return the line sums of points start .. stop - 1: of whole blocks from the tree."""
    first, last = (start + BLOCK - 1) // BLOCK, stop // BLOCK
    if first >= last:
        return points_sums(t, start, stop)
    w, x, y, s, q, e = points_sums(t, start, first * BLOCK)
    w2, x2, y2, s2, q2, e2 = points_sums(t, last * BLOCK, stop)
    size = t.nodes.shape[0] // 2
    low, high = first + size, last + size
    while low < high:
        if low & 1:
            c = t.nodes[low]
            w, x, y, s, q, e = merge_lines(w, x, y, s, q, e, c[0], c[1], c[2], c[3], c[4], c[5])
            low += 1
        if high & 1:
            high -= 1
            c = t.nodes[high]
            w2, x2, y2, s2, q2, e2 = merge_lines(c[0], c[1], c[2], c[3], c[4], c[5], w2, x2, y2, s2, q2, e2)
        low >>= 1
        high >>= 1
    return merge_lines(w, x, y, s, q, e, w2, x2, y2, s2, q2, e2)


@kernel
def line_of(t: Tree, start: int, stop: int) -> tuple[float, float, float]:
    """Return mean position, mean value and slope of the least-squares line of points start .. stop - 1."""
    _w, x, y, s, _q, _e = run_sums(t, start, stop)
    return x, y, s


@kernel
def _fill(t: Tree) -> None:
    size, n = t.nodes.shape[0] // 2, t.x.size
    for j in range(size):
        start = min(j * BLOCK, n)
        c = t.nodes[size + j]
        c[0], c[1], c[2], c[3], c[4], c[5] = points_sums(t, start, min(start + BLOCK, n))
    for i in range(size - 1, 0, -1):
        c, a, b = t.nodes[i], t.nodes[2 * i], t.nodes[2 * i + 1]
        c[0], c[1], c[2], c[3], c[4], c[5] = merge_lines(
            a[0], a[1], a[2], a[3], a[4], a[5], b[0], b[1], b[2], b[3], b[4], b[5]
        )
