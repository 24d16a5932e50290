"""Gradient descent on breakpoints and values, with removal and insertion of breakpoints (Flex-SFU, DAC 2023)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from pwlact._types import Array
from pwlact.errors import require
from pwlact.search.evaluators import Evaluator
from pwlact.search.methods.gradient_kernels import descend, mse_gradient
from pwlact.search.methods.method import Method
from pwlact.search.placement import Placement
from pwlact.search.polish import min_width

MAX_DESCENT_SAMPLES = 16_001  # more samples, of a range wider than the paper's, are thinned out


@dataclass(frozen=True, slots=True, kw_only=True)
class GradientConfig:
    """Settings of the gradient descent."""

    steps: int = 3000
    """Steps of Adam in a round."""
    rate: float = 0.005
    """First step, as a share of the range for breakpoints and of the function's spread for values; it falls to 0."""
    rounds: int = 12
    """Maximum number of rounds; a round removes a breakpoint and inserts one elsewhere."""

    def __post_init__(self) -> None:
        require(self.steps >= 1, "steps must be at least 1", self.steps, "try 3000")
        require(self.rounds >= 0, "rounds must be zero or more", self.rounds, "try 12")
        require(0.0 < self.rate <= 1.0, "rate must be above 0 and at most 1", self.rate, "try 0.005")


class Descent(NamedTuple):
    """Breakpoints and values (m,) with their mean square error."""

    breakpoints: Array
    values: Array
    mse: float


class Data(NamedTuple):
    """Samples x, y, weights w (n,) of the mean square error sum_i w_i (p(x_i) - y_i)^2."""

    x: Array
    y: Array
    shares: Array


def search(evaluator: Evaluator, config: GradientConfig, _seed: int) -> Placement:
    """Descend from equal widths; then, round by round, move a breakpoint elsewhere, descend again, keep what is better.

    A round removes the breakpoint that costs least and halves the segment with the largest share of the error; after a
    failure, the next ones in order. The values at the breakpoints are then those of the problem's fit: least squares
    can only lower the error of the descent.
    Details: `descent_mse`, the mean square error with the descent's own values.
    Source: Reggiani et al., "Flex-SFU", arXiv 2305.04546.
    """
    data = data_of(evaluator)
    breakpoints = np.linspace(*evaluator.problem.interval, evaluator.problem.segments + 1)
    values = evaluator.problem.activation(breakpoints)
    for end, pin in zip((0, -1), evaluator.problem.pins, strict=True):
        values[end] = values[end] if pin is None else pin
    best, failures, rounds = _descent(evaluator, data, breakpoints, values, config), 0, 0
    trials = _trials(evaluator.problem.points)
    while rounds < config.rounds and failures < len(trials):
        new = _descent(evaluator, data, *_moved(evaluator, data, best, trials[failures]), config)
        failures = 0 if new.mse < best.mse * (1.0 - 1e-4) else failures + 1
        best = new if new.mse < best.mse else best
        rounds += 1
    return Placement(
        points=best.breakpoints[1:-1],
        evaluations=(rounds + 1) * (config.steps + 1),
        details={"descent_mse": best.mse, "rounds": rounds},
    )


def data_of(evaluator: Evaluator) -> Data:
    """Return the evaluator's samples, thinned out to at most 16,001."""
    stride = -(-evaluator.samples.x.size // MAX_DESCENT_SAMPLES)
    x, y = evaluator.samples.x[::stride], evaluator.samples.y[::stride]
    weights = np.ones(x.size) if evaluator.square_weights is None else evaluator.square_weights[::stride]
    return Data(np.ascontiguousarray(x), np.ascontiguousarray(y), weights / weights.sum())


def _descent(evaluator: Evaluator, data: Data, breakpoints: Array, values: Array, config: GradientConfig) -> Descent:
    low, high = evaluator.problem.interval
    left, right = evaluator.problem.pins
    units = config.rate * (high - low), config.rate * max(float(np.ptp(data.y)), 1e-300)
    b, v = breakpoints.copy(), values.copy()
    mse = descend(*data, b, v, (left is not None, right is not None), units, min_width(evaluator), config.steps)
    return Descent(b, v, mse)


def _trials(points: int) -> list[tuple[int, int]]:
    """Return pairs of ranks, of a breakpoint by the cost of its removal and of a segment by its error, best first."""
    pairs = [(i, k) for i in range(points) for k in range(points - 1)]
    return sorted(pairs, key=lambda pair: (sum(pair), pair))


def _moved(evaluator: Evaluator, data: Data, state: Descent, ranks: tuple[int, int]) -> tuple[Array, Array]:
    """Remove a breakpoint, by rank from the cheapest, and halve another segment, by rank from the worst."""
    b, v = state.breakpoints, state.values
    costs = [_measured(data, np.delete(b, j), np.delete(v, j))[0] for j in range(1, b.size - 1)]
    j = int(np.argsort(costs, kind="stable")[ranks[0]])
    b, v = np.delete(b, j + 1), np.delete(v, j + 1)
    parts = _measured(data, b, v)[1]
    parts[j] = -1.0  # the segment that the removal left: halving it would undo the removal
    k = int(np.argsort(-parts, kind="stable")[ranks[1]])
    middle = np.array([0.5 * (b[k] + b[k + 1])])
    return np.insert(b, k + 1, middle), np.insert(v, k + 1, evaluator.problem.activation(middle))


def _measured(data: Data, b: Array, v: Array) -> tuple[float, Array]:
    parts = np.empty(b.size - 1)
    return mse_gradient(*data, b, v, np.empty(b.size), np.empty(b.size), parts), parts


GRADIENT = Method(
    name="gradient",
    title="gradient descent with removal and insertion, as Flex-SFU",
    search_reals=search,
    search_codes=search,
    config=GradientConfig,
    objective="mse",
    any_objective=False,
)
