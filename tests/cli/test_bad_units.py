"""Bad input about units: one line on stderr, exit code 2, and nothing written."""

from __future__ import annotations

from pathlib import Path

import pytest

from pwlact.cli.main import main

BAD = {
    "no such format": ("search", "silu", "--format", "fp7"),
    "range": ("search", "silu", "--format", "q2.12", "-R", "-8", "8"),
    "output": ("search", "silu", "--format", "q4.12", "--unit.output", "q2.10"),
    "slope": ("search", "silu", "--format", "q4.12", "--unit.slope", "q1.12"),
    "intercept": ("search", "exp", "--format", "q4.12", "--unit.intercept", "q-2.12"),
    "too many bits": ("search", "silu", "--format", "q4.20"),
    "mixed floats": ("search", "silu", "--format", "fp16", "--unit.slope", "bf16"),
    "wrapping floats": ("search", "silu", "--format", "fp16", "--unit.overflow", "wrap"),
    "shifted floats": ("search", "silu", "--format", "fp16", "--unit.shift-terms", "2"),
    "separate mirrored floats": (
        *("search", "silu", "--format", "fp16", "--mirror", "--segments", "8"),
        *("--unit.arithmetic", "separate"),
    ),
    "mantissa bits alone": ("search", "silu", "--format", "q4.12", "--unit.mantissa-bits", "4"),
    "base off the codes": (
        *("search", "silu", "--format", "q4.12", "--unit.selection", "exponential"),
        *("--unit.base", "0.0001"),
    ),
    "place without a part": ("synth", "small", "--target", "xilinx", "--place"),
    "no format": ("search", "silu", "--unit.slope", "q4.12"),
    "ulps without": ("search", "silu", "--max-error", "1ulp"),
    "address bits alone": ("search", "silu", "--format", "q4.12", "--unit.address-bits", "4"),
    "too few addresses": (
        *("search", "silu", "--format", "q4.12", "--segments", "16"),
        *("--unit.selection", "address", "--unit.address-bits", "3"),
    ),
    "density": ("search", "silu", "--format", "q4.12", "--density", "normal:0,1", "--method", "minimax"),
    "real export": ("export", "real", "--to", "verilog"),
    "real verify": ("verify", "real"),
    "real vectors": ("vectors", "real"),
    "real synth": ("synth", "real"),
    "no target": ("export", "small"),
    "unknown target": ("export", "small", "--to", "vhdl"),
    "latency": ("export", "small", "--to", "verilog", "--latency", "5"),
    "keyword": ("export", "small", "--to", "verilog", "--name", "2 units"),
    "functions": ("export", "small", "--to", "c", "--functions", "silu,gelu"),
    "unknown function": ("export", "small", "--to", "verilog", "--functions", "silu,gleu"),
    "no functions": ("export", "small", "--to", "verilog", "--functions", ","),
    "no unit fits": ("frontier", "sigmoid", "--cost", "--formats", "q1.8", "--estimate"),
    "no file": ("verify", "small", "--verilog", "nowhere.v"),
    "synth target": ("synth", "small", "--target", "ice40,fpga"),
    "no such technology": ("frontier", "silu", "--cost", "--target", "fpga"),
    "no scheme": ("frontier", "silu", "--cost", "--schemes", "sliders"),
    "area without a unit": ("train", "silu", "--reward.area-weight", "1"),
    "area and polish": ("train", "silu", "--format", "q4.12", "--reward.area-weight", "1", "--polish"),
    "liberty": ("synth", "small", "--liberty", "nowhere.lib"),
}


@pytest.mark.parametrize("words", BAD.values(), ids=BAD.keys())
def test_bad_input_is_one_line(
    words: tuple[str, ...], units: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(units)
    before = sorted(units.rglob("*"))
    assert main(words) == 2
    said = capsys.readouterr()
    assert said.out == ""
    lines = [line for line in said.err.splitlines() if not line.endswith("...")]
    assert len(lines) == 1
    assert lines[0].startswith("pwlact: ")
    assert any(word in lines[0] for word in ("got", "unknown", "invalid choice"))
    assert ";" in lines[0]
    assert sorted(units.rglob("*")) == before
