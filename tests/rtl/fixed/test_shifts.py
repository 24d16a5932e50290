"""Products as sums of shifted inputs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from icarus import check, icarus
from random_units import fixed_spec, random_unit

from pwlact.datapath import fewest_terms
from pwlact.rtl import Design, unit_verilog
from pwlact.rtl.fixed.shifts import columns_of, terms_of_slopes
from pwlact.rtl.fixed.widths import widths_of
from pwlact.rtl.pieces import lay_out


def made(seed: int, count: int) -> Design:
    rng = np.random.default_rng(seed)
    spec = fixed_spec(rng, shift_terms=count)
    return Design(units=(random_unit(rng, spec, 7),), functions=("f",), name=f"u{seed}")


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize("seed", range(12))
def test_terms_add_up_to_the_slopes(seed: int, count: int) -> None:
    design = made(seed, count)
    widths = widths_of(design, lay_out(design))
    if not widths.product_width:
        return
    terms = terms_of_slopes(widths)
    for key, line in widths.lines.items():
        slope = 0
        for term in terms:
            cells = {column.signal.name.removeprefix(f"{term.name}_"): column.cells[key] for column in term.columns}
            power = 1 << (term.least + cells.get("shift", 0))
            slope += 0 if cells.get("absent", 0) else -power if cells.get("negate", 0) else power
        assert (slope - line.slope) % (1 << widths.product_width) == 0
    assert len(terms) <= max(int(fewest_terms(np.array(line.slope))) for line in widths.lines.values())
    assert all(any(column.cells.values()) for column in columns_of(terms))


@icarus
def test_sums_of_shifts_equal_the_product(tmp_path: Path) -> None:
    designs = [made(seed, 1 + seed % 3) for seed in range(12)]
    assert not any(" * " in unit_verilog(design).split(");", 1)[1] for design in designs)
    check(designs, tmp_path)
