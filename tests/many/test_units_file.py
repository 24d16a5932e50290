"""Units in a family's file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from random_families import family_with, random_units, small_family

from pwlact.errors import FileError
from pwlact.many import load_family
from pwlact.many.file import family_arrays
from pwlact.many.units_file import CODES, ERRORS


@pytest.mark.parametrize("seed", range(4))
def test_what_is_saved_is_loaded(seed: int, tmp_path: Path) -> None:
    family = family_with(random_units(np.random.default_rng(seed), 4))
    family.save(tmp_path / "tables.npz")
    units, again = family.units, load_family(tmp_path / "tables.npz").units
    assert units is not None
    assert again is not None
    assert again.spec == units.spec
    for name in (*CODES, *ERRORS):
        assert np.array_equal(getattr(again, name), getattr(units, name)), name


def damaged(**changes: Any) -> dict[str, Any]:
    """Return the arrays of a family's file with others in place of some; None leaves one out."""
    arrays = {**family_arrays(small_family()), **changes}
    return {name: array for name, array in arrays.items() if array is not None}


@pytest.mark.parametrize(
    "changes",
    [
        {"unit_slopes": None},
        {"unit_slopes": np.zeros((3, 4))},
        {"unit_slopes": np.full((3, 4), 1 << 40)},
        {"unit_slopes": np.zeros((2, 4), dtype=np.int64)},
        {"unit_thresholds": np.zeros((3, 3), dtype=np.int64)},
        {"unit_pieces": np.array([4, 4, 5])},
        {"unit_pieces": np.array([4, 4, 0])},
        {"unit_spec": "{}"},
        {"unit_spec": "{"},
        {"unit_spec": "[]"},
        {"unit_mses": np.zeros(2)},
    ],
)
def test_damaged_units_are_refused_in_one_line(changes: dict[str, Any], tmp_path: Path) -> None:
    np.savez(tmp_path / "tables.npz", **damaged(**changes))
    with pytest.raises(FileError, match="make it again") as fault:
        load_family(tmp_path / "tables.npz")
    assert "\n" not in str(fault.value)
