"""Compiled descent of breakpoints for the squared error of noisy points, from the line sums of segments."""

from __future__ import annotations

import numpy as np

from pwlact._bisect import bisect_left
from pwlact._jit import routine
from pwlact._types import Array
from pwlact.fit.descent import MAX_DAMPING, SETTLED
from pwlact.fit.expansion import add_segment
from pwlact.fit.points.squares import near_values, segment_error, segment_sums, solve_squares
from pwlact.fit.points.tree import SUMS, Tree, run_sums

RIDGE = 1e-13  # added to the second derivative in the values, relative to it
TINY = 1e-300
STAY = 0.45  # largest step, as a share of the distance to a neighbour
WINDOW = 0.125  # of the segments beside a breakpoint, over which the residual there is averaged


@routine
def _change(t: Tree, b: Array, v: Array, k: int) -> float:
    """Return the second derivative of F in t_k that points add which change sides: density, residual, change of slope.

    The residual is the mean of those near the breakpoint.
    """
    left, right = b[k] - WINDOW * (b[k] - b[k - 1]), b[k] + WINDOW * (b[k + 1] - b[k])
    first, middle, last = bisect_left(t.x, left), bisect_left(t.x, b[k]), bisect_left(t.x, right)
    slope, before = (v[k + 1] - v[k]) / (b[k + 1] - b[k]), (v[k] - v[k - 1]) / (b[k] - b[k - 1])
    w, x, y, _s, _q, _e = run_sums(t, first, middle)
    lost = w * (v[k] + before * (x - b[k]) - y)
    w, x, y, _s, _q, _e = run_sums(t, middle, last)
    lost += w * (v[k] + slope * (x - b[k]) - y)
    bend: float = lost * (slope - before) / (right - left)
    return bend


@routine
def _expand(t: Tree, b: Array, v: Array, sums: Array, work: Array, gradient: Array, seconds: Array) -> float:
    """Fit the values v (m,), expand F = 1/2 sum_i w_i (p(x_i) - y_i)^2 about them and return 2 F.

    Fills dF/dt (m,) and the second derivatives (3, m, m): in t, in t and v, and in v.
    """
    m = b.size
    segment_sums(t, b, sums)
    near_values(t, b, v)
    solve_squares(b, sums, v.copy(), v, work)
    gradient[:], seconds[:] = 0.0, 0.0
    total = 0.0
    for k in range(m - 1):
        w, mean, y, line, spread = sums[k, 0], sums[k, 1], sums[k, 2], sums[k, 3], sums[k, 4]
        h = b[k + 1] - b[k]
        slope = (v[k + 1] - v[k]) / h
        u, a, q = (mean - b[k]) / h, (b[k + 1] - mean) / h, spread / (h * h)
        lost, turned = w * (v[k] + slope * (mean - b[k]) - y), spread * (slope - line) / h
        add_segment(
            k, h, slope, w * a * a + q, w * a * u - q, w * u * u + q, a * lost - turned, u * lost + turned,
            gradient, seconds[0], seconds[1], seconds[2],
        )  # fmt: skip
        total += segment_error(b, v, sums, k)
        if k > 0:
            seconds[0, k, k] += _change(t, b, v, k)
    return total


@routine
def _eliminate(seconds: Array, bend: Array, work: Array) -> None:
    """Fill the second derivatives (m - 2, m - 2) in inner breakpoints, F_tt - F_tv F_vv^-1 F_vt."""
    tt, tv, vv = seconds[0], seconds[1], seconds[2]
    m = vv.shape[0]
    pivot, ratio, z = work[0], work[1], work[2]
    for j in range(m):
        pivot[j] = vv[j, j] * (1.0 + RIDGE) + TINY
        if j > 0:
            ratio[j - 1] = vv[j - 1, j] / pivot[j - 1]
            pivot[j] -= vv[j - 1, j] * ratio[j - 1]
            pivot[j] = max(pivot[j], vv[j, j] * RIDGE + TINY)
    for i in range(1, m - 1):
        for j in range(m):
            z[j] = tv[i, j] - (ratio[j - 1] * z[j - 1] if j > 0 else 0.0)
        for j in range(m - 1, -1, -1):
            z[j] = z[j] / pivot[j] - (ratio[j] * z[j + 1] if j < m - 1 else 0.0)
        for j in range(1, m - 1):
            bend[i - 1, j - 1] = tt[i, j] - tv[j, j - 1] * z[j - 1] - tv[j, j] * z[j] - tv[j, j + 1] * z[j + 1]


