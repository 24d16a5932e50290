"""The figure of a recovery."""

from __future__ import annotations

from plotly_figures import check, trace
from tables_of_networks import recovered

from pwlact.report.figures.recovery import recovery_figure
from pwlact.studies.recovery.record import recovery_from_json


def test_divergence_on_test_data_stands_before_and_after_training() -> None:
    figure = recovery_figure(recovery_from_json(recovered()))
    check(figure)
    assert trace(figure, "as placed")["y"] == [1e-2, 1e-2]
    assert trace(figure, "as trained")["y"] == [1e-3, 1e-3]
