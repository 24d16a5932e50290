"""What is printed of a family."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from random_families import waves

from pwlact.cli.show_family import print_family
from pwlact.many import solve_family


def test_bounds_that_are_not_known_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    print_family(solve_family(waves(7), np.full(7, 2), "max", "uniform"), Path("f.npz"))
    said = capsys.readouterr().out
    assert "gap  " not in said.partition("largest errors")[0]
    assert "nan" not in said
    assert said.count("\n") == 14
    assert said.endswith("written  f.npz\n")
