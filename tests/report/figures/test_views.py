"""Figures of several views."""

from __future__ import annotations

from plotly_figures import check

from pwlact.report.figures.views import with_views


def test_the_first_view_is_shown_and_all_are_kept() -> None:
    views = {
        name: {"data": [{"type": "bar", "y": [1]}], "layout": {"height": size}}
        for name, size in (("a", 300), ("b", 400))
    }
    found = with_views(views)
    check(found)
    assert found["layout"]["height"] == 300
    assert found["layout"]["meta"] == {"views": views}
