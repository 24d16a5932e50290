"""What a search or a training costs, said before it begins: a small model of time and memory.

The constants are of one core of a server of 2024, for GELU with 9 to 256 segments; other machines and functions are
within a factor of about three.
"""

from __future__ import annotations

from typing import NamedTuple

from pwlact.datapath.inputs import require_enumerable
from pwlact.errors import warn
from pwlact.fit.samples import sample_count
from pwlact.formats import FixedPoint
from pwlact.functions import features
from pwlact.search.problem import Problem

CODE, CODE_BY_DP = 2.5e-5, 1.4e-5  # seconds an input code of a unit takes
SEGMENT_BY_DP = 0.014  # seconds a table row takes
SAMPLE, SAMPLE_BY_DP = 1.1e-6, 2.8e-6  # seconds a sample of the grid takes
BEND = 2e-3  # seconds an inflection or a kink takes
CODE_BYTES, SAMPLE_BYTES, BEND_BYTES = 250, 130, 80_000
TRAINING = {"sb3": (22.0, 1.75e-5), "jax": (8.0, 4e-6)}  # by engine, seconds to begin and of a step
WIDE = 256.0  # points at which a step takes twice as long
ROW_OF_AUDIT = 0.008  # seconds; in units a third of it
LONG, LARGE = 10.0, 1e9  # seconds and bytes from which a cost is said
LONG_TRAINING = 150.0  # seconds; trainings show their progress
SMALLER = "fewer bits, a narrower range or fewer segments"  # takes less
MINUTE, HOUR = 60.0, 3600.0


class Cost(NamedTuple):
    """Estimated time, in seconds of one core, and memory, in bytes."""

    seconds: float
    memory: float


def search_cost(problem: Problem, method: str) -> Cost:
    """Return the estimated cost of tabulating a problem and of one exact search; other methods take at least as long.

    Parameters
    ----------
    problem : Problem
        The problem, in real numbers or for a unit.
    method : str
        Name of the method, as in "dp".

    Raises
    ------
    FormatError
        If the input of a unit has more than 20 bits.
    """
    (low, high), by_dp = problem.interval, method == "dp"
    if problem.spec is None:
        samples, bends = (
            float(sample_count(problem.activation, problem.interval)),
            features.bends(problem.activation, problem.interval).size,
        )
        seconds = samples * (SAMPLE_BY_DP if by_dp else SAMPLE) + bends * BEND
        return Cost(seconds, samples * SAMPLE_BYTES + bends * BEND_BYTES)
    require_enumerable(problem.spec.input)
    codes, input_ = float(1 << problem.spec.input.bits), problem.spec.input
    if isinstance(input_, FixedPoint):
        codes = min(codes, (high - low) / input_.step)
    return Cost(
        codes * (CODE_BY_DP if by_dp else CODE) + min(problem.segments, codes) * SEGMENT_BY_DP * by_dp,
        codes * CODE_BYTES,
    )


def training_cost(steps: int, points: int, engine: str = "sb3") -> Cost:
    """Return the estimated cost of a training of an agent with `points` points; its memory is not counted."""
    begin, step = TRAINING[engine]
    return Cost(begin + steps * step * (1.0 + points / WIDE), 0.0)


def audit_cost(rows: int) -> Cost:
    """Return the estimated cost of an audit of a table's rows; its memory is not counted."""
    return Cost(rows * ROW_OF_AUDIT, 0.0)


def warn_of_cost(cost: Cost, long: float = LONG, remedy: str = SMALLER) -> None:
    """Warn of work that takes long, or much memory; say nothing of other work.

    Parameters
    ----------
    cost : Cost
        The estimate.
    long : float
        Seconds from which the time is said.
    remedy : str
        What takes less.
    """
    parts = [duration_text(cost.seconds)] if cost.seconds >= long else []
    if cost.memory >= LARGE:
        parts.append(f"about {cost.memory / 1e9:.2g} GB of memory")
    if parts:
        warn(f"this takes {' and '.join(parts)}; {remedy} take less")


def duration_text(seconds: float) -> str:
    """Return a duration in words, as coarse as an estimate is."""
    if seconds < 0.75 * MINUTE:
        return f"about {max(round(seconds, -1), 10.0):.0f} seconds"
    if seconds < 1.5 * MINUTE:
        return "about a minute"
    if seconds < 1.5 * HOUR:
        return f"about {seconds / MINUTE:.2g} minutes"
    return f"about {seconds / HOUR:.2g} hours"
