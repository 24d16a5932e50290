"""An audit as a record: what to mend first is what loses most."""

from __future__ import annotations

import pwlact

TABLE = {"breakpoints": [-8, -2, 2, 8], "slopes": [0.01, 0.2, 0.02], "intercepts": [0.1, 0.5, 0.9]}


def test_the_rows_that_lose_most_come_first() -> None:
    audit = pwlact.audit(TABLE, "sigmoid")
    losses = [audit.rows[k].loss for k in audit.to_mend()]
    assert losses == sorted(losses, reverse=True)
    assert losses[0] == max(row.loss for row in audit.rows)
    best = pwlact.approximate("sigmoid", segments=2)
    assert pwlact.audit(best.to_json()).to_mend() == []


def test_an_exact_table_has_no_gap() -> None:
    table = {"breakpoints": [-3, 3], "slopes": [0, 1 / 6, 0], "intercepts": [0, 0.5, 1]}
    audit = pwlact.audit(table, "hardsigmoid")
    assert audit.errors.max < 1e-15
    assert audit.lower_bound == 0.0
    assert audit.best == audit.errors.max
    assert audit.enough == 3
