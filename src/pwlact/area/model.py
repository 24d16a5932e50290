"""Area of a unit without synthesis: a linear model of features of its codes, fitted to what Yosys counts.

`experiments/cost_model.py` fits it and writes `area.json`. A unit is taken in the shape that its Verilog has with the
usual latency; the area is in logic cells of an iCE40, which hold a LUT and a carry each, registers aside.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from pwlact._types import Array, Codes
from pwlact.area.features import FEATURES, count_features
from pwlact.area.spec import shape_of
from pwlact.datapath.spec import UnitSpec
from pwlact.datapath.unit import Unit
from pwlact.errors import ConfigError

MODEL_FILE = "area.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaModel:
    """Logic cells that a target takes for each feature, and how far that is to be trusted.

    Parameters
    ----------
    target : str
        Name of the technology: "ice40", whose multipliers are free, or "ice40-nodsp".
    weights : ndarray, shape (features,)
        Logic cells for one of each feature; none is negative.
    facts : mapping
        Of the calibration: Yosys's version, units, held-out units, and for these R^2 and the median relative error.
    """

    target: str
    weights: Array
    facts: Mapping[str, Any]


def area_features(unit: Unit) -> Array:
    """Return what a unit asks of hardware, one number for each of `FEATURES`.

    Raises
    ------
    FormatError
        If sums have more than 62 bits.
    """
    row: Array = count_features(shape_of(unit.spec), unit.thresholds[None], unit.slopes[None], unit.intercepts[None])[0]
    return row


def area_estimate(unit: Unit, target: str = "ice40") -> float:
    """Return about how many logic cells a unit takes.

    Raises
    ------
    ConfigError
        If there is no model of the target.
    FormatError
        If sums have more than 62 bits.
    """
    return float(area_features(unit) @ area_model(target).weights)


def area_batch(spec: UnitSpec, thresholds: Codes, slopes: Codes, intercepts: Codes, target: str = "ice40") -> Array:
    """Return about how many logic cells each of n units of one spec takes, (n,); some microseconds a unit.

    Codes are taken as they are: cuts ascend, and integer bits that no coefficient needs cost nothing.

    Parameters
    ----------
    spec : UnitSpec
        Of all units.
    cuts, slopes, intercepts : ndarray of int64, shapes (n, P - 1), (n, P), (n, P)
        As in `Unit`.
    target : str
        Name of the technology.

    Raises
    ------
    ConfigError
        If there is no model of the target.
    FormatError
        If sums have more than 62 bits.
    """
    weights = area_model(target).weights
    arrays = (np.ascontiguousarray(array, dtype=np.int64) for array in (thresholds, slopes, intercepts))
    areas: Array = count_features(shape_of(spec), *arrays) @ weights
    return areas


@cache
def area_model(target: str) -> AreaModel:
    """Return the model of a target.

    Raises
    ------
    ConfigError
        If there is none.
    """
    models = json.loads(files(__package__).joinpath(MODEL_FILE).read_text(encoding="utf-8"))["targets"]
    if target not in models:
        raise ConfigError(f"areas are estimated for {' and '.join(models)}, got {target!r}; choose one")
    found = models[target]
    weights = np.array([found["weights"].get(name, 0.0) for name in FEATURES])
    weights.setflags(write=False)
    return AreaModel(target=target, weights=weights, facts=found["facts"])
