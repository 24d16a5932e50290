"""What is printed of a recovery: the network, and a line for each number of segments."""

from __future__ import annotations

from collections.abc import Iterator

from pwlact.cli.console import print_pairs, print_table, say, say_each
from pwlact.studies.recovery.record import RecoveryRow, RecoveryStudy, recovery_pairs


def print_recovery(found: RecoveryStudy) -> None:
    """Print a study of recovery."""
    about = found.network
    print_pairs(about["title"], recovery_pairs(found))
    say("")
    divergence = about["divergence_name"]
    columns = ("segments", f"{divergence}, test", about["score_name"], f"{divergence}, calibration")
    print_table("before and after", columns, [line for row in found.rows for line in _lines(row)])
    say_each(f"{row.segments} segments: training did not help; all is as before" for row in found.rows if not row.kept)
    say_each(f"written  {row.folder}" for row in found.rows)


def _lines(row: RecoveryRow) -> Iterator[tuple[str, ...]]:
    for when, figures in (("", row.before), (", trained", row.after)):
        test, calibration = figures["test"], figures["calibration"]
        told = f"{test.divergence:.2e}", f"{test.score:.4g}", f"{calibration.divergence:.2e}"
        yield f"{row.segments}{when}", *told
