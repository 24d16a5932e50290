"""Integrals of |e| and e^2 by adaptive Gauss-Lobatto quadrature, all panels of a level at once."""

from __future__ import annotations

import numpy as np

from pwlact._types import Array
from pwlact.functions import ArrayFunction

ORDER = 19
PANEL = 1.0  # widest first panel, so that a narrow bend is not overlooked
MAX_FIRST = 4096  # first panels at most; on very wide ranges they are wider
LEVELS = 50  # halvings; a jump of e' or e'' takes 20 to 40
MAX_PANELS = 100_000  # of a level; more are needed only where e is rougher than the tolerance


def _rule() -> tuple[Array, Array]:
    """Return nodes and weights of the rule on [-1, 1]; the ends are nodes, which detects a kink beside one."""
    legendre = np.polynomial.Legendre.basis(ORDER)
    nodes = np.concatenate(([-1.0], np.real(legendre.deriv().roots()), [1.0]))
    nodes = 0.5 * (nodes - nodes[::-1])
    return nodes, 2.0 / (ORDER * (ORDER + 1) * legendre(nodes) ** 2)


NODES, WEIGHTS = _rule()


def integrals(
    error: ArrayFunction, edges: Array, tolerance: float, worst: float, narrowest: float = 0.0
) -> tuple[float, float]:
    """Return the integrals of |e| and e^2 from the first to the last edge, by adaptive Gauss-Lobatto quadrature.

    Parameters
    ----------
    error : callable
        e on float64 arrays of any shape.
    edges : ndarray, shape (n,)
        Ascending; includes every sign change of e.
    tolerance : float
        Largest error of the mean of |e|, rounding of e included.
    worst : float
        Maximum of |e|; the largest error of the mean of e^2 is tolerance * worst.
    narrowest : float
        Panels up to this width are not halved.
    """
    widest = max(PANEL, float(edges[-1] - edges[0]) / MAX_FIRST)
    counts = np.ceil(np.diff(edges) / widest).astype(np.int64)
    bounds = [np.linspace(a, b, n + 1) for a, b, n in zip(edges[:-1], edges[1:], counts, strict=True)]
    start = np.concatenate([bound[:-1] for bound in bounds])
    stop = np.concatenate([bound[1:] for bound in bounds])
    allowed = np.array([[tolerance], [tolerance * worst]])
    coarse = _panels(error, start, stop)
    total = np.zeros(2)
    for _ in range(LEVELS):
        middle = 0.5 * (start + stop)
        left, right = _panels(error, start, middle), _panels(error, middle, stop)
        fine = left + right
        rough = np.any(np.abs(fine - coarse) > allowed * (stop - start), axis=0) & (stop - start > narrowest)
        total += fine[:, ~rough].sum(axis=1)
        if not rough.any():
            return float(total[0]), float(total[1])
        start, stop = (
            np.concatenate((start[rough], middle[rough])),
            np.concatenate((middle[rough], stop[rough])),
        )
        coarse = np.concatenate((left[:, rough], right[:, rough]), axis=1)
        if start.size > MAX_PANELS:
            break
    total += coarse.sum(axis=1)
    return float(total[0]), float(total[1])


def _panels(error: ArrayFunction, start: Array, stop: Array) -> Array:
    """Return the quadrature sums of |e| and of e^2 on each panel, shape (2, n); e keeps its sign on a panel."""
    half = 0.5 * (stop - start)
    x = (start + half)[:, None] + half[:, None] * NODES
    # Rounding must not push an end node out of the interval, where p has its tails.
    e = error(np.clip(x, start[:, None], stop[:, None]))
    return np.stack((half * np.abs(e @ WEIGHTS), half * (e**2 @ WEIGHTS)))
