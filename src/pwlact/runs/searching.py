"""Carrying out a search: from settings to a result and a run folder."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from pwlact.runs.folder import create_run, write_config, write_result
from pwlact.search.evaluators import make_evaluator
from pwlact.search.result import Result
from pwlact.search.solve import fewest, solve, solve_within
from pwlact.settings.search import SearchConfig


def start_search(config: SearchConfig) -> tuple[Path, Result]:
    """Search in a new run folder; return the folder and the result.

    Raises
    ------
    InputError
        If the settings are bad; nothing is left then.
    RunError
        If the method fails, or no number of segments up to the limit is enough.
    """
    config.settings()
    make_evaluator(config.problem(None if config.tolerance() is None else 1))  # may refuse
    folder = create_run(config.out, config.name, config.activation().name)
    with _removed_if_failed(folder):
        write_config(folder, config)
        result = search(config)
        write_result(folder, result)
    return folder, result


def search(config: SearchConfig) -> Result:
    """Search as the settings say; nothing is written.

    Raises
    ------
    InputError
        If the settings are bad.
    RunError
        If the method fails, or no number of segments up to the limit is enough.
    """
    method, settings, tolerance = config.chosen(), config.settings(), config.tolerance()
    if tolerance is not None and config.format is not None:
        return solve_within(config.problem(1), tolerance, config.max_segments)
    segments = None if tolerance is None else fewest(config.problem(1), tolerance.size, config.max_segments)
    return solve(config.problem(segments), method, settings, config.seed, mirror=config.mirror)


@contextlib.contextmanager
def _removed_if_failed(folder: Path) -> Iterator[None]:
    """Remove a new run folder where its search fails: there is nothing to resume."""
    try:
        yield
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
