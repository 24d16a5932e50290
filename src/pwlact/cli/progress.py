"""The progress of a training on stderr: bars in a terminal, a plain line every ten seconds elsewhere."""

from __future__ import annotations

import math
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pwlact.cli.console import note

if TYPE_CHECKING:
    from pwlact.rl.budget import Budget
    from pwlact.rl.status import TrainingStatus

EVERY = 10.0  # seconds between plain lines
PATIENCE = 1.0  # seconds before the first line, by when bad settings are refused

Observer = Callable[[int, "TrainingStatus"], None]


@contextmanager
def training_progress(budget: Budget, engine: str | None = None) -> Iterator[Observer]:
    """Show each seed's progress on stderr; gives the observer to call with a seed and its status.

    Parameters
    ----------
    budget : Budget
        Steps or seconds of each training.
    engine : str, optional
        The engine that was taken, told once settings are accepted; None where the user has named it.
    """
    told = [] if engine is None else [f"engine: {engine}"]
    waiting = threading.Timer(PATIENCE, note, ["compiling kernels and loading the agent ..."])
    waiting.daemon = True
    waiting.start()
    with _bars(budget) if sys.stderr.isatty() else _lines(budget) as show:

        def observe(seed: int, status: TrainingStatus) -> None:
            if status.phase != "compiling":
                waiting.cancel()
                while told:
                    note(told.pop())
                show(seed, status)

        try:
            yield observe
        finally:
            waiting.cancel()


@contextmanager
def _lines(budget: Budget) -> Iterator[Observer]:
    told: dict[int, tuple[str, float]] = {}

    def show(seed: int, status: TrainingStatus) -> None:
        phase, when = told.get(seed, ("", 0.0))
        begins = status.phase != phase
        if begins or time.monotonic() - when >= EVERY:
            told[seed] = (status.phase, time.monotonic())
            note(f"seed {seed}: {status.phase}{_figures(status, budget, with_rate=not begins)}")

    yield show


def _figures(status: TrainingStatus, budget: Budget, *, with_rate: bool) -> str:
    """Return how far a phase is; nothing at its beginning, and no rate where too little is measured."""
    if not status.steps or status.phase == "stopping":
        return ""
    if status.phase != "training":
        return f", {status.steps} of {status.total}"
    rate = f", {status.rate:,.0f} steps/s" if with_rate else ""
    used = f", {budget.used(status.steps, status.seconds):,.0f} of {budget}{rate}"
    return used if status.best_reward < 0 else f"{used}, best reward {status.best_reward:.2f}"


@contextmanager
def _bars(budget: Budget) -> Iterator[Observer]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TextColumn(budget.unit),
        TextColumn("{task.fields[rate]:,.0f} steps/s  best reward {task.fields[best]:.2f}"),
        TimeRemainingColumn(),
    )
    progress = Progress(*columns, console=Console(stderr=True, highlight=False))
    bars: dict[int, Any] = {}

    def show(seed: int, status: TrainingStatus) -> None:
        progress.start()
        if seed not in bars:
            bars[seed] = progress.add_task(f"seed {seed}", total=math.ceil(budget.amount), rate=0.0, best=0.0)
        if status.phase != "training":
            progress.update(bars[seed], description=f"seed {seed}: {status.phase}")
            return
        best, used = max(status.best_reward, 0.0), budget.used(status.steps, status.seconds)
        progress.update(bars[seed], description=f"seed {seed}", completed=math.floor(used), rate=status.rate, best=best)

    try:
        yield show
    finally:
        if bars:  # stopping what never started would print an empty line
            progress.stop()
