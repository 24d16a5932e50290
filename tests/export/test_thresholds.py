"""Thresholds: what is refused, and what counts as never and as always reached."""

from __future__ import annotations

import pytest
from export.test_finn_thresholds import flat_unit, source_with
from export.units import source_of
from random_units import spec_of

from pwlact.datapath import Unit
from pwlact.errors import ConfigError, FormatError
from pwlact.export import LookupOptions
from pwlact.export.thresholds import thresholds_of


def found(name: str, input_: str, levels: str | None, of: str = "function") -> None:
    thresholds_of(source_with(name, flat_unit(input_), levels, of), "finn_thresholds")


def test_falling_outputs_are_refused_with_the_place() -> None:
    with pytest.raises(FormatError, match=r"never fall, got -1 after 0 at input code -\d+ of silu; export lut8, or f"):
        found("silu", "q4.4", "q3.5")
    falling = Unit(spec=spec_of("q4.4"), thresholds=[], slopes=[-16], intercepts=[0])
    with pytest.raises(FormatError, match="got 126 after 127 at input code -126 of sigmoid"):
        thresholds_of(source_with("sigmoid", falling, None, "unit"), "finn_thresholds")


def test_outputs_that_are_no_levels_are_refused() -> None:
    with pytest.raises(FormatError, match=r"an output in fixed point, got fp16; give --levels with such as uq0\.8"):
        found("sigmoid", "fp16", None)
    with pytest.raises(FormatError, match=r"at most 16 bits, got q4\.20; give --levels with fewer"):
        found("sigmoid", "q4.4", "q4.20")
    with pytest.raises(FormatError, match=r"at most 20 bits, got q4\.20"):
        found("sigmoid", "q4.20", "uq0.8")
    with pytest.raises(FormatError, match=r"needs a result with codes, got one in real numbers"):
        thresholds_of(source_of(None), "finn_thresholds")
    with pytest.raises(ConfigError, match="thresholds are of function or unit, got 'both'; choose one"):
        LookupOptions(thresholds_of="both")  # type: ignore[arg-type]


def test_levels_that_every_input_reaches_and_that_none_does() -> None:
    fixed = thresholds_of(source_with("relu", flat_unit("uq2.4"), "q3.5"), "finn_thresholds")
    assert fixed.codes[:128].tolist() == [0] * 128  # every output is zero or more: code 0 is above 128 thresholds
    assert (fixed.never, fixed.threshold_bits) == (1, 7)
    assert fixed.codes[-1] == 64
    half = thresholds_of(source_with("tanh", flat_unit("fp16"), "q2.6"), "finn_thresholds")
    assert (int(half.codes[0]), int(half.codes[-1])) == (0xFFFF, 0x7FFF)
    assert half.values[0] == -half.values[-1] == -float("inf")
    assert half.threshold_bits == 16
