"""What a unit costs, and the area model fitted to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pwlact.datapath import Unit
from pwlact.datapath.area import AreaModel, area_features
from pwlact.errors import InputError
from pwlact.rtl.design import Design
from pwlact.rtl.synth import Cost, synthesise
from pwlact.rtl.synth_tool import LONGEST, YosysName
from pwlact.rtl.verilog import unit_verilog

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

TOP = "pwl_unit"
FEWEST = 10  # units, to fit the model on and to hold out


def unit_cost(
    unit: Unit,
    target: str = "ice40",
    *,
    liberty: Path | None = None,
    yosys: YosysName = "yowasp",
    timeout: float = LONGEST,
) -> Cost:
    """Synthesise a unit by itself, with the usual latency.

    Parameters
    ----------
    unit : Unit
        What is synthesised.
    target, liberty, yosys, timeout
        As in `synthesise`.

    Raises
    ------
    ConfigError, FileError, RunError
        As in `synthesise`.
    """
    text = unit_verilog(Design(units=(unit,), functions=(TOP,), name=TOP))
    return synthesise(text, TOP, target, liberty=liberty, yosys=yosys, timeout=timeout)


def fit_areas(
    target: str, units: Sequence[Unit], cells: Array, held: Flags, facts: Mapping[str, Any] | None = None
) -> AreaModel:
    """Fit the area model: weights that are not negative, by least squares of relative errors.

    Parameters
    ----------
    target : str
        Name of the technology.
    units : sequence of Unit
        What was synthesised.
    cells : ndarray, shape (n,)
        Logic cells that Yosys counted.
    held : ndarray of bool, shape (n,)
        Units that the model is judged on and not fitted to.
    facts : mapping, optional
        To keep with the model, beside how it does on the held-out units.

    Raises
    ------
    InputError
        If there are too few units, or one without logic cells.
    """
    from scipy.optimize import nnls  # slow to import

    if min(held.sum(), (~held).sum()) < FEWEST or not np.all(cells > 0.0):
        raise InputError(
            f"an area model takes {FEWEST} units with logic cells to fit and {FEWEST} to hold out, got {(~held).sum()} "
            f"and {held.sum()}, the smallest of {np.min(cells, initial=np.inf):g} cells; draw more units"
        )
    features = np.array([area_features(unit) for unit in units])
    fitted = features[~held]
    scale = np.where(fitted.any(axis=0), np.abs(fitted).max(axis=0), 1.0)  # of like size, for the solver's sake
    weights = nnls(fitted / scale / cells[~held, None], np.ones(len(fitted)), maxiter=100 * fitted.shape[1])[0] / scale
    judged = {"units": int((~held).sum()), "held_out": judge_areas(features[held] @ weights, cells[held])}
    return AreaModel(target=target, weights=weights, facts={**(facts or {}), **judged})


def judge_areas(estimates: Array, cells: Array) -> dict[str, float]:
    """Return how far estimates are from logic cells that Yosys counted: both (n,).

    Returns
    -------
    dict
        "units", "r_squared", and of the relative errors "median", "ninth_decile" and "largest".
    """
    off = np.abs(estimates - cells)
    relative = off / cells
    spread = float(np.sum((cells - cells.mean()) ** 2))
    return {
        "units": int(cells.size),
        "r_squared": round(1.0 - float(np.sum(off**2)) / spread, 4) if spread else 0.0,
        "median": round(float(np.median(relative)), 4),
        "ninth_decile": round(float(np.quantile(relative, 0.9)), 4),
        "largest": round(float(relative.max()), 4),
    }
