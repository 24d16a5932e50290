"""Which trials a sweep has: its combinations of values, all at once or in batches that know the earlier ones."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pwlact.errors import require
from pwlact.settings.sweep_file import SweepFile
from pwlact.settings.sweep_space import Choices, Dimension, Label

if TYPE_CHECKING:
    from optuna.distributions import BaseDistribution
    from optuna.study import Study

Point = dict[str, Label]
"""A value of each dimension, by its label."""

MAX_TRIALS = 100_000
FUNCTION, SEED = "function", "seed"
"""Attributes of a trial."""


def count_points(sweep: SweepFile) -> int:
    """Return how many combinations are tried.

    Raises
    ------
    ConfigError
        If there are too many, or a grid's range has no step.
    """
    points = sweep.plan.trials or math.prod(len(_values(one)) for one in sweep.space)
    trials = points * len(sweep.seeds) * len(sweep.functions)
    require(trials <= MAX_TRIALS, f"a sweep has at most {MAX_TRIALS} trials", trials, "list fewer values or seeds")
    return points


def _values(one: Dimension) -> list[Label]:
    return list(one.values) if isinstance(one, Choices) else one.numbers()


def distributions(sweep: SweepFile) -> dict[str, BaseDistribution]:
    """Return what Optuna calls the space."""
    return {one.name: _distribution(one, sweep) for one in sweep.space}


def _distribution(one: Dimension, sweep: SweepFile) -> BaseDistribution:
    from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution

    if isinstance(one, Choices) or sweep.plan.sampler == "grid":
        return CategoricalDistribution(_values(one))
    kind: Any = IntDistribution if one.whole else FloatDistribution
    step = one.step or (1 if one.whole else None)
    return kind(one.low, one.high, log=one.log, step=step)  # type: ignore[no-any-return]


def fixed_points(sweep: SweepFile) -> list[Point]:
    """Return the combinations of a grid or a random search, which follow from the file alone."""
    if sweep.plan.sampler == "grid":
        names = [one.name for one in sweep.space]
        return [dict(zip(names, values, strict=True)) for values in itertools.product(*map(_values, sweep.space))]
    import optuna

    space = distributions(sweep)
    study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=sweep.plan.sampler_seed))
    return [study.ask(space).params for _ in range(count_points(sweep))]


def stages(sweep: SweepFile) -> Iterator[tuple[int, int]]:
    """Yield the combinations, from one number to another, that are chosen together: all, or batches of tpe."""
    points = count_points(sweep)
    size = sweep.plan.batch if sweep.plan.sampler == "tpe" else points
    yield from ((start, min(start + size, points)) for start in range(0, points, size))


def extend(sweep: SweepFile, study: Study, function: str, stage: tuple[int, int]) -> None:
    """Add the trials of a stage that a study lacks, each combination with all seeds; they run later.

    Parameters
    ----------
    sweep : SweepFile
        The sweep.
    study : Study
        The study of the function; all trials of earlier stages are finished. A kill in the middle of this does no harm,
        for the next call adds the rest.
    function : str
        Name of the function.
    stage : tuple of int
        As `stages` yields it.
    """
    lacking = (stage[1] * len(sweep.seeds)) - len(study.get_trials(deepcopy=False))
    if lacking <= 0:
        return
    for point, seed in _planned(sweep, study, stage)[-lacking:]:
        study.enqueue_trial(point, user_attrs={FUNCTION: function, SEED: seed})


def _planned(sweep: SweepFile, study: Study, stage: tuple[int, int]) -> list[tuple[Point, int]]:
    """Return the trials of a stage in their order: of a grid, all for a seed before the next seed."""
    if sweep.plan.sampler == "grid":
        return [(point, seed) for seed in sweep.seeds for point in fixed_points(sweep)]
    points = _chosen(sweep, study, *stage) if sweep.plan.sampler == "tpe" else fixed_points(sweep)
    return list(itertools.product(points, sweep.seeds))


def _chosen(sweep: SweepFile, study: Study, start: int, stop: int) -> list[Point]:
    """Return combinations `start` to `stop`, which follow from the seed and all trials before."""
    import optuna

    sampler = optuna.samplers.TPESampler(seed=sweep.plan.sampler_seed + start, multivariate=True, constant_liar=True)
    scratch = optuna.create_study(sampler=sampler, direction=study.direction)
    scratch.add_trials(study.get_trials(deepcopy=False)[: start * len(sweep.seeds)])
    space = distributions(sweep)
    return [scratch.ask(space).params for _ in range(start, stop)]
