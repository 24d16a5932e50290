"""Units in our own JSON: a result, and an export."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import pwlact
from pwlact.datapath.record import unit_to_json
from pwlact.errors import FileError
from pwlact.tables.unit_json import read_unit, reads_unit


@pytest.mark.parametrize("mirror", [False, True])
def test_a_result_and_its_export_hold_the_same_unit(mirror: bool, tmp_path: Path) -> None:
    result = pwlact.approximate("tanh", segments=6, format="q3.5", interval=(-4, 4), mirror=mirror)
    (path,) = result.export("json", tmp_path)
    for data in (result.to_json(), json.loads(path.read_text(encoding="utf-8"))):
        assert reads_unit(data)
        table = read_unit(data)
        assert table.unit is not None
        assert unit_to_json(table.unit) == unit_to_json(result.unit)
        assert (table.interval, table.mirrored) == ((-4.0, 4.0), mirror)
        assert table.activation is pwlact.functions.get("tanh")
        assert np.array_equal(table.slopes, result.unit.spec.slope.decode(result.unit.slopes))


def test_real_numbers_are_no_unit_and_damage_is_named() -> None:
    assert not reads_unit(pwlact.approximate("tanh", segments=3).to_json())
    with pytest.raises(FileError, match="the file is damaged"):
        read_unit({"unit": {"schema": "pwlact.unit/1"}})
