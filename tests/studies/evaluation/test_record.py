"""Rows of an evaluation, and the fewest segments."""

from __future__ import annotations

from typing import Any

import pytest

from pwlact.models.evaluation.bootstrap import Estimate
from pwlact.models.evaluation.reference import Measurement
from pwlact.studies.evaluation.record import Evaluation, EvaluationRow


def row(segments: int, low: float, high: float) -> EvaluationRow:
    difference = Estimate(value=0.5 * (low + high), low=low, high=high)
    measured = Measurement(score=0.5, difference=difference, divergence=Estimate(value=1, low=0, high=2), seconds=0.0)
    return EvaluationRow(method="dp", segments=segments, format="float", measured=measured)


def evaluation(*rows: EvaluationRow, higher: bool = True) -> Evaluation:
    network: dict[str, Any] = {"name": "n", "higher_is_better": higher}
    return Evaluation(network=network, functions=("silu",), exact=Estimate(value=1, low=0, high=1), rows=rows)


@pytest.mark.parametrize(
    ("higher", "fewest"),
    [(True, 6), (False, 4)],  # a score that rises beyond chance is no loss
)
def test_the_fewest_segments_are_the_first_without_a_loss_beyond_chance(higher: bool, fewest: int) -> None:
    rows = (row(12, -0.1, 0.1), row(6, -0.1, 0.1), row(4, -0.3, -0.1))
    assert evaluation(*rows, higher=higher).fewest("dp", "float") == fewest


def test_there_may_be_none() -> None:
    assert evaluation(row(4, -0.3, -0.1)).fewest("dp", "float") is None
    assert evaluation().fewest("dp", "float") is None


def test_rows_without_a_measurement_count_for_nothing() -> None:
    failed = EvaluationRow(method="dp", segments=2, format="float", measured=None, note="why")
    found = evaluation(failed, row(4, 0.0, 0.0))
    assert found.fewest("dp", "float") == 4
    assert [each.segments for each in found.of("dp", "float")] == [4]
    assert (found.methods, found.formats) == (("dp",), ("float",))
