"""The progress of a training, on stderr."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

if TYPE_CHECKING:
    from pwlact.rl.standing import TrainingStatus


@contextmanager
def training_progress(total: int) -> Iterator[Any]:
    """Show a bar for each seed on stderr; gives the observer to call with seed and standing."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]:,.0f} steps/s  best reward {task.fields[best]:.2f}"),
        TimeRemainingColumn(),
    )
    progress = Progress(*columns, console=Console(stderr=True, highlight=False))
    bars: dict[int, Any] = {}

    def observe(seed: int, standing: TrainingStatus) -> None:
        progress.start()  # not before the settings have proved good
        if seed not in bars:
            bars[seed] = progress.add_task(f"seed {seed}", total=total, rate=0.0, best=0.0)
        best = max(standing.best_reward, 0.0)
        progress.update(bars[seed], completed=min(standing.steps, total), rate=standing.rate, best=best)

    try:
        yield observe
    finally:
        if bars:  # stopping what never started would print an empty line
            progress.stop()
