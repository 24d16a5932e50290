"""What is said of a result of data: what they are; of noisy ones standard errors, intervals, criteria."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from pwlact.data import Data
from pwlact.search.describe import number

CRITERIA = ("segments", "parameters", "MSE", "BIC", "AICc", "CV", "its error")

GAPS = ("", ", nor at the middle of a gap", ", nor at the thirds of a gap")  # by places in each gap between the data


def data_text(data: Data) -> str:
    """Return how many points stand in for a function, what they are and where they are from."""
    kind = "noisy points" if data.noisy else "exact samples"
    return f"{data.x.size:,} {kind}" + ("" if data.file is None else f", {data.file}")


def data_lines(details: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield key and value for the proof of joins, the standard errors and the intervals that a result's details hold.

    Parameters
    ----------
    details : mapping
        Those of a result.
    """
    if details.get("joins_proven") is not None:
        yield "joins", f"none better at the data{GAPS[details['joins_proven']]}, proven"
    errors = details.get("standard_errors")
    if errors is not None:
        values = np.ravel(np.array(errors.get("values", errors.get("ends")), dtype=object))
        yield "standard errors", f"{' '.join(number(value, '.3g') for value in values)} of the values, points as known"
        freedom = errors["degrees_of_freedom"]
        yield "sigma", f"{errors['sigma']:.6g}, of the data about p, {freedom:,} degrees of freedom"
    drawn = details.get("bootstrap")
    if drawn is not None:
        intervals = " ".join(f"[{low:.6g}, {high:.6g}]" for low, high in drawn["points"])
        yield "points' intervals", f"{intervals}, {drawn['level']:.0%} of {drawn['count']} draws of {drawn['kind']}"
    if "select" in details:
        yield "chosen by", details["select"]


def criteria_rows(details: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """Return the rows of the table of criteria that a result's details hold; none of other results.

    Without cross-validation they have no cells for it: the last two columns.

    Parameters
    ----------
    details : mapping
        Those of a result.
    """
    found = details.get("criteria", ())
    names = ("mse", "bic", "aicc", *(("cv", "cv_error") if any(row["cv"] is not None for row in found) else ()))
    return [(f"{row['segments']}", f"{row['parameters']}", *(number(row[name]) for name in names)) for row in found]
