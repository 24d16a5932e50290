"""What is said of an audit."""

from __future__ import annotations

import dataclasses

import pwlact
from pwlact.studies.audit_text import (
    best_text,
    error_pairs,
    heading,
    mend_text,
    reversals_text,
    seams_text,
    verdict_pairs,
)

TABLE = {"breakpoints": [0, 1, 8], "slopes": [0.23, 0.03], "intercepts": [0.5, 0.75]}


def test_the_best_possible_is_named_with_what_it_is_the_best_of() -> None:
    audit = pwlact.audit(TABLE, "sigmoid", mirror=True)
    assert heading(audit) == "sigmoid on [0, 8] and by symmetry below: 2 separate rows"
    text = best_text(audit)
    assert text.startswith(f"max error {audit.best:.6g} with 2 separate rows: yours is at most ")
    assert text.endswith("above the best possible")
    in_codes = best_text(pwlact.audit(TABLE, "sigmoid", mirror=True, format="q4.8"))
    assert "with 2 separate rows in the same formats" in in_codes
    unproven = dataclasses.replace(audit, lower_bound=None)
    assert f"yours is {audit.max_error / audit.best:.4g} times that" in best_text(unproven)
    assert "times that" in best_text(pwlact.audit({"breakpoints": [0], "slopes": [0.5], "intercepts": [0]}, "silu"))
    assert best_text(dataclasses.replace(audit, best=None, lower_bound=None)) == "not known"
    joined = pwlact.audit({"breakpoints": [-8, 0, 8], "values": [0, 0.5, 1]}, "sigmoid")
    assert "with 2 joined rows" in best_text(joined)


def test_where_nothing_is_known_of_what_is_possible_no_row_is_called_good() -> None:
    audit = pwlact.audit(TABLE, "sigmoid", mirror=True)
    unknown = tuple(dataclasses.replace(row, possible=None) for row in audit.rows)
    assert mend_text(dataclasses.replace(audit, rows=unknown, best=None, lower_bound=None)) == "not known"


def test_a_function_of_straight_lines_is_met_without_error() -> None:
    """Rounding in the search is no error that a table could be compared with."""
    audit = pwlact.audit(TABLE, "relu", mirror=True)
    assert (audit.best, audit.kept, [row.possible for row in audit.rows]) == (0.0, 0.0, [0.0, 0.0])
    assert best_text(audit) == "max error 0 with 2 separate rows"
    assert dict(verdict_pairs(audit))["fewest rows"] == "1 reaches the table's max error"


def test_places_are_named() -> None:
    audit = pwlact.audit(TABLE, "sigmoid", mirror=True)
    assert reversals_text(audit) == "0"
    assert seams_text(audit) == "steps of 0 at 0, to the reflected half and 0 at 8, to the outside"
    assert f"at x = {audit.worst:.6g}" in dict(error_pairs(audit))["max error"]
    assert mend_text(audit).startswith(f"row {audit.to_mend()[0] + 1} from ")
    falling = pwlact.audit(TABLE | {"slopes": [0.23, -0.01]}, "sigmoid", mirror=True)
    assert reversals_text(falling) == "1, in row 2"
