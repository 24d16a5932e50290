"""An evaluation as JSON, CSV and lines of text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from pwlact.errors import FileError
from pwlact.files import csv_text
from pwlact.models.evaluation.bootstrap import Estimate
from pwlact.models.evaluation.reference import Measurement
from pwlact.studies.evaluation.record import EXACT, Evaluation, EvaluationRow

HEADER = (
    "network", "method", "segments", "format", "score", "difference", "difference_low", "difference_high",
    "divergence", "divergence_low", "divergence_high", "seconds",
)  # fmt: skip


def evaluation_to_json(found: Evaluation) -> dict[str, Any]:
    """Return an evaluation as a JSON object: the network, the exact score, the rows, the fewest segments."""
    return {
        "network": dict(found.network),
        "functions": list(found.functions),
        "exact": asdict(found.exact),
        "rows": [_row_json(row) for row in found.rows],
        "fewest": [
            {"method": method, "format": format_, "segments": found.fewest(method, format_)}
            for method in placed(found)
            for format_ in found.formats
            if found.of(method, format_)
        ],
    }


def evaluation_from_json(data: Mapping[str, Any]) -> Evaluation:
    """Return the evaluation that `evaluation_to_json` made an object of.

    Raises
    ------
    FileError
        If it is something else.
    """
    try:
        return Evaluation(
            network=dict(data["network"]),
            functions=tuple(data["functions"]),
            exact=Estimate(**data["exact"]),
            rows=tuple(_row(row) for row in data["rows"]),
        )
    except (TypeError, ValueError, KeyError, AttributeError) as fault:
        raise FileError(f"an evaluation holds a network, its score and rows, got {fault!r}; make it anew") from fault


def is_evaluation(data: Any) -> bool:
    """Tell whether a JSON object is an evaluation's."""
    return isinstance(data, Mapping) and {"network", "exact", "rows", "fewest"} <= data.keys()


def _row(data: Mapping[str, Any]) -> EvaluationRow:
    named = {key: data[key] for key in ("method", "segments", "format", "note")}
    if "score" not in data:
        return EvaluationRow(**named, measured=None)
    measured = Measurement(
        score=data["score"],
        difference=Estimate(**data["difference"]),
        divergence=Estimate(**data["divergence"]),
        seconds=data["seconds"],
        others=data.get("others", {}),
    )
    return EvaluationRow(**named, measured=measured)


def evaluation_to_csv(found: Evaluation) -> str:
    """Return the measured rows as CSV text, the exact network's first."""
    name = found.network["name"]
    zeros = (0.0,) * 6
    exact = (name, EXACT, None, "float", found.exact.value, *zeros, None, *found.others.values())
    rows = [(name, *_cells(row)) for row in found.rows if row.measured is not None]
    return csv_text((*HEADER, *found.others), [exact, *rows])


def placed(found: Evaluation) -> list[str]:
    """Return the methods that place points and have a measured row, each once."""
    measured = [row for row in found.rows if row.segments and row.measured is not None]
    return list(dict.fromkeys(row.method for row in measured))


def notes_of(rows: Sequence[EvaluationRow]) -> list[str]:
    """Return why rows have no figures: a line for each method and reason."""
    alike: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        if row.measured is None:
            alike.setdefault((row.method, row.note), []).append(row.text)
    return [
        f"{texts[0] if len(texts) == 1 else f'{method}, {len(texts)} rows'}: {why}"
        for (method, why), texts in alike.items()
    ]


def _row_json(row: EvaluationRow) -> dict[str, Any]:
    data = asdict(row)
    measured = data.pop("measured") or {}
    return {**data, **{key: value for key, value in measured.items() if key != "others" or value}}


def _cells(row: EvaluationRow) -> tuple[Any, ...]:
    found = row.measured
    assert found is not None
    return (
        row.method, row.segments, row.format, found.score,
        *_parts(found.difference), *_parts(found.divergence), round(found.seconds, 3), *found.others.values(),
    )  # fmt: skip


def _parts(figure: Estimate) -> tuple[float, float, float]:
    return figure.value, figure.low, figure.high
