"""Segments, or area, shared out among a network's tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pwlact.errors import FileError
from pwlact.report.figures.allocation import losses_figure, shares_figure
from pwlact.report.section import Section

WAYS = ("tables", "segments", "cost", "predicted loss", "measured loss", "95 %", "score")
TABLES = ("table", "function", "range", "segments", "cost", "predicted loss")


def allocation(found: Mapping[str, Any]) -> Section:
    """Return the section of an allocation.

    Parameters
    ----------
    found : mapping
        What `allocation_to_json` returned.

    Raises
    ------
    FileError
        If it lacks something.
    """
    try:
        tables = found["ways"][0]["tables"]
        return Section(
            name="allocation",
            title=f"{found['network']}: {found['budget']} {found['cost']} shared out among {len(tables)} tables",
            figures={"shares": shares_figure(found), "losses": losses_figure(found)},
            values={
                "ways": [_way(way) for way in found["ways"]],
                "ways_columns": (*WAYS[:-1], found["score_name"]),
                "tables": [_table(table) for table in tables],
                "tables_columns": TABLES,
                "exact": f"{found['score_name']} of the exact network: {found['exact_score']:.5g}"
                if found["exact_score"] is not None
                else "",
            },
        )
    except (TypeError, ValueError, KeyError, AttributeError, IndexError) as fault:
        raise FileError(f"an allocation holds ways and their tables, got {fault!r}; make it anew") from fault


def _way(way: Any) -> tuple[str, ...]:
    told = (way["way"], str(way["segments"]), str(way["cost"]), f"{way['predicted']:.3g}")
    if way["measured"] is None:
        return (*told, "-", "-", "-")
    found = way["measured"]["divergence"]
    interval = f"{found['low']:.2g} to {found['high']:.2g}"
    return (*told, f"{found['value']:.3g}", interval, f"{way['measured']['score']:.5g}")


def _table(table: Any) -> tuple[str, ...]:
    low, high = table["interval"]
    counts = (str(table["segments"]), str(table["cost"]))
    return (table["name"], table["function"], f"{low:g} to {high:g}", *counts, f"{table['predicted']:.3g}")
