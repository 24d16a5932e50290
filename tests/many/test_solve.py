"""Families in chunks and processes, within budgets, kept and found again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from random_families import waves

from pwlact.errors import ConfigError
from pwlact.many import Family, solve_family
from pwlact.many import solve as module
from pwlact.many.file import ROWS, TABLES
from pwlact.many.rows import rows_of
from pwlact.many.solve import Budget, Means, solve_budget
from pwlact.many.store import Store


def same(one: Family, other: Family) -> bool:
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in (*ROWS, *TABLES))


def test_results_do_not_depend_on_chunks_processes_and_what_was_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    rows, counts, told = waves(5), np.array([4, 2, 5, 3, 4]), list[tuple[int, int]]()
    whole = solve_family(rows, counts)
    monkeypatch.setattr(module, "CHUNK", 2)
    means = Means(store=Store(tmp_path), watch=lambda done, total, _worst: told.append((done, total)))
    assert same(solve_family(rows, counts, means=means), whole)
    assert told == [(2, 5), (4, 5), (5, 5)]
    next(iter(tmp_path.iterdir())).unlink()
    assert same(solve_family(rows, counts, means=Means(store=Store(tmp_path), jobs=2)), whole)
    assert same(solve_family(rows, counts, means=Means(jobs=2)), whole)


def test_a_budget_is_one_of_three() -> None:
    rows = waves(3)
    assert solve_budget(rows, Budget()).segments.tolist() == [8, 8, 8]
    assert solve_budget(rows, Budget(segments=2)).segments.tolist() == [2, 2, 2]
    few = solve_budget(rows, Budget(max_error=0.05))
    assert np.all(few.max_errors <= 0.05)
    for objective in ("max", "mse"):
        shared, alike = (
            solve_budget(rows, budget, objective) for budget in (Budget(total_segments=12), Budget(segments=4))
        )
        assert shared.segments.sum() <= 12
        reached = np.max if objective == "max" else np.sum
        assert reached(shared.objectives) <= reached(alike.objectives) * (1.0 + 1e-6)


@pytest.mark.parametrize(
    ("budget", "others", "word"),
    [
        (Budget(segments=0), {}, "from 1 to 4096"),
        (Budget(segments=5000), {}, "from 1 to 4096"),
        (Budget(total_segments=2), {}, "as many segments"),
        (
            Budget(total_segments=9),
            {"weights": np.array([1.0, 0.0, 1.0])},
            "weights are above 0, one for each of 3 functions, got 0 of function .1",
        ),
        (Budget(total_segments=9), {"method": "uniform"}, "leave method out"),
        (Budget(max_error=0.0), {}, "above 0"),
        (Budget(max_error=0.1), {"objective": "mse"}, "objective max"),
        (Budget(), {"method": "dp"}, "minimax or uniform"),
    ],
)
def test_budgets_that_do_not_fit_are_refused(budget: Budget, others: dict[str, object], word: str) -> None:
    with pytest.raises(ConfigError, match=word):
        solve_budget(waves(3), budget, **others)  # type: ignore[arg-type]


def test_names_and_digest_are_those_of_the_rows() -> None:
    rows = waves(2)
    named = rows_of(rows.x, rows.y, names=["a", "b"])
    found = solve_family(named, 3)
    assert (found.names, found.digest) == (("a", "b"), rows.digest)
