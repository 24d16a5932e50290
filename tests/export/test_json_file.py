"""JSON and CSV read back bit for bit."""

from __future__ import annotations

import json

import numpy as np
import pytest
from export.units import NOTE, bits_of, fixed_units, floating_units, silu_unit, source_of

from pwlact.datapath import Unit
from pwlact.datapath.record import unit_from_json
from pwlact.export import TARGETS

UNITS = [silu_unit(), *list(fixed_units())[::5], *list(floating_units())[::7]]


@pytest.mark.parametrize("unit", UNITS)
def test_json_rebuilds_the_unit(unit: Unit) -> None:
    ((file, text),) = TARGETS["json"].files(source_of(unit)).items()
    assert file == "pwl_silu.json"
    data = json.loads(text)
    again = unit_from_json(data)
    assert again.spec == unit.spec
    for name in ("thresholds", "slopes", "intercepts"):
        assert np.array_equal(getattr(again, name), getattr(unit, name))
    assert data["note"] == list(NOTE)
    for name in ("slope", "intercept"):
        values = getattr(unit.spec, name).decode(getattr(unit, f"{name}s"))
        said = data["values"][f"{name}s"]
        assert [value is not None for value in said] == np.isfinite(values).tolist()
        assert bits_of(value for value in said if value is not None) == bits_of(values[np.isfinite(values)])
