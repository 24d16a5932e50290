"""Searches in run folders."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from pwlact.runs.command import stated
from pwlact.runs.data_searching import Watch, search_data, unwatched
from pwlact.runs.folder import create_run, write_config, write_result
from pwlact.search.cost import search_cost, warn_of_cost
from pwlact.search.problem import Problem
from pwlact.search.result import Result
from pwlact.search.solve import solve, solve_fewest, solve_within
from pwlact.settings.search import SearchConfig


def run_search(config: SearchConfig, watch: Watch = unwatched) -> tuple[Path, Result]:
    """Search in a new run folder; return the folder and the result.

    Parameters
    ----------
    config : SearchConfig
        The settings.
    watch : callable
        Told how many of how many searches are done, and what they are, where there are several on noisy data.

    Raises
    ------
    InputError
        If the settings are bad; nothing is left then.
    RunError
        If the method fails, or no number of segments up to the limit is enough; nothing is left then.
    """
    problem = _problem(config)
    with _new_folder(config, problem) as folder:
        write_config(folder, stated(config, problem.fit), problem.activation.data)
        result = _search(config, problem, watch)
        write_result(folder, result)
    return folder, result


def search(config: SearchConfig, watch: Watch = unwatched) -> Result:
    """Search as the settings say; nothing is written.

    Parameters
    ----------
    config : SearchConfig
        The settings.
    watch : callable
        As for `run_search`.

    Raises
    ------
    InputError
        If the settings are bad.
    RunError
        If the method fails, or no number of segments up to the limit is enough.
    """
    return _search(config, _problem(config), watch)


def _problem(config: SearchConfig) -> Problem:
    """Return the problem; where the fewest segments are asked for, of one, or of two where they are mirrored."""
    config.settings()  # may refuse
    fewest_of_all = 2 if config.mirror else 1
    settled = config.tolerance() is None and config.rms() is None and config.select is None
    return config.problem(None if settled else fewest_of_all)


def _search(config: SearchConfig, problem: Problem, watch: Watch) -> Result:
    if problem.activation.noisy:
        return search_data(config, problem, watch)
    tolerance, method = config.tolerance(), config.chosen()
    warn_of_cost(search_cost(problem, method.name))
    if tolerance is not None and problem.spec is not None:
        return solve_within(problem, tolerance, config.most())
    if tolerance is not None:
        return solve_fewest(problem, tolerance, config.most(), config.seed)
    own = config.own_evaluator(problem)
    return solve(problem, method, config.settings(), config.seed, mirror=config.mirror, evaluator=own)


@contextlib.contextmanager
def _new_folder(config: SearchConfig, problem: Problem) -> Iterator[Path]:
    """Give a new run folder; where its search fails, remove it, for there is nothing to resume."""
    new = not Path(config.out).exists()
    folder = create_run(config.out, config.name, problem.activation.name)
    try:
        yield folder
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        if new:
            with contextlib.suppress(OSError):  # as where another run came into it
                Path(config.out).rmdir()
        raise
