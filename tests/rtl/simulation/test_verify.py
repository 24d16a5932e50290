"""Verification: what is whole passes, and bits that are turned over on purpose are found, each at the right inputs."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from icarus import icarus, verilator
from searched_units import searched_q4_12

from pwlact.datapath import Unit, UnitSpec
from pwlact.errors import FormatError, RunError
from pwlact.formats import FixedPoint, FloatFormat, Format, Overflow, Rounding, parse_format
from pwlact.rtl.design import Design
from pwlact.rtl.process import run
from pwlact.rtl.simulation.bench_spec import MODES
from pwlact.rtl.simulation.simulate import simulate
from pwlact.rtl.simulation.verify import Verification, verify, verify_text
from pwlact.rtl.verilog import unit_verilog

Codes = np.ndarray[Any, np.dtype[np.int64]]


def random_unit(seed: int, format_: Format, pieces: int = 6) -> Unit:
    rng = np.random.default_rng(seed)
    codes = format_.codes()
    rounding = Rounding.NEAREST_EVEN if isinstance(format_, FloatFormat) else Rounding.NEAREST_UP
    return Unit(
        spec=UnitSpec(input=format_, slope=format_, intercept=format_, output=format_, rounding=rounding),
        thresholds=np.sort(rng.choice(format_.order(codes), pieces - 1, replace=False)),
        slopes=rng.choice(codes, pieces),
        intercepts=rng.choice(codes, pieces),
    )


def design_of(*units: Unit, latency: int = 3) -> Design:
    return Design(units=units, functions=tuple(f"f{i}" for i in range(len(units))), name="dut", latency=latency)


Q35 = FixedPoint(3, 5)


def check_failures(found: Verification, design: Design, got: Codes) -> None:
    """Compare a verification with what the faulty Verilog of a design of one unit gives for every input code."""
    codes = design.spec.input.codes()
    expected = design.units[0](codes)
    wrong = np.flatnonzero(got != expected)
    assert found.mismatches == wrong.size
    first = [failure for failure in found.first if failure.stream == "back_to_back"]
    assert len(first) == min(wrong.size, 20)
    for failure, at in zip(first, wrong, strict=False):
        assert (failure.kind, failure.select, failure.code) == ("wrong", 0, codes[at])
        assert (failure.expected, failure.got) == (expected[at], got[at])
    for stream in found.streams:
        assert stream.missing == stream.unexpected == 0
        assert stream.wrong == wrong.size or (stream.name == "reset" and stream.wrong <= wrong.size)


# What is whole


@icarus
def test_silu_in_q4_12() -> None:
    found = verify(design_of(searched_q4_12("silu", 16)))
    assert (found.inputs, found.mismatches, found.first) == (65536, 0, ())
    assert [stream.name for stream in found.streams] == list(MODES)
    assert [stream.sent for stream in found.streams] == [65536] * 3
    assert [stream.compared for stream in found.streams] == [65536, 65536, 65536 - 16 * 3]


@icarus
@pytest.mark.parametrize("latency", [1, 2, 3, 4])
@pytest.mark.parametrize("count", [1, 2, 3])
def test_units_of_several_functions_pass_at_every_latency(count: int, latency: int) -> None:
    found = verify(design_of(*(random_unit(i, Q35, 3 + 2 * i) for i in range(count)), latency=latency))
    assert (found.inputs, found.mismatches) == ({1: 256, 2: 512, 3: 1024}[count], 0)


@icarus
@pytest.mark.parametrize("name", ["fp8_e4m3", "fp8_e5m2", "e3m2", "e2m3fn"])
def test_floats_with_all_that_is_no_number(name: str) -> None:
    format_ = parse_format(name)
    found = verify(design_of(random_unit(5, format_)))
    assert (found.inputs, found.mismatches) == (1 << format_.bits, 0)


# What is not


@icarus
def test_turned_bits_of_codes_are_found_where_the_model_says() -> None:
    """Twenty times, one bit of one coefficient: the Verilog of the changed unit against the unit."""
    rng = np.random.default_rng(1)
    unit = random_unit(11, Q35)
    design = design_of(unit)
    for _ in range(20):
        name = str(rng.choice(["slopes", "intercepts"]))
        codes = getattr(unit, name).copy()
        at = rng.integers(unit.pieces)
        codes[at] = Q35.from_pattern(Q35.pattern(codes[at]) ^ (1 << rng.integers(8)))
        changed = dataclasses.replace(unit, **{name: codes})
        found = verify_text(unit_verilog(design_of(changed)), design)
        check_failures(found, design, changed(Q35.codes()))


def turned(text: str, rng: np.random.Generator) -> str:
    """Return the text with one bit of one coefficient turned over, in a row of the table."""
    rows = list(re.finditer(r"\n +\S+: (\{.*(?:slope|intercept).*\}) = (\{.*\});", text))
    literals = [
        (row.start(2) + match.start(), match) for row in rows for match in re.finditer(r"(\d+)'h([0-9a-f]+)", row[2])
    ]
    at, match = literals[rng.integers(len(literals))]
    width, digits = int(match[1]), len(match[2])
    value = int(match[2], 16) ^ (1 << rng.integers(width))
    return f"{text[:at]}{width}'h{value:0{digits}x}{text[at + len(match[0]) :]}"


DUMP = """
module dump;
    reg [{top}:0] codes [0:{last}];
    reg [{top}:0] in_data;
    reg clk;
    integer i, file;
{instances}
    initial begin
        $readmemh("codes.hex", codes);
        file = $fopen("outputs.hex", "w");
        clk = 0;
        for (i = 0; i < {count} + {latency}; i = i + 1) begin
            in_data = codes[i < {count} ? i : 0];
            #1 if (i >= {latency}) $fdisplay(file, "{holes}", {outputs});
            clk = 1;
            #1 clk = 0;
        end
    end
