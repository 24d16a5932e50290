"""The figure of an evaluation."""

from __future__ import annotations

from typing import Any

import pytest
from drawn import check_texts, title

from pwlact import plots
from pwlact.models.evaluation.bootstrap import Estimate
from pwlact.models.evaluation.reference import Measurement
from pwlact.studies.evaluation.record import EXACT, Evaluation, EvaluationRow

ABOUT: dict[str, Any] = {
    "name": "n", "title": "a network", "data": "digits", "score_name": "accuracy", "divergence_name": "KL",
    "higher_is_better": True,
}  # fmt: skip


def row(method: str, segments: int | None, format_: str, divergence: float, loss: float) -> EvaluationRow:
    measured = Measurement(
        score=0.9 - loss,
        difference=Estimate(value=-loss, low=-loss - 0.01, high=-loss + 0.02),
        divergence=Estimate(value=divergence, low=0.5 * divergence, high=2.0 * divergence),
        seconds=0.1,
    )
    return EvaluationRow(method=method, segments=segments, format=format_, measured=measured)


def evaluation(*formats: str) -> Evaluation:
    rows = [
        row(method, segments, format_, size / segments**2, 0.1 / segments)
        for format_ in formats
        for method, size in (("uniform", 1.0), ("dp", 0.1), ("sensitivity-range", 0.0))
        for segments in (4, 8, 16)
    ]
    rows += [row(EXACT, None, format_, 1e-3, 0.01) for format_ in formats if format_ != "float"]
    failed = EvaluationRow(method="agent", segments=4, format=formats[0], measured=None, note="no engine")
    exact = Estimate(value=0.9, low=0.8, high=1.0)
    return Evaluation(network=ABOUT, functions=("silu",), exact=exact, rows=(*rows, failed))


@pytest.mark.parametrize("formats", [("float",), ("float", "q4.12", "q3.5", "fp16")])
def test_each_format_has_divergence_above_and_score_below(formats: tuple[str, ...]) -> None:
    figure = plots.evaluation(evaluation(*formats))
    upper, lower = figure.axes[: len(formats)], figure.axes[len(formats) :]
    assert [axes.get_title() for axes in upper] == list(formats)
    assert all(axes.get_yscale() == "log" for axes in upper)
    assert "a network" in title(figure)
    lines = {line.get_label(): line for line in upper[0].containers}
    assert list(lines["dp"].lines[0].get_ydata()) == pytest.approx([0.1 / 16, 0.1 / 64, 0.1 / 256])
    scores = {line.get_label(): line for line in lower[-1].containers}
    assert list(scores["dp"].lines[0].get_ydata()) == pytest.approx([0.875, 0.8875, 0.89375])
    check_texts(figure)


def test_an_evaluation_of_ones_own_tables_alone_is_drawn_too() -> None:
    exact = Estimate(value=0.9, low=0.8, high=1.0)
    own = Evaluation(network=ABOUT, functions=("silu",), exact=exact, rows=(row("given", None, "", 1e-3, 0.0),))
    check_texts(plots.evaluation(own))
