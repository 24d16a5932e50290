"""`pwlact models allocate`: segments or area shared out among a network's sites."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pwlact.cli.allocation_progress import allocation_progress
from pwlact.cli.console import say
from pwlact.cli.parse import parse
from pwlact.cli.settings import subset
from pwlact.cli.show_allocation import print_allocation
from pwlact.cli.tables import check_outputs, write_outputs
from pwlact.files import check_writable
from pwlact.models.budgets.allocate import Allocation, allocate
from pwlact.models.budgets.written import ALLOCATION, allocation_to_csv, allocation_to_json, write_allocation
from pwlact.models.networks.open import open_network
from pwlact.runs.interrupt import is_interrupt
from pwlact.settings.allocation import AllocationConfig
from pwlact.settings.marks import File, Folder

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, kw_only=True)
class ModelsAllocateCommand(AllocationConfig):
    """Share segments, or area, out among a network's tables for the least predicted loss.

    The loss is half the sum of sensitivity times squared error. Shares are exact, by dynamic programming over the
    tables' error curves. Even shares at equal cost stand beside them. A shared table counts once.
    """

    out: Folder | None = None
    """Folder for a result.json of each table and allocation.json; profile and curves are kept there too."""
    csv: File | None = None
    """Write a row for each table to this file."""
    plot: File | None = None
    """Draw segments and losses to this .png, .svg or .pdf file."""
    json: bool = False
    """Print one JSON object, and nothing else."""


def run(argv: Sequence[str]) -> int:
    """Run the command."""
    command = parse(ModelsAllocateCommand, argv, "models allocate")
    check_outputs(command.plot, command.csv)
    config: AllocationConfig = subset(AllocationConfig, command)
    config.check()
    with _folder(command.out) as folder:
        found = _allocated(command, config, folder)
        written = None if command.out is None else write_allocation(found, folder)
    code = write_outputs(
        picture=None if command.plot is None else Path(command.plot),
        figure=lambda: _figure(found),
        csv=command.csv,
        rows=lambda: allocation_to_csv(found),
        json=command.json,
        data=lambda: allocation_to_json(found),
        show=lambda: print_allocation(found),
    )
    if written is not None and not command.json:
        say(f"written  {written}")
    return code


def _allocated(command: ModelsAllocateCommand, config: AllocationConfig, folder: Path) -> Allocation:
    """Return the allocation; an interrupt says what is kept."""
    try:
        with allocation_progress() as watch:
            return allocate(config, open_network(config), folder, watch)
    except (KeyboardInterrupt, SystemError) as fault:
        if not is_interrupt(fault) or command.out is None:
            raise
        raise KeyboardInterrupt(f"profile and curves are kept in {folder}; the same command goes on") from fault


@contextlib.contextmanager
def _folder(out: str | None) -> Iterator[Path]:
    """Give the folder for the work: the one that is asked for, or one that is removed afterwards."""
    if out is None:
        with tempfile.TemporaryDirectory(prefix="pwlact-") as name:
            yield Path(name)
    else:
        check_writable(Path(out) / ALLOCATION)
        yield Path(out)


def _figure(found: Allocation) -> Figure:
    from pwlact.plots import allocation  # loads matplotlib

    return allocation(found)
