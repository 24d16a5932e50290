"""What the commands print: one JSON object on stdout, or tables and lines; progress goes to stderr."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

if TYPE_CHECKING:
    from pwlact.rl.status import TrainingStatus

WIDE = 160  # for files and pipes, where rich would fold tables to 80 columns

out = Console(soft_wrap=True, highlight=False, markup=False)  # names of runs may hold brackets
if not out.is_terminal:
    out.width = WIDE
err = Console(stderr=True, highlight=False)


def print_json(data: Any) -> None:
    """Print one JSON object; nothing else may go to stdout beside it."""
    print(json.dumps(data, indent=2, allow_nan=False))


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table; the first column is text, the others are numbers."""
    table = Table(title=title, title_justify="left", title_style="bold")
    for i, column in enumerate(columns):
        table.add_column(column, justify="left" if i == 0 else "right", no_wrap=True)
    for row in rows:
        table.add_row(*row)
    out.print(table)


@contextmanager
def training_progress(total: int) -> Iterator[Any]:
    """Show a bar for each seed on stderr; gives the observer to call with a seed and its status."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]:,.0f} steps/s  best reward {task.fields[best]:.2f}"),
        TimeRemainingColumn(),
    )
    progress = Progress(*columns, console=err)
    bars: dict[int, Any] = {}

    def observe(seed: int, status: TrainingStatus) -> None:
        if status.phase == "compiling":  # before the settings have proved good
            return
        progress.start()
        if seed not in bars:
            bars[seed] = progress.add_task(f"seed {seed}", total=total, rate=0.0, best=0.0)
        if status.phase != "training":
            progress.update(bars[seed], description=f"seed {seed}: {status.phase}")
            return
        best, steps = max(status.best_reward, 0.0), min(status.steps, total)
        progress.update(bars[seed], description=f"seed {seed}", completed=steps, rate=status.rate, best=best)

    try:
        yield observe
    finally:
        if bars:  # stopping what never started would print an empty line
            progress.stop()
