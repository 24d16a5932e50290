"""What the second process compiles is what commands use."""

from __future__ import annotations

import pytest

from pwlact.cli.compile_parts import COMPILE
from pwlact.fit.minimax_kernels import minimax_many
from pwlact.search.tube import greedy_path

KERNELS = {"minimax": minimax_many, "bounds": greedy_path}


@pytest.mark.parametrize("part", list(COMPILE))
def test_a_part_compiles_its_kernel(part: str) -> None:
    COMPILE[part]()
    assert KERNELS[part].signatures  # type: ignore[attr-defined]
