"""A unit as a JSON object and back: schema pwlact.unit/1."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

import numpy as np

from pwlact._types import Codes
from pwlact.datapath.spec import CoefficientName, UnitSpec
from pwlact.datapath.special import special_values
from pwlact.datapath.unit import Unit
from pwlact.errors import FileError, PwlactError
from pwlact.formats import Overflow, Rounding, parse_format
from pwlact.functions import Symmetry

SCHEMA = "pwlact.unit/1"

FORMATS = ("input", "slope", "intercept", "output")
_KEYS = {
    *FORMATS, "rounding", "overflow", "arithmetic", "address_bits", "shift_terms", "symmetry", "trim", "cuts", "begins",
    "slopes", "intercepts",
}  # fmt: skip


def unit_to_json(unit: Unit) -> dict[str, Any]:
    """Return the JSON object of a unit: names of formats and modes, and codes as integers.

    The key `cuts` holds thresholds as order keys, `begins` the input codes there; with a mirrored table, of |x|. Units
    in floats have the key `special`, which says what NaN, infinity and overflow are.
    """
    special = special_values(unit.spec)
    return {
        "schema": SCHEMA,
        **spec_to_json(unit.spec),
        "cuts": unit.thresholds.tolist(),
        "begins": threshold_codes(unit).tolist(),
        "slopes": unit.slopes.tolist(),
        "intercepts": unit.intercepts.tolist(),
        **({"special": dict(special)} if special else {}),
    }


def spec_to_json(spec: UnitSpec) -> dict[str, Any]:
    """Return a spec as a JSON object: names of formats and modes."""
    return {
        **{name: getattr(spec, name).name for name in FORMATS},
        "rounding": spec.rounding.value,
        "overflow": spec.overflow.value,
        "arithmetic": spec.arithmetic,
        "address_bits": spec.address_bits,
        "shift_terms": spec.shift_terms,
        "symmetry": spec.symmetry.value,
        "trim": list(spec.trim),
        **_octaves(spec),
    }


def _octaves(spec: UnitSpec) -> dict[str, int]:
    """Return the keys of a unit that octaves find the piece of; others have none."""
    return {} if spec.mantissa_bits is None else {"mantissa_bits": spec.mantissa_bits, "base": spec.base}


def threshold_codes(unit: Unit) -> Codes:
    """Return the thresholds as input codes, shape (pieces - 1,); with a mirrored table, codes of |x|."""
    return np.asarray(unit.spec.input.from_order(unit.thresholds))


def unit_from_json(data: Any) -> Unit:
    """Rebuild a unit from its JSON object; unknown keys are ignored.

    Raises
    ------
    FileError
        If the schema is another, a key is missing, or a value fits no unit.
    """
    if not isinstance(data, Mapping) or data.get("schema") != SCHEMA:
        found = data.get("schema") if isinstance(data, Mapping) else type(data).__name__
        raise FileError(f"a unit has schema {SCHEMA!r}, got {found!r}; give a file that pwlact wrote")
    missing = sorted(_KEYS - data.keys())
    if missing:
        raise FileError(f"a unit has the key {missing[0]!r}, which is missing; the file is damaged: export it again")
    try:
        unit = _rebuild(data)
    except (TypeError, ValueError, OverflowError) as fault:
        reason = str(fault) if isinstance(fault, PwlactError) else f"{type(fault).__name__}: {fault}"
        raise FileError(f"a unit's values must fit its schema, got {reason}; the file is damaged") from fault
    return unit


def _rebuild(data: Mapping[str, Any]) -> Unit:
    spec = spec_of_json(data)
    unit = Unit(
        spec=spec, thresholds=_codes(data["cuts"]), slopes=_codes(data["slopes"]), intercepts=_codes(data["intercepts"])
    )
    if threshold_codes(unit).tolist() != data["begins"]:
        raise ValueError("begins other than the input codes at the cuts")
    return unit


def spec_of_json(data: Mapping[str, Any]) -> UnitSpec:
    """Rebuild a spec from its JSON object.

    Raises
    ------
    FormatError, KeyError, TypeError, ValueError
        If a key is missing, or a value fits no spec.
    """
    input_, slope, intercept, output = (parse_format(_text(data[name])) for name in FORMATS)
    return UnitSpec(
        input=input_,
        slope=slope,
        intercept=intercept,
        output=output,
        rounding=Rounding(data["rounding"]),
        overflow=Overflow(data["overflow"]),
        arithmetic=data["arithmetic"],
        address_bits=None if data["address_bits"] is None else _whole(data["address_bits"]),
        shift_terms=_whole(data["shift_terms"]),
        mantissa_bits=_whole(data["mantissa_bits"]) if "mantissa_bits" in data else None,
        base=_whole(data.get("base", 0)),
        symmetry=Symmetry(data["symmetry"]),
        trim=_trim(data["trim"]),
    )


def _trim(names: Any) -> tuple[CoefficientName, ...]:
    if not isinstance(names, list) or any(name not in get_args(CoefficientName) for name in names):
        raise ValueError(f"trim {names!r}")
    return tuple(names)


def _codes(numbers: Any) -> Codes:
    if not isinstance(numbers, list):
        raise ValueError(f"{numbers!r} in place of a list of codes")
    return np.array([_whole(number) for number in numbers], dtype=np.int64)


def _whole(number: Any) -> int:
    if not isinstance(number, int) or isinstance(number, bool):
        raise ValueError(f"{number!r} in place of a whole number")
    return number


def _text(name: Any) -> str:
    if not isinstance(name, str):
        raise ValueError(f"{name!r} in place of a format's name")
    return name
