"""The progress of a pretraining on stderr: a bar in a terminal, a plain line every ten seconds elsewhere."""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pwlact.cli.console import note
from pwlact.cli.progress import EVERY

if TYPE_CHECKING:
    from pwlact.rl.general.status import PretrainStatus

Watch = Callable[["PretrainStatus"], bool]


@contextmanager
def pretrain_progress() -> Iterator[Watch]:
    """Show a pretraining's progress; gives what is to be called with its status."""
    with _bar() if sys.stderr.isatty() else _lines() as show:

        def watch(status: PretrainStatus) -> bool:
            show(status)
            return True

        yield watch


def _figures(status: PretrainStatus) -> str:
    rate = f"{status.rate:,.1f} updates/s"
    if math.isnan(status.gap):
        return rate
    return f"{rate}, gap {100 * status.gap:.1f} %, best {100 * status.best_gap:.1f} %"


@contextmanager
def _lines() -> Iterator[Callable[[PretrainStatus], None]]:
    told = ("", 0.0)

    def show(status: PretrainStatus) -> None:
        nonlocal told
        if status.phase != told[0] or time.monotonic() - told[1] >= EVERY:
            told = (status.phase, time.monotonic())
            done = f", {100 * status.progress:.0f} %, {_figures(status)}" if status.steps else ""
            note(f"{status.phase}{done}")

    yield show


@contextmanager
def _bar() -> Iterator[Callable[[PretrainStatus], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"), BarColumn(bar_width=24), TaskProgressColumn(),
        TextColumn("{task.fields[figures]}"), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True, highlight=False)) as progress:
        task = progress.add_task("", total=1.0, figures="")
        yield lambda status: progress.update(
            task, description=status.phase, completed=status.progress, figures=_figures(status) if status.steps else ""
        )
