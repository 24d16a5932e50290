"""What training with tables in place recovered of a network's loss."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pwlact.errors import FileError
from pwlact.report.figures.recovery import recovery_figure
from pwlact.report.section import Section

COLUMNS = ("segments", "", "divergence, test", "score, test", "divergence, calibration")


def recovery(found: Mapping[str, Any]) -> Section:
    """Return the section of a study of recovery.

    Parameters
    ----------
    found : mapping
        What `recovery_to_json` returned.

    Raises
    ------
    FileError
        If it lacks something.
    """
    try:
        network, settings = found["network"], found["settings"]
        return Section(
            name="recovery",
            title=f"{network['title']}: what training recovers",
            figures={"recovery": recovery_figure(found)},
            values={
                "pairs": list(_facts(network, settings, found["exact"])),
                "columns": COLUMNS,
                "rows": [line for row in found["rows"] for line in _lines(row)],
                "dropped": [row["segments"] for row in found["rows"] if not row["kept"]],
            },
        )
    except (TypeError, ValueError, KeyError, AttributeError) as fault:
        raise FileError(f"a recovery holds a network, settings and rows, got {fault!r}; make it anew") from fault


def _facts(network: Any, settings: Any, exact: Any) -> Iterator[tuple[str, str]]:
    for key in ("origin", "licence", "data"):
        yield key, str(network[key])
    yield "before", f"tables by {settings['method']}"
    yield "trained", f"{settings['train']}, {settings['steps']} steps, a table for each {settings['share']}"
    yield "target", str(settings["target"])
    yield f"{network['score_name']}, exact", f"{exact['test']:.5g} on test data"


def _lines(row: Any) -> Iterator[tuple[str, ...]]:
    for name, when in (("placed", "before"), ("trained", "after")):
        test, calibration = row[when]["test"], row[when]["calibration"]
        told = (f"{test['divergence']:.3g}", f"{test['score']:.5g}", f"{calibration['divergence']:.3g}")
        yield f"{row['segments']}", name, *told
