"""An audit in words: plain text for a `repr`, a table, a page."""

from __future__ import annotations

from collections.abc import Iterator

from pwlact.search.describe import share
from pwlact.studies.audit_record import Audit

MAX_SHARE = 10.0  # a larger gap is told as a factor


def heading(found: Audit) -> str:
    """Return what was audited: function, range, number of rows, and whether they join."""
    low, high = found.interval
    count = len(found.rows) or found.table.pieces
    reflected = " and by symmetry below" if found.mirrored else ""
    how = "joined" if found.continuous else "separate"
    return f"{found.activation.name} on [{low:g}, {high:g}]{reflected}: {count} {how} row{'' if count == 1 else 's'}"


def error_pairs(found: Audit) -> Iterator[tuple[str, str]]:
    """Yield key and value for the errors in real numbers."""
    errors = found.errors
    yield "max error", f"{errors.max:.6g} at x = {found.worst:.6g}, in real numbers on the whole range"
    yield "mean error", f"{errors.mean:.6g}"
    yield "MSE", f"{errors.mse:.4e}"


def verdict_pairs(found: Audit) -> Iterator[tuple[str, str]]:
    """Yield key and value for what is possible, where the table moves against the function, and what to mend."""
    yield "best possible", best_text(found)
    if found.kept is not None:
        yield "breakpoints", f"max error {found.kept:.6g} is possible with the table's own"
    if found.enough is not None:
        yield "fewest rows", f"{found.enough} reach{'es' if found.enough == 1 else ''} the table's max error"
    yield "reversals", reversals_text(found)
    yield "seams", seams_text(found)
    yield "mend first", mend_text(found)


def best_text(found: Audit) -> str:
    """Return the best possible with as many rows, and how the table compares with it."""
    if found.best is None:
        return "not known"
    count, unit = len(found.rows), found.unit
    kind = "joined" if unit is None and found.continuous else "separate"
    with_ = f"with {count} {kind} row{'' if count == 1 else 's'}{'' if unit is None else ' in the same formats'}"
    if found.gap is None or found.gap >= MAX_SHARE:
        times = f": yours is {found.max_error / found.best:.4g} times that" if found.best else ""
        return f"max error {found.best:.6g} {with_}{times}"
    return f"max error {found.best:.6g} {with_}: yours is at most {share(found.gap)} above the best possible"


def reversals_text(found: Audit) -> str:
    """Return how often the value moves against the function, and in which rows."""
    rows = [str(k) for k, row in enumerate(found.rows, 1) if row.reversals]
    where = f", in row{'' if len(rows) == 1 else 's'} {', '.join(rows[:8])}" if rows else ""
    return f"{found.reversals}{where}{', ...' if len(rows) > 8 else ''}"


def mend_text(found: Audit) -> str:
    """Return the rows that lose most against what is possible on their part."""
    if any(row.possible is None for row in found.rows):
        return "not known"
    listed = []
    for k in found.to_mend():
        row = found.rows[k]
        listed.append(f"row {k + 1} from {row.begin:.6g}: {row.max_error:.4g}, {row.possible:.4g} is possible")
    return "; ".join(listed) or "no row: each is about as good as it can be where it is"


def seams_text(found: Audit) -> str:
    """Return the steps of the value at the ends of the range, to the outside; of a mirrored table, at 0 across it."""
    left, right = found.seams
    low, high = found.interval
    across = ", to the reflected half" if found.mirrored else ""
    return f"steps of {left:.3g} at {low:g}{across} and {right:.3g} at {high:g}, to the outside"
