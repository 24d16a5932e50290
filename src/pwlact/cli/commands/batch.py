"""`pwlact batch`: thousands of functions at once, into one table file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pwlact.cli.batch_progress import batch_progress
from pwlact.cli.parse import parse
from pwlact.cli.settings import subset
from pwlact.cli.show_family import print_family
from pwlact.cli.tables import check_outputs, write_outputs
from pwlact.files import check_writable, output_file
from pwlact.many.table import family_to_csv, family_to_json
from pwlact.runs.batch import output_of, parts_of, run_batch
from pwlact.settings.batch import BatchConfig
from pwlact.settings.marks import File

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from pwlact.many import Family
    from pwlact.many.rows import Rows


@dataclass(frozen=True, kw_only=True)
class BatchCommand(BatchConfig):
    """Approximate thousands of functions at once, each by an exact method, with a proven bound.

    What is solved is kept beside the output until all is done: after Ctrl-C or a kill the same command goes on. The
    family's file serves `pwlact export`, `verify` and `synth` where it has a number format.
    """

    out: File | None = None
    """The family's .npz file, or a folder for it (default: FILE-family.npz)."""
    csv: File | None = None
    """Write a row for each segment to this file."""
    plot: File | None = None
    """Draw the errors, the gaps and the worst function to this .png, .svg or .pdf file."""
    json: bool = False
    """Print one JSON object, and nothing else."""


def run(argv: Sequence[str]) -> int:
    """Run the command."""
    command = parse(BatchCommand, argv, "batch")
    check_outputs(command.plot, command.csv)
    path = output_of(command.file, command.out)
    check_writable(output_file(str(path)))
    with batch_progress() as watch, _kept(path):
        rows, family = run_batch(subset(BatchConfig, command), path, watch)
    return write_outputs(
        picture=None if command.plot is None else Path(command.plot),
        figure=lambda: _figure(rows, family),
        csv=command.csv,
        rows=lambda: family_to_csv(family),
        json=command.json,
        data=lambda: family_to_json(family, path),
        show=lambda: print_family(family, path),
    )


@contextmanager
def _kept(path: Path) -> Iterator[None]:
    """Within the context, an interrupt says what is kept and how to go on."""
    try:
        yield
    except KeyboardInterrupt as stop:
        if not parts_of(path).is_dir():
            raise
        raise KeyboardInterrupt(f"{parts_of(path)} holds what is solved; the same command goes on") from stop


def _figure(rows: Rows, family: Family) -> Figure:
    from pwlact.plots.family import family as draw  # loads matplotlib

    return draw(rows, family)
