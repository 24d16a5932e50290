"""Outcomes as a bench prints them."""

from __future__ import annotations

import pytest
from icarus import icarus
from rtl.simulation.dut import design_of, random_unit, table_module

from pwlact.errors import RunError
from pwlact.rtl.simulation.outcome import Stream, parse_simulation
from pwlact.rtl.simulation.simulate import simulate


@icarus
@pytest.mark.parametrize("statement", ["$finish;", "$stop;", '$display("PASS inputs=256 mismatches=0"); $finish;'])
def test_a_bench_that_ends_early_is_refused(statement: str) -> None:
    design = design_of(random_unit(0))
    with pytest.raises(RunError, match="ends with its counts"):
        simulate(design, table_module(design, extra=f"initial #40 begin {statement} end"))


LINES = """mismatch stream=gaps kind=wrong input=01 expected=4f got=4x
mismatch stream=gaps kind=unexpected input=- expected=- got=00
stream name=gaps sent=256 compared=255 wrong=1 missing=0 unexpected=1
FAIL inputs=256 mismatches=2
"""


def test_lines_become_records() -> None:
    done = parse_simulation(LINES, ("gaps",), 0.5)
    assert (done.inputs, done.mismatches, done.seconds) == (256, 2, 0.5)
    assert done.streams == (Stream(name="gaps", sent=256, compared=255, wrong=1, missing=0, unexpected=1),)
    wrong, unexpected = done.first
    assert (wrong.word, wrong.expected, wrong.got) == (1, 0x4F, None)  # a digit is undefined
    assert (unexpected.kind, unexpected.word, unexpected.expected, unexpected.got) == ("unexpected", None, None, 0)


@pytest.mark.parametrize("lines", ["", LINES.replace("FAIL", "DONE"), LINES.replace("name=gaps", "name=reset")])
def test_output_without_its_counts_is_refused(lines: str) -> None:
    with pytest.raises(RunError, match="ends with its counts"):
        parse_simulation(lines, ("gaps",), 0.5)
