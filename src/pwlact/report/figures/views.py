"""Several views of one figure, of which the reader chooses one."""

from __future__ import annotations

from collections.abc import Mapping

from pwlact.report.section import Figure


def with_views(views: Mapping[str, Figure]) -> Figure:
    """Return a figure that shows its first view; static/views.js shows the others as a list box beside it is changed.

    Parameters
    ----------
    views : mapping of str to Figure
        Figures by the names in the list box, one at least.
    """
    first = next(iter(views.values()))
    return {**first, "layout": {**first["layout"], "meta": {"views": dict(views)}}}
