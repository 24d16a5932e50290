"""A count of what is done, on stderr: a bar in a terminal, a plain line every ten seconds elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager

from pwlact.cli.console import note
from pwlact.cli.progress import EVERY

Show = Callable[[int, str], None]
"""Takes the number that is done, and figures to show beside it."""


def counter(total: int, unit: str, prefix: str = "") -> AbstractContextManager[Show]:
    """Show how many of `total` are done.

    Parameters
    ----------
    total : int
        The number of all.
    unit : str
        What is counted, in the plural.
    prefix : str
        What plain lines begin with, where several counts run side by side; a bar would disturb them.
    """
    return _bar(total, unit) if sys.stderr.isatty() and not prefix else _lines(total, unit, prefix)


@contextmanager
def _lines(total: int, unit: str, prefix: str) -> Iterator[Show]:
    told = time.monotonic()

    def show(done: int, figures: str) -> None:
        nonlocal told
        if time.monotonic() - told >= EVERY:
            told = time.monotonic()
            note(f"{prefix and f'{prefix}: '}{done} of {total} {unit}, {figures}")

    yield show


@contextmanager
def _bar(total: int, unit: str) -> Iterator[Show]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        BarColumn(bar_width=24), MofNCompleteColumn(), TextColumn(f"{unit}, {{task.fields[figures]}}"),
        TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True, highlight=False)) as progress:
        task = progress.add_task("", total=total, figures="")
        yield lambda done, figures: progress.update(task, completed=done, figures=figures)


@contextmanager
def counted(total: int, unit: str) -> Iterator[Callable[[int], None]]:
    """Show how many of `total` are done, and how many a second; gives what is called with the number."""
    started = time.monotonic()
    with counter(total, unit) as show:
        yield lambda done: show(done, f"{done / max(time.monotonic() - started, 1e-9):,.0f} {unit}/s")


@contextmanager
def counts() -> Iterator[Callable[[int, int, str], None]]:
    """Show counts one after the other, each from its first call on; gives what takes done, total and unit."""
    with ExitStack() as stack:
        shown: dict[str, Callable[[int], None]] = {}

        def show(done: int, total: int, unit: str) -> None:
            if unit not in shown:
                stack.close()
                shown[unit] = stack.enter_context(counted(total, unit))
            shown[unit](done)

        yield show
