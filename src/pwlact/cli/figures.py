"""Drawing a run's figures into its folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from matplotlib.figure import Figure

from pwlact.errors import FileError
from pwlact.plots import FIGURES, draw_to, figures_of, save_figure, training
from pwlact.runs.history import EVALUATIONS, evaluations_of, read_history
from pwlact.search.result import Result

TRAINING = "training"
KINDS = (*FIGURES, TRAINING)


def draw_run(folder: Path, result: Result, wanted: Sequence[str] = ()) -> list[Path]:
    """Draw figures of a run, all that it has or those of the kinds in `wanted`; return the files written."""
    kinds = [*figures_of(result), *([TRAINING] if evaluations_of(folder, result).is_file() else [])]
    kinds = [kind for kind in kinds if not wanted or kind in wanted]
    return [path for kind in kinds for path in draw(folder, result, kind, folder / "figures" / f"{kind}.png")]


def draw(folder: Path, result: Result, kind: str, path: Path) -> list[Path]:
    """Draw one kind of figure of the result in `folder` to a file; return the files written.

    Raises
    ------
    FileError
        If the training's figure is asked for and the run holds no evaluations, or the result has no such figure.
    """
    if kind != TRAINING:
        return draw_to(result, kind, path)[1]
    return [save_figure(training_figure(folder, result), path)]


def training_figure(folder: Path, result: Result) -> Figure:
    """Return the figure of the training in a run folder.

    Raises
    ------
    FileError
        If the run holds no evaluations.
    """
    evaluations = evaluations_of(folder, result)
    if not evaluations.is_file():
        raise FileError(f"a training's figure needs {EVALUATIONS}, which {folder} has not; choose another kind")
    return training(read_history(evaluations), result)
