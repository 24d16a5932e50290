"""Area of a unit without synthesis: a linear model of features of its codes, fitted to what Yosys counts.

`experiments/cost_model.py` fits the model and writes `area.json`. The area is that of a unit's Verilog with the usual
latency, in logic cells of an iCE40, each of which holds a LUT and a carry; registers are not counted.
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
from pwlact.area.columns import FEATURES
from pwlact.area.features import count_features
from pwlact.area.spec import kernel_spec
from pwlact.datapath.reflection import has_reflected_lines, reflected_codes
from pwlact.datapath.spec import UnitSpec
from pwlact.datapath.unit import Unit
from pwlact.errors import ConfigError

MODEL_FILE = "area.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaModel:
    """Logic cells of a target for each feature, and the errors of the model.

    Parameters
    ----------
    target : str
        Name of the technology: "ice40", whose multipliers are free, or "ice40-nodsp".
    weights : ndarray, shape (features,)
        Logic cells for one of each feature; none is negative.
    facts : mapping
        Facts of the calibration: Yosys's version, number of units, and errors on units that were held out.
    """

    target: str
    weights: Array
    facts: Mapping[str, Any]


def area_features(unit: Unit) -> Array:
    """Return the features of a unit, shape (features,), in the order of `FEATURES`.

    Raises
    ------
    FormatError
        If sums have more than 62 bits.
    """
    return np.asarray(_features(unit.spec, unit.thresholds[None], unit.slopes[None], unit.intercepts[None])[0])


def _features(spec: UnitSpec, thresholds: Codes, slopes: Codes, intercepts: Codes) -> Array:
    """Return the features, shape (n, features), of n units."""
    arrays = (np.ascontiguousarray(array, dtype=np.int64) for array in (thresholds, slopes, intercepts))
    thresholds, slopes, intercepts = arrays
    if has_reflected_lines(spec):
        below = reflected_codes(spec, slopes, intercepts)
        slopes, intercepts = (np.hstack(pair) for pair in zip((slopes, intercepts), below, strict=True))
    return np.asarray(count_features(kernel_spec(spec), thresholds, slopes, intercepts))


def area_estimate(unit: Unit, target: str = "ice40") -> float:
    """Return the estimated number of logic cells of a unit.

    Parameters
    ----------
    unit : Unit
        The unit, in fixed point or floats.
    target : str
        Target of the model, "ice40" or "ice40-nodsp".

    Raises
    ------
    ConfigError
        If the target has no model.
    FormatError
        If sums have more than 62 bits.
    """
    return float(area_features(unit) @ area_model(target).weights)


def area_batch(spec: UnitSpec, thresholds: Codes, slopes: Codes, intercepts: Codes, target: str = "ice40") -> Array:
    """Return the estimated numbers of logic cells, shape (n,), of n units of one spec; some microseconds a unit.

    Codes are not checked: thresholds must ascend. Integer bits that no coefficient needs cost nothing.

    Parameters
    ----------
    spec : UnitSpec
        Spec of all units.
    thresholds, slopes, intercepts : ndarray of int64, shapes (n, P - 1), (n, P), (n, P)
        As in `Unit`.
    target : str
        Name of the technology.

    Raises
    ------
    ConfigError
        If the target has no model.
    FormatError
        If sums have more than 62 bits.
    """
    return np.asarray(_features(spec, thresholds, slopes, intercepts) @ area_model(target).weights)


@cache
def area_model(target: str) -> AreaModel:
    """Return the model of a target.

    Raises
    ------
    ConfigError
        If the target has no model.
    """
    models = json.loads(files(__package__).joinpath(MODEL_FILE).read_text(encoding="utf-8"))["targets"]
    if target not in models:
        raise ConfigError(f"areas are estimated for {' and '.join(models)}, got {target!r}; choose one")
    found = models[target]
    weights = np.array([found["weights"].get(name, 0.0) for name in FEATURES])
    weights.setflags(write=False)
    return AreaModel(target=target, weights=weights, facts=found["facts"])
