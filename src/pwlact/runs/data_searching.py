"""Searches on noisy data: of a number of segments, of the fewest, of the number that a criterion chooses."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from pwlact.errors import require
from pwlact.runs.interrupt import stop_on_signal
from pwlact.search.noisy.bootstrap import bootstrap
from pwlact.search.noisy.select import solve_selected, solve_within_data
from pwlact.search.problem import Problem
from pwlact.search.result import Result, Status
from pwlact.search.solve import NO_MIRROR, solve
from pwlact.settings.search import SearchConfig

Watch = Callable[[int, int, str], None]
"""Told how many are done, of how many, and what they are, in the plural."""


def unwatched(_done: int, _total: int, _unit: str) -> None:
    """Tell nobody."""


def search_data(config: SearchConfig, problem: Problem, watch: Watch) -> Result:
    """Search on noisy data as the settings say, and bootstrap the result where that is asked for.

    Details: `bootstrap`, beside what the search gives. Ctrl-C ends the draws, of which the intervals are then taken,
    with status "interrupted".

    Parameters
    ----------
    config : SearchConfig
        The settings.
    problem : Problem
        What they state.
    watch : callable
        Told how many searches are done.

    Raises
    ------
    InputError
        If the settings are bad, or the data too few.
    RunError
        If no number of segments up to the limit is enough.
    """
    require(not config.mirror, *NO_MIRROR)
    found = _searched(config, problem, watch)
    count = config.bootstrap
    if not count:
        return found
    with stop_on_signal() as stop:
        drawn = bootstrap(
            found,
            count=count,
            seed=config.seed,
            watch=lambda done: watch(done, count, "draws"),
            stop=stop.is_set,
        )
    status: Status = "finished" if drawn["count"] == count else "interrupted"
    return dataclasses.replace(found, status=status, details={**found.details, "bootstrap": drawn})


def _searched(config: SearchConfig, problem: Problem, watch: Watch) -> Result:
    method, settings, limit = config.chosen(), config.settings(), config.most()
    if config.select is not None:
        return solve_selected(
            problem,
            method,
            settings,
            config.seed,
            select=config.select,
            max_segments=limit,
            folds=config.folds,
            watch=lambda done: watch(done, limit, "numbers of segments"),
        )
    tolerance, within = config.tolerance(), config.rms()
    if tolerance is not None:
        within = tolerance.size
    if within is not None:
        return solve_within_data(problem, method, settings, config.seed, within=within, max_segments=limit)
    return solve(problem, method, settings, config.seed)