@routine
def _step(bend: Array, gradient: Array, damping: float, factor: Array, move: Array) -> bool:
    """Fill the damped Newton step (m - 2,); tell whether the damped matrix is positive definite."""
    p = move.size
    for i in range(p):
        scale = np.sqrt(max(abs(bend[i, i]), TINY))
        for j in range(i + 1):
            entry = bend[i, j] + (damping * scale * scale if i == j else 0.0)
            for k in range(j):
                entry -= factor[i, k] * factor[j, k]
            if i == j:
                if not entry > 1e-14 * scale * scale:
                    return False
                factor[i, i] = np.sqrt(entry)
            else:
                factor[i, j] = entry / factor[j, j]
    for i in range(p):
        move[i] = -gradient[i + 1]
        for k in range(i):
            move[i] -= factor[i, k] * move[k]
        move[i] /= factor[i, i]
    for i in range(p - 1, -1, -1):
        for k in range(i + 1, p):
            move[i] -= factor[k, i] * move[k]
        move[i] /= factor[i, i]
    return True


@routine
def _hold(t: Tree, b: Array, gradient: Array, bend: Array) -> None:
    """Let the breakpoints at points stay: there the error has a corner, and its slope is that to one side."""
    for k in range(1, b.size - 1):
        i = bisect_left(t.x, b[k])
        if i < t.x.size and t.x[i] == b[k]:
            gradient[k], bend[k - 1], bend[:, k - 1], bend[k - 1, k - 1] = 0.0, 0.0, 0.0, 1.0


@routine
def _moved(b: Array, move: Array, width: float, trial: Array) -> None:
    """Fill breakpoints a step away, or nearer where they would meet."""
    for j in range(1, b.size - 1):
        left, right = max(b[j] - b[j - 1] - width, 0.0), max(b[j + 1] - b[j] - width, 0.0)
        trial[j] = b[j] + min(max(move[j - 1], -STAY * left), STAY * right)


@routine
def descend_squares(t: Tree, b: Array, width: float, steps: int, tolerance: float) -> float:
    """Lower the squared error of breakpoints b (m,), in place, by damped Newton steps; return it.

    As `fit.descent.descend`, of which this is the compiled form for line sums. Where no step gains any more,
    breakpoints at points stay, and the others move on.
    """
    m = b.size
    sums, work, v, gradient = np.empty((m - 1, SUMS)), np.empty((3, m)), np.empty(m), np.empty(m)
    seconds, ahead, gradient_ahead = np.empty((3, m, m)), np.empty((3, m, m)), np.empty(m)
    bend, factor, move, trial = np.empty((m - 2, m - 2)), np.empty((m - 2, m - 2)), np.empty(m - 2), b.copy()
    least = _expand(t, b, v, sums, work, gradient, seconds)
    damping, small, held = 1e-3, 0, False
    for _ in range(steps):
        _eliminate(seconds, bend, work)
        if held:
            _hold(t, b, gradient, bend)
        error = np.inf
        while not error < least and damping < MAX_DAMPING:
            if _step(bend, gradient, damping, factor, move):
                _moved(b, move, width, trial)
                error = _expand(t, trial, v, sums, work, gradient_ahead, ahead)
            damping = max(damping * 0.1, 1e-9) if error < least else damping * 10.0
        if not error < least and held:
            break
        if not error < least:
            damping, held = 1e-3, True
            continue
        small = small + 1 if error > least * (1.0 - tolerance) else 0
        b[:], gradient[:], seconds[:], least = trial, gradient_ahead, ahead, error
        if small == SETTLED:
            break
    return least
