"""Second-order expansion of half a squared error in breakpoints and values, segment by segment."""

from __future__ import annotations

from pwlact._jit import inlined
from pwlact._types import Array


@inlined
def add_segment(
    k: int, h: float, slope: float, aa: float, ab: float, bb: float, ra: float, rb: float,
    gradient: Array, tt: Array, tv: Array, vv: Array,
) -> None:  # fmt: skip
    """Add segment k, of width h, to dF/dt (m,) and the second derivatives in t, in t and v, and in v, each (m, m).

    With u = (x - t_k) / h, p = v_k (1 - u) + v_{k+1} u gives dp/dt_k = -s (1 - u), dp/dt_{k+1} = -s u, and second
    derivatives that are linear in u too. The sums over the segment, r = p - y: aa = sum w (1 - u)^2,
    ab = sum w (1 - u) u, bb = sum w u^2, ra = sum w r (1 - u), rb = sum w r u.
    """
    gradient[k] -= slope * ra
    gradient[k + 1] -= slope * rb
    vv[k, k] += aa
    vv[k, k + 1] = vv[k + 1, k] = ab
    vv[k + 1, k + 1] += bb
    tt[k, k] += slope * (slope * aa - 2.0 * ra / h)
    tt[k, k + 1] = tt[k + 1, k] = slope * (slope * ab + (ra - rb) / h)
    tt[k + 1, k + 1] += slope * (slope * bb + 2.0 * rb / h)
    tv[k, k] += ra / h - slope * aa
    tv[k, k + 1] = -ra / h - slope * ab
    tv[k + 1, k] = rb / h - slope * ab
    tv[k + 1, k + 1] += -rb / h - slope * bb
