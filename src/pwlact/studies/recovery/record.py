"""What a study of recovery found, as rows, JSON and CSV."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pwlact.errors import FileError
from pwlact.files import csv_text
from pwlact.models.network import Split
from pwlact.models.recovery.record import Figures

COLUMNS = (
    "network", "segments", "method", "train", "share", "target", "steps", "split", "divergence_before",
    "divergence_after", "exact_score", "score_before", "score_after", "kept", "seconds",
)  # fmt: skip

TRAINED = {"tables": "tables alone", "all": "tables and weights"}
SHARED = {"function": "one table for each function", "site": "one table for each site"}
TARGETS = {"exact": "the exact network's outputs", "labels": "the labels"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryRow:
    """One number of segments.

    Parameters
    ----------
    segments : int
        Of each table.
    before, after : mapping of split to Figures
        How the network does before and after training.
    kept : bool
        Whether what was trained is kept.
    seconds : float
        Time of training.
    folder : str
        Where the trained tables and weights are.
    """

    segments: int
    before: Mapping[Split, Figures]
    after: Mapping[Split, Figures]
    kept: bool
    seconds: float
    folder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryStudy:
    """All numbers of segments.

    Parameters
    ----------
    network : mapping
        The network's name, title, origin, licence, data, and names of its score and divergence.
    settings : mapping
        How the tables were placed and trained.
    exact : mapping of split to float
        The exact network's score.
    rows : tuple of RecoveryRow
        By number of segments, as asked.
    """

    network: Mapping[str, Any]
    settings: Mapping[str, Any]
    exact: Mapping[Split, float]
    rows: tuple[RecoveryRow, ...]


def row_from_json(data: Mapping[str, Any]) -> RecoveryRow:
    """Return the row that `dataclasses.asdict` made an object of.

    Raises
    ------
    KeyError, TypeError
        If it is something else.
    """
    parts = {when: {split: Figures(**part) for split, part in data[when].items()} for when in ("before", "after")}
    return RecoveryRow(**{**data, **parts})


def recovery_to_json(found: RecoveryStudy) -> dict[str, Any]:
    """Return a study as one JSON object."""
    return asdict(found)


def recovery_from_json(data: Mapping[str, Any]) -> RecoveryStudy:
    """Return the study that `recovery_to_json` made an object of.

    Raises
    ------
    FileError
        If it is something else.
    """
    try:
        parts = {key: dict(data[key]) for key in ("network", "settings", "exact")}
        return RecoveryStudy(**parts, rows=tuple(row_from_json(row) for row in data["rows"]))
    except (TypeError, ValueError, KeyError, AttributeError) as fault:
        raise FileError(f"a recovery holds a network, settings and rows, got {fault!r}; make it anew") from fault


def recovery_pairs(found: RecoveryStudy) -> Iterator[tuple[str, str]]:
    """Yield key and value for the network, how its tables were trained, and its exact score."""
    network, settings = found.network, found.settings
    for key in ("origin", "licence", "data"):
        yield key, str(network[key])
    yield "trained", f"{TRAINED[settings['train']]}, {settings['steps']} steps, {SHARED[settings['share']]}"
    yield "target", TARGETS[settings["target"]]
    yield "before", f"tables by {settings['method']}"
    yield network["score_name"], f"{found.exact['test']:.4g} exact"


def is_recovery(data: Any) -> bool:
    """Tell whether a JSON object is a recovery's."""
    return isinstance(data, Mapping) and {"network", "settings", "exact", "rows"} <= data.keys()


def recovery_to_csv(found: RecoveryStudy) -> str:
    """Return a study as CSV, a row for each number of segments and split."""
    settings = found.settings
    told = [settings[name] for name in ("method", "train", "share", "target", "steps")]
    rows = [
        (
            found.network["name"], row.segments, *told, split, before.divergence, row.after[split].divergence,
            found.exact[split], before.score, row.after[split].score, row.kept, round(row.seconds, 2),
        )
        for row in found.rows
        for split, before in row.before.items()
    ]  # fmt: skip
    return csv_text(COLUMNS, rows)
