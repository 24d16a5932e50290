"""A result's keys and values: one list for the terminal, whose parts the page shows apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from pwlact.search.facts.result import facts_of, further_pairs, heading, method_pairs, quality_pairs
from pwlact.search.result_json import load_result

OLD = Path(__file__).parents[2] / "data" / "v0"


@pytest.mark.parametrize("path", sorted(OLD.glob("*/result.json")), ids=lambda path: path.parent.name)
def test_the_parts_are_in_the_whole_in_order(path: Path) -> None:
    result = load_result(path)
    whole = list(facts_of(result))
    parts = [*method_pairs(result), *quality_pairs(result), *further_pairs(result)]
    assert [pair for pair in whole if pair in parts] == parts
    assert {"max error", "mean error", "MSE", "points"} <= {key for key, _ in whole} - {key for key, _ in parts}
    assert heading(result).startswith(f"{result.problem.activation.name} on [")
