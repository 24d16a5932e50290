"""Drawing a run's figures into its folder."""

from __future__ import annotations

from pathlib import Path

from matplotlib.figure import Figure

from pwlact.errors import FileError
from pwlact.plots import FIGURES, has_histogram, histogram, read_history, save_figure, training, unit
from pwlact.runs.folder import RESULT
from pwlact.search.result import Result
from pwlact.search.result_json import load_result

TRAINING, HISTOGRAM, UNIT = "training", "histogram", "unit"
KINDS = (*FIGURES, TRAINING, HISTOGRAM, UNIT)
EVALUATIONS = "evaluations.csv"


def draw_run(folder: Path) -> list[Path]:
    """Draw every figure of a run; return their paths."""
    result = load_result(folder / RESULT)
    present = {TRAINING: _evaluations(folder, result).exists(), HISTOGRAM: has_histogram(result)}
    coded = result.candidate.unit is not None
    present |= {UNIT: coded, "error": not coded, "inset": not coded}  # of a unit, what it computes counts
    kinds = [kind for kind in KINDS if present.get(kind, True)]
    return [save_figure(draw(folder, result, kind), folder / "figures" / f"{kind}.png") for kind in kinds]


def draw(folder: Path, result: Result, kind: str) -> Figure:
    """Draw one kind of figure of the result in `folder`.

    Raises
    ------
    FileError
        If the training's figure is asked for and the run holds no evaluations; the histogram, and it holds none; a
        unit's, and the result is in real numbers.
    """
    if kind in FIGURES:
        return FIGURES[kind](result)
    if kind in (HISTOGRAM, UNIT):
        return {HISTOGRAM: histogram, UNIT: unit}[kind](result)
    path = _evaluations(folder, result)
    if not path.exists():
        raise FileError(f"a training's figure needs {EVALUATIONS}, which {folder} has not; choose another kind")
    return training(read_history(path))


def _evaluations(folder: Path, result: Result) -> Path:
    """Return where a run keeps its evaluations; of several seeds, the best one's."""
    path = folder / EVALUATIONS
    return path if path.exists() else folder / f"seed-{result.seed}" / EVALUATIONS
