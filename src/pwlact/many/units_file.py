"""The units of a family in its .npz file: one array a column, and the spec as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from pwlact.datapath.record import spec_of_json, spec_to_json
from pwlact.errors import FileError, PwlactError
from pwlact.files import parse_json
from pwlact.many.units import FamilyUnits

CODES = ("pieces", "thresholds", "slopes", "intercepts")
ERRORS = ("max_errors", "mses", "lower_bounds")


def units_arrays(units: FamilyUnits) -> dict[str, Any]:
    """Return the arrays of units by name; all names begin with unit_."""
    columns = {f"unit_{name}": getattr(units, name) for name in (*CODES, *ERRORS)}
    return {"unit_spec": json.dumps(spec_to_json(units.spec)), **columns}


def units_of(arrays: dict[str, Any], path: Path) -> FamilyUnits | None:
    """Return the units that a family's arrays state; None where there are none.

    Raises
    ------
    FileError
        If an array is missing, or they fit no units of as many functions.
    """
    if "unit_spec" not in arrays:
        return None
    try:
        units = FamilyUnits(
            spec=spec_of_json(parse_json(str(arrays["unit_spec"]))),
            **{name: _checked(arrays, name) for name in (*CODES, *ERRORS)},
        )
        for _ in units:  # each checks itself
            pass
    except (KeyError, TypeError, ValueError, IndexError, OverflowError) as fault:
        reason = str(fault) if isinstance(fault, PwlactError) else f"{type(fault).__name__}: {fault}"
        raise FileError(f"a family's file holds units that fit, got {reason} in {path}; make it again") from fault
    return units


def _checked(arrays: dict[str, Any], name: str) -> Any:
    """Return a column of units, of the right type and shape."""
    found, n, size = arrays[f"unit_{name}"], arrays["segments"].size, arrays["unit_slopes"].shape[-1]
    shape = {"thresholds": (n, size - 1), "slopes": (n, size), "intercepts": (n, size)}.get(name, (n,))
    if found.shape != shape or found.dtype != (np.int64 if name in CODES else np.float64):
        raise ValueError(f"unit_{name} of {found.dtype} and shape {found.shape}")
    if name == "pieces" and not np.all((found >= 1) & (found <= size)):
        raise ValueError(f"a number of pieces beyond 1 to {size}")
    return found
