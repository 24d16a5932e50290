"""The section of a recovery."""

from __future__ import annotations

from tables_of_networks import recovered

from pwlact.report.sections.recovery import recovery
from pwlact.studies.recovery.record import recovery_from_json


def test_each_number_of_segments_has_a_row_before_and_after_training() -> None:
    values = recovery(recovery_from_json(recovered())).values
    assert [row[:2] for row in values["rows"]] == [(k, when) for k in ("4", "6") for when in ("placed", "trained")]
    assert values["dropped"] == [6]
