"""Studies of a network, written out: an evaluation, an allocation and a recovery."""

from __future__ import annotations

from typing import Any

from pwlact.models.evaluation.bootstrap import Estimate
from pwlact.models.evaluation.reference import Measurement
from pwlact.studies.evaluation.record import EXACT, Evaluation, EvaluationRow

NETWORK = {
    "name": "tiny", "title": "tiny network", "origin": "random", "licence": "Apache-2.0", "data": "random numbers",
    "score_name": "accuracy", "divergence_name": "KL", "higher_is_better": True, "samples": 300,
}  # fmt: skip


def evaluated() -> Evaluation:
    """Return an evaluation with two methods, two formats, and a row that could not be made."""
    rows = [
        *_rows("float"),
        EvaluationRow(method=EXACT, segments=None, format="q3.5", measured=_measured(0.1)),
        *_rows("q3.5"),
        EvaluationRow(method="dp", segments=4, format="q3.5", measured=None, note="two points on one code"),
    ]
    exact = Estimate(value=0.9, low=0.88, high=0.92)
    return Evaluation(network=NETWORK, functions=("silu", "tanh"), exact=exact, rows=tuple(rows))


def _rows(format_: str) -> list[EvaluationRow]:
    return [
        EvaluationRow(method=method, segments=count, format=format_, measured=_measured(size / count**2))
        for count in (4, 8, 16)
        for method, size in (("uniform", 1.0), ("minimax", 0.25))
    ]


def _measured(loss: float) -> Measurement:
    difference = Estimate(value=-loss, low=-2.0 * loss, high=-0.5 * loss)
    divergence = Estimate(value=loss, low=0.5 * loss, high=1.5 * loss)
    return Measurement(score=0.9 - loss, difference=difference, divergence=divergence, seconds=0.5)


def allocated() -> dict[str, Any]:
    """Return an allocation's JSON object."""
    tables = [
        {
            "name": name, "function": "silu", "sites": [name], "segments": count, "cost": count, "predicted": 1e-3,
            "interval": [-8.0, 8.0],
        }
        for name, count in (("first", 3), ("second", 5))
    ]  # fmt: skip
    shared = {**tables[0], "name": "silu", "sites": ["first", "second"], "segments": 4}
    divergence = {"value": 2e-3, "low": 1e-3, "high": 3e-3}
    ways = [
        {"way": "allocated", "segments": 8, "cost": 8, "predicted": 2e-3, "measured": None, "tables": tables},
        {
            "way": "same", "segments": 8, "cost": 8, "predicted": 4e-3, "tables": [shared],
            "measured": {"score": 0.9, "divergence": divergence},
        },
    ]  # fmt: skip
    return {
        "schema": "pwlact.allocation/1", "network": "tiny", "budget": 8, "cost": "segments", "score_name": "accuracy",
        "divergence_name": "KL", "exact_score": 0.91, "ways": ways, "least_losses": [None, None, 1e-1, 1e-2],
    }  # fmt: skip


def recovered() -> dict[str, Any]:
    """Return a recovery's JSON object."""
    before = {split: {"divergence": 1e-2, "score": 0.8} for split in ("calibration", "test")}
    after = {split: {"divergence": 1e-3, "score": 0.9} for split in ("calibration", "test")}
    rows = [
        {"segments": count, "before": before, "after": after, "kept": kept, "seconds": 1.0, "folder": "somewhere"}
        for count, kept in ((4, True), (6, False))
    ]
    settings = {"method": "minimax", "train": "tables", "steps": 30, "share": "function", "target": "exact"}
    return {"network": NETWORK, "settings": settings, "exact": {"calibration": 0.92, "test": 0.91}, "rows": rows}
