"""Sources and designs of results."""

from __future__ import annotations

from functools import cache

import pytest

import pwlact
from pwlact.errors import ConfigError, FormatError
from pwlact.export.from_result import LATENCY, design_of, note_of, require_unit, source_of
from pwlact.search.result import Result


@cache
def result(name: str, **more: object) -> Result:
    """Return a converted result: points are given, so that nothing is searched."""
    found = pwlact.approximate(name, points=[-4, -1, 0, 1, 4], **more)  # type: ignore[arg-type]
    return found.result if hasattr(found, "result") else found  # type: ignore[no-any-return]


def test_a_result_with_codes_has_a_unit() -> None:
    coded = result("silu", format="q4.8")
    assert require_unit(coded) is coded.candidate.unit
    with pytest.raises(FormatError, match="hardware needs a result with codes, got one of silu in real numbers"):
        require_unit(result("silu"))


def test_notes_say_the_problem_and_the_errors() -> None:
    (problem,) = note_of(result("silu"))
    assert problem.startswith("silu on [-8.0, 8.0], 6 segments, by ")
    _, errors, everywhere = note_of(result("silu", format="q4.8"))
    assert everywhere.startswith("over all input codes, 4,096: max error ")
    assert errors.startswith("the unit's errors over 4096 input codes in the range: max ")


def test_a_source_has_a_design_only_with_codes() -> None:
    real = source_of([result("silu")], name=None, latency=2)
    assert (real.unit, real.design, real.name) == (None, None, "silu")
    coded = source_of([result("silu", format="q4.8")], name="mine", latency=2, commands=("a command",))
    assert coded.design is not None
    assert (coded.design.name, coded.design.latency) == ("pwl_mine", 2)
    assert coded.note[-1] == coded.design.note[-1] == "a command"


def test_a_design_has_all_results() -> None:
    design = design_of([result("silu", format="q4.8"), result("tanh", format="q4.8")])
    assert design.functions == ("silu", "tanh")
    assert (design.name, design.latency, design.select_bits) == ("pwl_silu_tanh", LATENCY, 1)
    with pytest.raises(ConfigError, match="have the same input format"):
        design_of([result("silu", format="q4.8"), result("tanh", format="q4.6")])
    with pytest.raises(FormatError, match="in real numbers"):
        design_of([result("silu", format="q4.8"), result("tanh")])
