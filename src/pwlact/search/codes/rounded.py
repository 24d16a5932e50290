"""Rounding after: a unit whose every number is the nearest code of a real PWL's, the way it is mostly done."""

from __future__ import annotations

import numpy as np

from pwlact.pwl import PWL, segment_form
from pwlact.search.codes.fit import starts_at
from pwlact.search.codes.grid import CodeGrid
from pwlact.search.codes.pieces import Pieces


def rounded_after(grid: CodeGrid, pwl: PWL) -> Pieces:
    """Return the pieces of a PWL with breakpoints, slopes and intercepts rounded to nearest, each by itself.

    Points that fall on one code leave an empty piece out.
    """
    (starts,) = starts_at(grid, pwl.points[None, :])
    slopes, intercepts = segment_form(pwl)
    kept = np.diff(starts) > 0
    spec = grid.spec
    return Pieces(
        starts=np.append(starts[:-1][kept], grid.size),
        slopes=spec.slope.decode(spec.slope.encode(slopes[kept])),
        intercepts=spec.intercept.decode(spec.intercept.encode(intercepts[kept])),
    )
