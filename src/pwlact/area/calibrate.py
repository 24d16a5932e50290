"""Fitting the area model to units that Yosys synthesised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from pwlact._types import Array, Flags
from pwlact.area.columns import FEATURES
from pwlact.area.model import AreaModel, area_features
from pwlact.datapath.unit import Unit
from pwlact.errors import InputError

SCHEMA = "pwlact.area/1"
MIN_UNITS = 10  # units, to fit the model on and to hold out


def fit_areas(
    target: str, units: Sequence[Unit], cells: Array, held: Flags, facts: Mapping[str, Any] | None = None
) -> AreaModel:
    """Fit the area model: weights that are not negative, by least squares of relative errors.

    Parameters
    ----------
    target : str
        Name of the technology.
    units : sequence of Unit
        The synthesised units.
    cells : ndarray, shape (n,)
        Logic cells that Yosys counted for each.
    held : ndarray of bool, shape (n,)
        Units to evaluate the model on, and not to fit it to.
    facts : mapping, optional
        Facts to keep with the model, beside its errors on the held-out units.

    Raises
    ------
    InputError
        If there are too few units, or one without logic cells.
    """
    from scipy.optimize import nnls  # slow to import

    if min(held.sum(), (~held).sum()) < MIN_UNITS or not np.all(cells > 0.0):
        raise InputError(
            f"an area model takes {MIN_UNITS} units with logic cells to fit and {MIN_UNITS} to hold out, got "
            f"{(~held).sum()} and {held.sum()}, the smallest of "
            f"{np.min(cells, initial=np.inf):g} cells; draw more units"
        )
    features = np.array([area_features(unit) for unit in units])
    fitted = features[~held]
    scale = np.where(fitted.any(axis=0), np.abs(fitted).max(axis=0), 1.0)  # of like size, for the solver's sake
    weights = nnls(fitted / scale / cells[~held, None], np.ones(len(fitted)), maxiter=100 * fitted.shape[1])[0] / scale
    facts_of_fit = {"units": int((~held).sum()), "held_out": evaluate_areas(features[held] @ weights, cells[held])}
    return AreaModel(target=target, weights=weights, facts={**(facts or {}), **facts_of_fit})


def evaluate_areas(estimates: Array, cells: Array) -> dict[str, float]:
    """Return the errors of estimates against logic cells that Yosys counted, both of shape (n,).

    Returns
    -------
    dict
        Keys "units" and "r_squared"; "median", "ninth_decile" and "largest" of the relative errors.
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


def models_to_json(models: list[AreaModel]) -> dict[str, Any]:
    """Return the JSON object of the models' file."""
    return {
        "schema": SCHEMA,
        "unit": "logic cells of an iCE40, registers aside",
        "targets": {
            model.target: {
                "facts": dict(model.facts),
                "weights": {name: float(w) for name, w in zip(FEATURES, model.weights, strict=True) if w > 0.0},
            }
            for model in models
        },
    }
