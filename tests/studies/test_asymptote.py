"""The asymptote: reached on parabolas, near on others."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pwlact.functions import from_expression
from pwlact.search.bounds import cover_bound
from pwlact.search.evaluators import make_evaluator
from pwlact.search.methods import METHODS
from pwlact.search.solve import solve
from pwlact.settings.frontier import FrontierConfig
from pwlact.studies.asymptote import asymptote


@pytest.mark.parametrize(("objective", "power"), [("max", 2), ("mse", 4)])
def test_parabolas_are_at_the_asymptote(objective: Any, power: int) -> None:
    """On a parabola, equal widths are best, and so are continuous lines, but for the ends."""
    activation = from_expression("x**2/2", interval=(-1, 2))
    problem = FrontierConfig(expr="x**2/2", range=(-1.0, 2.0), objective=objective).problem(64)
    constant, order = asymptote(make_evaluator(problem))
    assert order == power
    assert constant == pytest.approx(9 / 16 if objective == "max" else 3**4 / 720, rel=1e-9)
    assert activation.d2f(np.zeros(1))[0] == 1.0
    result = solve(problem, METHODS["uniform"], METHODS["uniform"].config(), 0)
    assert result.candidate.objective == pytest.approx(constant / 64**order, rel=0.05)
    if objective == "max":
        assert cover_bound(make_evaluator(problem)) == pytest.approx(constant / 64**2, rel=1e-9)
