"""The genetic search: rounded points and its number of evaluations."""

from __future__ import annotations

import numpy as np
import pytest
from search.methods.brief import BRIEF, evaluator_of, run

from pwlact.errors import ConfigError


def test_genetic_points_are_multiples_of_the_grid() -> None:
    evaluator = evaluator_of("gelu", 9)
    points = run(evaluator, "genetic", bits=4, **BRIEF["genetic"]).points
    assert np.array_equal(points * 16, np.round(points * 16))
    assert np.all(np.diff(points) > 0)
    with pytest.raises(ConfigError, match="choose a finer grid"):
        run(evaluator, "genetic", bits=-2)


def test_genetic_counts_its_evaluations() -> None:
    placement = run(evaluator_of("gelu", 4), "genetic", population=10, generations=3, elite=2)
    assert placement.evaluations == 10 + 3 * 8
