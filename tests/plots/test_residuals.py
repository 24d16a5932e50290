"""The figure of residuals."""

from __future__ import annotations

import numpy as np
import pytest
from noisy_problems import noisy_problem, true_segments

from pwlact import functions
from pwlact.errors import FileError
from pwlact.plots.residuals import has_residuals, residuals
from pwlact.search import Problem
from pwlact.search.solve import solve_given


def test_dots_are_the_data_less_the_approximation_between_lines_of_its_errors() -> None:
    x, y = true_segments(60)
    result = solve_given(noisy_problem(x, y, segments=2), np.array([5.0]))
    assert has_residuals(result)
    (axes,) = residuals(result).axes
    dots = next(line for line in axes.lines if line.get_label() == "data")
    np.testing.assert_allclose(dots.get_ydata(), y - result.approximation(x))
    levels = {line.get_label(): float(line.get_ydata()[0]) for line in axes.lines}  # type: ignore[index, arg-type]
    data = result.errors.data
    assert data is not None
    assert levels[f"maximum {data.max:.4g}"] == pytest.approx(np.abs(y - result.approximation(x)).max())
    assert levels[f"root mean square {data.mse**0.5:.4g}"] == pytest.approx(data.mse**0.5)


def test_a_function_has_none() -> None:
    result = solve_given(Problem(activation=functions.get("tanh"), interval=(-2, 2), segments=2), np.zeros(1))
    assert not has_residuals(result)
    with pytest.raises(FileError, match="got a result of a function; draw its error"):
        residuals(result)
