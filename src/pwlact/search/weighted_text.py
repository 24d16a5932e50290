"""Weighted errors of a result in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pwlact.metrics import ErrorWeight

if TYPE_CHECKING:
    from pwlact.search.result import Result


def weighted_lines(result: Result) -> list[tuple[str, str]]:
    """Return key and value for the errors that a result was searched by; empty where errors have no weight.

    Parameters
    ----------
    result : Result
        A result.
    """
    errors, objective = result.errors.weighted, result.problem.objective
    if errors is None or objective.weight is None:
        return []
    name, unit, note = _words(objective.weight)
    largest, mean = (f"{value:.4%}" if unit == "%" else f"{value:.6g}{unit}" for value in (errors.max, errors.mean))
    where = {"grid": "on the grid", "exact": "on the whole range", "codes": "over the input codes in the range"}[
        objective.measure
    ]
    return [(name, f"{largest} at most{_place(result)}, mean {mean}, {where}{note}")]


def _words(weight: ErrorWeight) -> tuple[str, str, str]:
    """Return the name of a weighted error, its unit and a note."""
    kind, _, parameter = weight.text.partition(":")
    if kind == "relative":
        return "relative error", "%", f"; |f| below {float(parameter):g} counts as {float(parameter):g}"
    if kind == "ulp":
        return "ULP error", " ULP", f", ULP of {parameter}"
    return "weighted error", "", f"; weight {weight.text}"


def _place(result: Result) -> str:
    """Return where the largest weighted error is; it is not named on the sampling grid."""
    problem = result.problem
    if result.unit is not None and problem.spec is not None:
        from pwlact.search.codes.checked import weighted_errors
        from pwlact.search.codes.constrained import problem_grid

        return f" (x = {weighted_errors(result.unit, problem_grid(problem, problem.spec))[1]:.6g})"
    if problem.objective.measure != "exact":
        return ""
    from pwlact.fit import sample
    from pwlact.metrics.dense import dense_samples
    from pwlact.metrics.weighted import weighted_peaks

    x = sample(problem.activation, problem.interval).x
    dense = dense_samples(problem.activation, problem.objective.weight, problem.interval, x, problem.segments)
    peaks = weighted_peaks(problem.activation, problem.objective.weight, result.pwl, dense)
    return f" (x = {peaks.x[peaks.error.argmax()]:.6g})"
