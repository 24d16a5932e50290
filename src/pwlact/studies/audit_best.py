"""The best in real numbers with as many lines as a table has, and how few lines do as well."""

from __future__ import annotations

from typing import NamedTuple

from pwlact.fit import minimax_batch
from pwlact.fit.lstsq import pin_values
from pwlact.functions import Activation
from pwlact.search.bounds import cover_bound, path_bound
from pwlact.search.evaluators import make_real_evaluator
from pwlact.search.mirror import THROUGH_CENTRE
from pwlact.search.problem import Problem, objective_named
from pwlact.search.tube import path
from pwlact.studies.audit_reals import JOINED, NOISE, Parts
from pwlact.studies.audit_record import AuditRow


class Best(NamedTuple):
    """The fields of the same names of `Audit`; `found` is `best`, `bound` is `lower_bound`."""

    found: float
    bound: float
    kept: float
    enough: int


def best_of(activation: Activation, parts: Parts, rows: tuple[AuditRow, ...], linked: bool, mirrored: bool) -> Best:
    """Return how well as many lines do on the same range, linked or separate, and how few do as well.

    Parameters
    ----------
    activation, parts, rows : Activation, Parts, tuple of AuditRow
        The function, and the table's pieces in the range.
    linked, mirrored : bool
        Whether the lines must meet, and whether they are reflected at 0.

    Raises
    ------
    BreakpointError
        If there are too many lines for the range.
    """
    centre = THROUGH_CENTRE.get(activation.symmetry) if mirrored and linked else None
    problem = Problem(
        activation=activation,
        interval=(float(parts.ends[0]), float(parts.ends[-1])),
        segments=len(parts.pwls),
        fit="minimax",
        objective=objective_named("max"),
        pins=(centre, None),
    )
    evaluator = make_real_evaluator(problem)
    cover, pins = cover_bound(evaluator), pin_values(problem.pins)
    eps = max(row.max_error for row in rows) * (1.0 + JOINED) + NOISE * parts.scale
    enough = path(evaluator.curve, eps, len(rows), linked, pins).slopes.size
    if not linked:
        separate = parts.above_noise(evaluator.separate_lines.holds)
        return Best(separate, cover, max(row.possible or 0.0 for row in rows), enough)
    found = parts.above_noise(evaluator.linked_lines(cover).holds)
    kept = minimax_batch(evaluator.curve, evaluator.samples, parts.ends[None, :], problem.pins).max_error[0]
    return Best(found, path_bound(evaluator, cover), parts.above_noise(float(kept)), enough)
