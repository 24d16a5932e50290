"""Errors on one axis."""

from __future__ import annotations

from drawn import Maker
from plotly_figures import check

from pwlact.report.figures.overlay import overlay_figure
from pwlact.report.subject import subject_from


def test_every_kind_of_result_has_a_line_or_dots(make: Maker) -> None:
    cases = ("paper", "unit", "float unit", "noisy", "separate lines", "wide", "steep")
    figure = overlay_figure([subject_from(make(case), None) for case in cases])
    check(figure)
    assert [trace["mode"] for trace in figure["data"]] == ["lines"] * 3 + ["markers"] * 2 + ["lines"] * 2
    looks = {(trace["line"]["color"], trace["line"].get("dash")) for trace in figure["data"]}
    assert len(looks) == len(cases)
