"""What is proven of a result, what is measured, and what is neither."""

from __future__ import annotations

from collections.abc import Iterator

from pwlact.search.describe import bound_to_squares, objective_text
from pwlact.search.result import Result

PROVEN, MEASURED, OPEN = "proven", "measured", "not known"
REACHED = 1e-6  # a gap below this share is no gap: bounds are found to as much


def proof_of(result: Result) -> Iterator[tuple[str, str]]:
    """Yield sentences on a result, each behind "proven", "measured" or "not known".

    Parameters
    ----------
    result : Result
        Any result.
    """
    yield from _bounds(result)
    yield MEASURED, _measure(result)
    if result.unit is not None:
        yield OPEN, "Whether hardware equals the model of the unit: the command pwlact verify proves it."
    if result.status != "finished":
        yield OPEN, f"What the search would have found further on: it is {result.status}, and this is its best so far."


def _bounds(result: Result) -> Iterator[tuple[str, str]]:
    problem, what = result.problem, "codes in these formats" if result.unit is not None else "values"
    plural = "" if problem.segments == 1 else "s"
    if result.fewest is not None:
        yield (PROVEN if result.details["proven"] else OPEN), f"Segments: {result.fewest}."
        return
    if result.lower_bound is None:
        yield OPEN, "How far this is from the best possible: no lower bound is known for such a problem."
        return
    size = f"{problem.segments} segment{plural}, whatever its {what}"
    asked = objective_text(problem.objective)
    yield PROVEN, f"No approximation with {size}, has a smaller {asked} than {result.lower_bound:.6g}."
    if result.gap is not None and result.gap <= REACHED:
        yield PROVEN, "This result reaches that bound: it is the best possible."
    elif bound_to_squares(problem):
        yield OPEN, "The best possible at least-squares values: the bound is of any values, which may be better."
    else:
        yield OPEN, f"Where between that bound and the {result.objective:.6g} found here the best possible lies."


def _measure(result: Result) -> str:
    if result.candidate.unit_report is not None:
        return "The errors: a model that computes what the unit does, bit for bit, was run on every input code."
    if result.errors.data is not None:
        return "The errors: at the data, each of them; nothing is said of what lies between."
    return "The errors: on the whole range to rounding, from where f' equals a slope; on the grid at each sample."
