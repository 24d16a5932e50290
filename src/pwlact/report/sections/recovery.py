"""What training with tables in place recovered of a network's loss."""

from __future__ import annotations

from collections.abc import Iterator

from pwlact.report.figures.recovery import recovery_figure
from pwlact.report.section import Section
from pwlact.studies.recovery.record import RecoveryRow, RecoveryStudy, recovery_pairs


def recovery(found: RecoveryStudy) -> Section:
    """Return the section of a study of recovery."""
    divergence, score = found.network["divergence_name"], found.network["score_name"]
    return Section(
        name="recovery",
        title=f"{found.network['title']}: what training recovers",
        figures={"recovery": recovery_figure(found)},
        values={
            "pairs": list(recovery_pairs(found)),
            "columns": ("segments", "", f"{divergence}, test", score, f"{divergence}, calibration"),
            "rows": [line for row in found.rows for line in _lines(row)],
            "dropped": [row.segments for row in found.rows if not row.kept],
        },
    )


def _lines(row: RecoveryRow) -> Iterator[tuple[str, ...]]:
    for name, figures in (("placed", row.before), ("trained", row.after)):
        test, calibration = figures["test"], figures["calibration"]
        told = (f"{test.divergence:.3g}", f"{test.score:.5g}", f"{calibration.divergence:.3g}")
        yield f"{row.segments}", name, *told