endmodule
"""


def outputs_of(texts: list[str], design: Design, folder: Path) -> list[Codes]:
    """Return what modules put out for every input code, by a bench of its own that compares nothing."""
    spec, codes = design.spec, design.spec.input.codes()
    instances = [
        f"wire [{spec.output.bits - 1}:0] y{i}; wire v{i}; dut{i} u{i} (.clk(clk), .rst(1'b0), .in_valid(1'b1), "
        f".in_data(in_data), .out_valid(v{i}), .out_data(y{i}));"
        for i in range(len(texts))
    ]
    bench = DUMP.format(
        top=spec.input.bits - 1,
        last=codes.size - 1,
        count=codes.size,
        latency=design.latency,
        instances="\n".join(instances),
        holes=" ".join(["%h"] * len(texts)),
        outputs=", ".join(f"y{i}" for i in range(len(texts))),
    )
    modules = [re.sub(r"\bmodule dut\b", f"module dut{i}", text) for i, text in enumerate(texts)]
    (folder / "dump.v").write_text("\n".join([*modules, bench]))
    (folder / "codes.hex").write_text("\n".join(f"{code:x}" for code in spec.input.pattern(codes).tolist()))
    assert run(["iverilog", "-g2005", "-o", "dump.vvp", "dump.v"], folder, 60.0).code == 0
    assert run(["vvp", "-n", "dump.vvp"], folder, 120.0).code == 0
    words = [int(word, 16) for word in (folder / "outputs.hex").read_text().split()]
    return list(spec.output.from_pattern(np.array(words).reshape(codes.size, len(texts)).T))


@icarus
def test_turned_bits_of_8_bit_text_are_found(tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    design = design_of(random_unit(12, Q35))
    text = unit_verilog(design)
    texts = [text, *(turned(text, rng) for _ in range(20))]
    outputs = outputs_of(texts, design, tmp_path)
    assert np.array_equal(outputs[0], design.units[0](Q35.codes()))
    for changed, got in zip(texts, outputs, strict=True):
        check_failures(verify_text(changed, design), design, got)
    assert sum(not np.array_equal(outputs[0], got) for got in outputs) >= 10  # the others saturate all the same


@pytest.mark.slow
@icarus
def test_turned_bits_of_q4_12_text_are_found(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    design = design_of(searched_q4_12("silu", 16))
    text = unit_verilog(design)
    texts = [turned(text, rng) for _ in range(16)]
    outputs = outputs_of(texts, design, tmp_path)
    expected = design.units[0](design.spec.input.codes())
    differ = [int(np.sum(got != expected)) for got in outputs]
    assert sum(count > 0 for count in differ) >= 13
    for changed, got, count in zip(texts, outputs, differ, strict=True):
        found = simulate(design, changed, modes=("back_to_back",))  # the other streams read the same memories
        assert found.mismatches == found.streams[0].wrong == count
        wrong = np.flatnonzero(got != expected)[: len(found.first)]
        codes = design.spec.input.pattern(design.spec.input.codes()[wrong])
        assert [mismatch.word for mismatch in found.first] == codes.tolist()
        assert [mismatch.got for mismatch in found.first] == design.spec.output.pattern(got[wrong]).tolist()


@icarus
def test_failures_of_several_functions_name_the_function() -> None:
    units = [random_unit(i, Q35) for i in (21, 22, 23)]
    changed = dataclasses.replace(units[1], intercepts=units[1].intercepts ^ 1)
    right, wrong = design_of(*units), design_of(units[0], changed, units[2])
    found = verify_text(unit_verilog(wrong), right, limit=10_000)
    codes = Q35.codes()
    differ = codes[units[1](codes) != changed(codes)]
    assert found.mismatches == differ.size > 20
    assert {failure.select for failure in found.first} == {1}
    first = [failure.code for failure in found.first if failure.stream == "back_to_back"]
    assert first == differ.tolist()
    swapped = verify_text(unit_verilog(design_of(units[1], units[0], units[2])), right, limit=10_000)
    assert {failure.select for failure in swapped.first} == {0, 1, 3}  # 3 stands for 0


@icarus
@pytest.mark.parametrize(("actual", "stated"), [(2, 3), (3, 2), (4, 1), (1, 4)])
def test_another_latency_is_found(actual: int, stated: int) -> None:
    unit = random_unit(31, Q35)
    found = verify_text(unit_verilog(design_of(unit, latency=actual)), design_of(unit, latency=stated), limit=1000)
    assert all(stream.missing and stream.unexpected for stream in found.streams if stream.name != "reset")
    assert found.streams[2].missing or found.streams[2].unexpected  # its last clock is a reset
    assert {"missing", "unexpected"} <= {failure.kind for failure in found.first}
    for failure in found.first:
        assert (failure.code is None) == (failure.expected is None) == (failure.kind == "unexpected")
        assert (failure.got is None) == (failure.kind == "missing")


@icarus
@verilator
def test_verilator_finds_the_mismatches_of_icarus() -> None:
    q = FixedPoint(4, 6)
    units = [random_unit(i, q) for i in (41, 42)]
    faulty = unit_verilog(design_of(units[0], dataclasses.replace(units[1], slopes=units[1].slopes ^ 4)))
    design = design_of(*units)
    one, other = (verify_text(faulty, design, simulator) for simulator in ("icarus", "verilator"))
    assert one.mismatches > 0
    assert (one.mismatches, one.first, one.streams) == (other.mismatches, other.first, other.streams)
    assert other.simulator == "verilator"


def test_inputs_too_wide_to_try_and_tools_that_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    wide = FixedPoint(4, 20)
    spec = UnitSpec(input=wide, slope=Q35, intercept=Q35, output=Q35, overflow=Overflow.WRAP)
    with pytest.raises(FormatError, match=r"at most 20 bits, got q4\.20 with 24"):
        verify(design_of(Unit(spec=spec, thresholds=[], slopes=[1], intercepts=[1])))
    monkeypatch.setenv("PATH", "")
    with pytest.raises(RunError, match="needs iverilog, got none on PATH; apt-get install iverilog"):
        verify(design_of(random_unit(51, Q35)))
