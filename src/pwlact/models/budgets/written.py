"""An allocation as JSON, as CSV, and as a folder of results."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

from pwlact.files import csv_text, write_text
from pwlact.models.budgets.allocate import Allocation
from pwlact.models.budgets.allocation import Placed
from pwlact.models.budgets.compute import file_name
from pwlact.models.budgets.curves import Curve

SCHEMA = "pwlact.allocation/1"
ALLOCATION = "allocation.json"
RESULT = "result.json"
HEADER = ("way", "site", "function", "segments", "cost", "predicted_loss", "low", "high")


def allocation_to_json(found: Allocation) -> dict[str, Any]:
    """Return an allocation as a JSON object: what was asked, each way's tables, and the least loss at each budget."""
    network = found.network
    return {
        "schema": SCHEMA,
        "network": network.name,
        "budget": found.config.budget,
        "cost": found.config.cost_name,
        "share": found.config.share,
        "format": found.config.format,
        "samples": found.samples,
        "score_name": network.score_name,
        "divergence_name": network.divergence_name,
        "exact_score": found.score,
        "ways": [_placed_json(placed, kept=i == 0) for i, placed in enumerate(found.placed)],
        "least_losses": [loss if loss < float("inf") else None for loss in found.losses.tolist()],
    }


def is_allocation(data: Any) -> bool:
    """Tell whether a JSON object is an allocation's."""
    return isinstance(data, dict) and data.get("schema") == SCHEMA


def _placed_json(placed: Placed, *, kept: bool) -> dict[str, Any]:
    return {
        "way": placed.way,
        "segments": placed.segments,
        "cost": placed.cost,
        "predicted": placed.predicted,
        "measured": None if placed.measured is None else dataclasses.asdict(placed.measured),
        "tables": [
            {
                "name": curve.name,
                "function": curve.function,
                "sites": list(curve.sites),
                "segments": option.segments,
                "cost": option.cost,
                "predicted": option.loss,
                "interval": option.record["interval"],
                **({"result": result_place(curve)} if kept else {}),
            }
            for curve, option in placed.pairs
        ],
    }


def result_place(curve: Curve) -> str:
    """Return where a table's result is in an allocation's folder."""
    return f"{file_name(curve.name)}/{RESULT}"


def allocation_to_csv(found: Allocation) -> str:
    """Return an allocation as CSV text: a header, and a row for each way and table."""
    return csv_text(
        HEADER,
        (
            (
                placed.way,
                curve.name,
                curve.function,
                option.segments,
                option.cost,
                option.loss,
                *option.record["interval"],
            )
            for placed in found.placed
            for curve, option in placed.pairs
        ),
    )


def write_allocation(found: Allocation, folder: Path) -> Path:
    """Write allocation.json, and NAME/result.json for each allocated table; return the first.

    Raises
    ------
    FileError
        If the folder cannot be written.
    """
    for curve, option in found.placed[0].pairs:
        write_text(folder / result_place(curve), json.dumps(option.record, indent=2) + "\n")
    write_text(folder / ALLOCATION, json.dumps(allocation_to_json(found), indent=2) + "\n")
    return folder / ALLOCATION
