"""Many curves: computed side by side in processes, and kept in a folder."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import multiprocessing
import os
import re
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from pwlact._version import __version__
from pwlact.files import parse_json, read_text, write_text
from pwlact.models.budgets.curves import Curve, CurveTask, Option, error_curve

FEW = 6  # curves that are computed in this process: another takes seconds to begin

Watch = Callable[[int, int, str], None]
"""Told how many parts are done, of how many, and what parts they are, as "curves"."""


def compute_curves(tasks: Sequence[CurveTask], folder: Path, watch: Watch) -> list[Curve]:
    """Return the curve of each task, in their order.

    Parameters
    ----------
    tasks : sequence of CurveTask
        What is asked.
    folder : Path
        Where curves are kept and found again; made if need be.
    watch : callable
        Told of each curve as it is done.

    Raises
    ------
    InputError
        If a task has no options.
    """
    curves = {i: found for i, task in enumerate(tasks) if (found := _kept(folder, task)) is not None}
    for i, curve in _computed({i: task for i, task in enumerate(tasks) if i not in curves}):
        curves[i] = curve
        write_text(_place(folder, tasks[i]), json.dumps(dataclasses.asdict(curve)) + "\n")
        watch(len(curves), len(tasks), "curves")
    return [curves[i] for i in range(len(tasks))]


def _computed(tasks: Mapping[int, CurveTask]) -> Iterator[tuple[int, Curve]]:
    """Yield curves as they are done."""
    jobs = min(processors(), len(tasks))
    if jobs < 2 or len(tasks) <= FEW:
        yield from ((i, error_curve(task)) for i, task in tasks.items())
        return
    pool = ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), _undisturbed)
    try:
        futures = {pool.submit(error_curve, task): i for i, task in tasks.items()}
        for future in as_completed(futures):
            yield futures[future], future.result()
    finally:
        pool.shutdown(cancel_futures=True)


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _undisturbed() -> None:
    """Leave Ctrl-C to the process that asked."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _place(folder: Path, task: CurveTask) -> Path:
    """Return the file of a curve: its name tells all that it depends on."""
    digest = hashlib.sha256(f"{__version__} {task.samples} {task.counts} {task.spec} {task.by_area}".encode())
    digest.update(f"{task.site.function} {task.sites} {task.density}".encode())
    digest.update(task.site.counts.tobytes())
    digest.update(b"" if task.site.squares is None else task.site.squares.tobytes())
    return folder / f"{file_name(task.site.name)}-{digest.hexdigest()[:12]}.json"


def file_name(name: str) -> str:
    """Return a site's name as that of a file."""
    return re.sub(r"[^\w.-]+", "_", name).strip("_.") or "site"


def _kept(folder: Path, task: CurveTask) -> Curve | None:
    """Return a curve that was kept; None where there is none, or its file is damaged."""
    try:
        data: dict[str, Any] = parse_json(read_text(_place(folder, task)))
        options = tuple(Option(**option) for option in data["options"])
        return Curve(name=data["name"], function=data["function"], sites=tuple(data["sites"]), options=options)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
