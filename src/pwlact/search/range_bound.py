"""The least squares of separate lines between two tails: a lower bound for a PWL on any range, tails outside."""

from __future__ import annotations

import dataclasses

import numpy as np

from pwlact._types import Array
from pwlact.functions import Line
from pwlact.search.discontinuous import PIN, Discontinuous, lines_bound
from pwlact.search.whole_task import WholeTask

SINGLE = 100_000  # samples that may each be a cell: the ends of cells cost the bound some tenths of a per cent


def range_bound(task: WholeTask, segments: int) -> Discontinuous:
    """Return the least weighted mean square error over all inputs, over all ranges, by separate lines.

    min over i_0 <= ... <= i_K of sum_{i < i_0} w_i (A x_i - y_i)^2 + sum_k min_line sum_{i_{k-1} <= i < i_k}
    w_i (line x_i - y_i)^2 + sum_{i >= i_K} w_i (B x_i - y_i)^2, with the tails A and B.

    A PWL on a range [b_1, b_m] with the tails outside is such a partition, so none has a smaller error. The tails are
    the first and the last line of `lines_bound`, held to their values and slopes; a sample without weight at either
    end lets them be empty. Without a tail the first or last line goes on to the end.

    Parameters
    ----------
    task : WholeTask
        The function over all its inputs.
    segments : int
        K, the lines between the tails.

    Returns
    -------
    Discontinuous
        Its boundaries (K + 1,) are indices of samples: where each line begins, and the end of the last.
    """
    left, right = task.tails
    before, after = left is not None, right is not None
    y = np.pad(task.samples.y, (int(before), int(after)), mode="edge")
    weights = np.pad(task.weights, (int(before), int(after)))
    ends = np.array([_held(task, left, 0, y.size), _held(task, right, y.size - 1, y.size)])
    found = lines_bound(y, weights, segments + before + after, ends, SINGLE)
    inner = found.boundaries[int(before) : segments + int(before) + 1] - before
    return dataclasses.replace(found, boundaries=np.clip(inner, 0, task.samples.y.size))


def _held(task: WholeTask, line: Line | None, index: int, n: int) -> Array:
    """Return the cell that holds a line at one of n samples, the first of which may be added; zeros without a line."""
    if line is None:
        return np.zeros(6)
    step = task.samples.step
    first = task.samples.interval[0] - (task.tails[0] is not None) * step
    return np.array([PIN, index, line(first + index * step), line.slope * step, PIN * float(n) ** 2, 0.0])
