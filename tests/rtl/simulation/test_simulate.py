"""The test bench and its runners, on modules written here: a table behind a pipeline, whole and broken."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pwlact.datapath import Unit, UnitSpec
from pwlact.errors import ConfigError, FormatError, RunError
from pwlact.export.verilog import coefficient_memory
from pwlact.formats import FixedPoint, Format, parse_format
from pwlact.rtl.design import Design
from pwlact.rtl.process import run
from pwlact.rtl.simulation import simulate as simulators
from pwlact.rtl.simulation.bench import bench_verilog
from pwlact.rtl.simulation.bench_spec import BURST, MODES, BenchSpec, Mode, bench_memories, bench_spec
from pwlact.rtl.simulation.memory import golden_words, memory_text
from pwlact.rtl.simulation.outcome import Simulation
from pwlact.rtl.simulation.simulate import SimulatorName, simulate

Q = FixedPoint(3, 5)


def needs(tool: str, package: str) -> Callable[..., Any]:
    return pytest.mark.skipif(shutil.which(tool) is None, reason=f"no {tool}; apt-get install {package}")


icarus = needs("iverilog", "iverilog")
verilator = needs("verilator", "verilator")


def random_unit(seed: int, format_: Format = Q, pieces: int = 5) -> Unit:
    rng = np.random.default_rng(seed)
    codes = format_.codes()
    return Unit(
        spec=UnitSpec(input=format_, slope=format_, intercept=format_, output=format_),
        thresholds=np.sort(rng.choice(codes, pieces - 1, replace=False)),
        slopes=rng.choice(codes, pieces),
        intercepts=rng.choice(codes, pieces),
    )


def design_of(*units: Unit, latency: int = 3) -> Design:
    names = tuple(f"f{i}" for i in range(len(units)))
    return Design(units=units, functions=names, name="dut", latency=latency, note=())


def table_module(design: Design, **changes: str) -> str:
    """Return the module; changes replace parts of it: pipe, valid, and the expressions that are put out."""
    words, outputs = golden_words(design.units)
    bits = design.units[0].spec.output.bits
    select = (len(design.units) - 1).bit_length()
    last, n = design.latency - 1, bits
    parts = {
        "pipe": "data <= {data, value};",
        "valid": "if (rst) valid <= 0; else valid <= {valid, in_valid};",
        "out_valid": f"valid[{last}]",
        "out_data": f"data[{last * n} +: {n}]",
        "extra": "",
    } | changes
    cases = "\n".join(
        f"{word}: value = {output};" for word, output in zip(words.tolist(), outputs.tolist(), strict=True)
    )
    return f"""
module dut (
    input clk, input rst, input in_valid, {f"input [{select - 1}:0] select," if select else ""}
    input [{design.units[0].spec.input.bits - 1}:0] in_data, output out_valid, output [{n - 1}:0] out_data
);
    reg [{n - 1}:0] value;
    reg [7:0] valid;
    reg [{8 * n - 1}:0] data;
    {parts["extra"]}
    always @* case ({"{select, in_data}" if select else "in_data"})
        {cases}
        default: value = {{{n}{{1'bx}}}};
    endcase
    always @(posedge clk) begin
        {parts["pipe"]}
        {parts["valid"]}
    end
    assign out_valid = {parts["out_valid"]};
    assign out_data = {parts["out_data"]};
endmodule
"""


def dropped(design: Design) -> set[int]:
    """Return the inputs that resets in mid-stream drop: those that are on their way, or going in."""
    spec, (words, _) = bench_spec(design), golden_words(design.units)
    lost = [clock for clock in range(spec.inputs) if -(clock + 1) % spec.period < design.latency]
    order = scattered(spec)
    return {int(words[order[clock]]) for clock in lost}


def scattered(spec: BenchSpec) -> list[int]:
    """Return the inputs, by number, in the order of a scattered stream."""
    order = [0]
    while len(order) < spec.inputs:
        after = order[-1] + 1
        order.append((after + spec.jump) % spec.inputs if after % BURST == 0 else after)
    return order


def check_counts(done: Simulation, design: Design) -> None:
    """Compare what a bench must send and compare with what it says."""
    spec = bench_spec(design)
    assert done.inputs == spec.inputs
    assert [stream.name for stream in done.streams] == list(MODES)
    for stream in done.streams:
        lost = len(dropped(design)) if stream.name == "reset" else 0
        assert stream.sent == spec.inputs
        assert stream.compared == spec.inputs - lost


@icarus
@pytest.mark.parametrize("latency", [1, 2, 3, 4])
def test_whole_module_passes(latency: int) -> None:
    design = design_of(random_unit(latency), latency=latency)
    done = simulate(design, table_module(design))
    assert done.mismatches == 0
    assert done.first == ()
    check_counts(done, design)


@icarus
@pytest.mark.parametrize("count", [2, 3])
def test_several_functions_are_compared_for_every_select(count: int) -> None:
    design = design_of(*(random_unit(i) for i in range(count)))
    done = simulate(design, table_module(design))
    assert done.mismatches == 0
    assert done.inputs == 256 * {2: 2, 3: 4}[count]
    check_counts(done, design)


@icarus
def test_smallest_format_still_gets_resets() -> None:
    q = FixedPoint(2, 2)
    design = design_of(random_unit(1, q, 3), latency=4)
    done = simulate(design, table_module(design))
    assert done.mismatches == 0
    check_counts(done, design)
    assert done.streams[2].compared == 16 - 2 * 4


FAULTS = {
    "late valid": ({"out_valid": "valid[3]"}, {"missing", "unexpected"}, MODES),
    "early valid": ({"out_valid": "valid[1]"}, {"missing", "unexpected"}, MODES),
    "late": ({"out_valid": "valid[3]", "out_data": "data[3*8 +: 8]"}, {"missing", "unexpected", "wrong"}, MODES),
    "ignores reset": (
        {"valid": "valid <= {valid, in_valid}; if (valid === 8'hx) valid <= 0;"},
        {"unexpected"},
        ("reset",),
    ),
    "drops every 7th": (
        {
            "extra": "integer n = 0;",
            "valid": "n <= n + in_valid; if (rst) valid <= 0; else valid <= {valid, in_valid && n % 7 != 6};",
        },
        {"missing"},
        MODES,
    ),
    "always valid": ({"out_valid": "1'b1"}, {"unexpected"}, MODES),
    "never valid": ({"out_valid": "1'b0"}, {"missing"}, MODES),
    "stale data before a gap": ({"out_data": "valid[3] ? data[16 +: 8] : data[8 +: 8]"}, {"wrong"}, MODES),
    "two results swapped in a burst": (
        {"out_data": "valid[3:1] == 3'b111 && data[24 +: 8] == 0 ? data[8 +: 8] : data[16 +: 8]"},
        {"wrong"},
        ("back_to_back", "reset"),
    ),
    "reset clears the first stage only": (
        {"valid": "valid <= {valid, in_valid && !rst}; if (valid === 8'hx) valid <= 0;"},
        {"unexpected"},
        ("reset",),
    ),
    "reset holds for a clock": (
        {"extra": "reg held;", "valid": "held <= rst; if (rst || held) valid <= 0; else valid <= {valid, in_valid};"},
        {"missing"},
        ("reset",),
    ),
    "undefined outputs": ({"out_data": "{data[17 +: 7], 1'bx}"}, {"wrong"}, MODES),
    "undefined valid": ({"out_valid": "valid[2] ? 1'bx : 1'b0"}, {"missing"}, MODES),
}


@icarus
@pytest.mark.parametrize("fault", FAULTS)
def test_faults_are_caught(fault: str) -> None:
    changes, kinds, modes = FAULTS[fault]
    design = design_of(random_unit(3))
    done = simulate(design, table_module(design, **changes), limit=2000)
    failed = {stream.name for stream in done.streams if stream.wrong + stream.missing + stream.unexpected}
    assert failed >= set(modes)
    assert {mismatch.kind for mismatch in done.first} == kinds
    assert done.mismatches > 0
    counted = sum(stream.wrong + stream.missing + stream.unexpected for stream in done.streams)
    assert len(done.first) == counted  # the limit is not reached: every mismatch is listed
    inputs = {mismatch.word for mismatch in done.first if mismatch.word is not None}
    assert done.mismatches == len(inputs) + sum(stream.unexpected for stream in done.streams)


@icarus
@pytest.mark.parametrize("mode", MODES)
def test_wrong_outputs_are_named(mode: Mode) -> None:
    design = design_of(random_unit(4))
    words, outputs = golden_words(design.units)
    wrong = {17: 0x21, 200: 0x80, 255: 0xFF}
    text = table_module(design)
    for word, change in wrong.items():
        right = outputs[words == word][0]
        assert text.count(f"\n{word}: value = {right};") == 1
        text = text.replace(f"\n{word}: value = {right};", f"\n{word}: value = {right ^ change};")
    done = simulate(design, text, modes=(mode,))
    if mode == "reset":
        wrong = {word: change for word, change in wrong.items() if word not in dropped(design)}
    assert done.mismatches == len(wrong) >= 2
    assert [stream.name for stream in done.streams] == [mode]
    for mismatch in done.first:
        assert mismatch.word is not None
        right = outputs[words == mismatch.word][0]
        assert (mismatch.stream, mismatch.kind) == (mode, "wrong")
        assert (mismatch.expected, mismatch.got) == (right, right ^ wrong[mismatch.word])
    assert {mismatch.word for mismatch in done.first} == set(wrong)
    if mode == "back_to_back":  # ascending values: patterns 128 to 255 are negative
        assert [mismatch.word for mismatch in done.first] == [200, 255, 17]


@icarus
def test_limit_cuts_the_list_but_not_the_counts() -> None:
    design = design_of(random_unit(5))
    done = simulate(design, table_module(design, out_data="~data[16 +: 8]"), limit=7)
    assert len(done.first) == 7
    assert done.mismatches == 256
    assert done.streams[1].wrong == 256


@icarus
@verilator
def test_verilator_finds_what_icarus_finds() -> None:
    design = design_of(random_unit(0))
    faulty = {  # wrong about gaps, missing at resets, unexpected after them
        "out_data": "valid[7:5] == 3'b101 ? data[8 +: 8] : data[16 +: 8]",
        "out_valid": "(valid[2] && !(rst && data[16])) || (valid == 8'h03 && data[0])",
    }
    text = table_module(design, **faulty)
    one, other = (simulate(design, text, name, limit=10_000) for name in ("icarus", "verilator"))
    assert (one.inputs, one.mismatches, one.streams) == (other.inputs, other.mismatches, other.streams)
    assert one.first == other.first
    assert len({mismatch.kind for mismatch in one.first}) == 3


@icarus
def test_bench_runs_by_itself(tmp_path: Path) -> None:
    design = design_of(random_unit(6))
    (tmp_path / "dut.v").write_text("`default_nettype none\n" + table_module(design).replace("input ", "input wire "))
    (tmp_path / "dut_bench.v").write_text(bench_verilog(design))

    def last_lines() -> list[str]:
        build = ["iverilog", "-g2005", "-Wall", "dut.v", "dut_bench.v"]
        built = subprocess.run(build, cwd=tmp_path, check=True, capture_output=True, text=True, timeout=60)
        assert built.stderr == ""
        done = subprocess.run(["vvp", "a.out"], cwd=tmp_path, check=True, capture_output=True, text=True, timeout=60)
        return done.stdout.splitlines()

    absent = last_lines()
    assert any(line.startswith("error: the two .mem files") for line in absent)
    assert absent[-1] == "FAIL inputs=256 mismatches=256"
    for name, text in bench_memories(design).items():
        (tmp_path / name).write_text(text)
    assert last_lines()[-1] == "PASS inputs=256 mismatches=0"
    short = tmp_path / "dut_outputs.mem"
    short.write_text("".join(short.read_text().splitlines(keepends=True)[:-1]))
    assert last_lines()[-1] == "FAIL inputs=256 mismatches=256"


def test_memories_hold_every_code() -> None:
    unit = random_unit(7, parse_format("fp8_e4m3"))
    codes, outputs = golden_words((unit,))
    assert sorted(codes.tolist()) == list(range(256))
    assert outputs.tolist() == unit(codes).tolist()
    assert memory_text([0, 5, 0x3F], 6) == "00\n05\n3f\n"
    signed = random_unit(8)
    tables = coefficient_memory(signed)
    read = {
        name: Q.from_pattern([int(line, 16) for line in text.splitlines() if not line.startswith("//")])
        for name, text in tables.items()
    }
    assert np.array_equal(read["slopes"], signed.slopes)
    assert np.array_equal(read["intercepts"], signed.intercepts)
    assert np.array_equal(read["begins"], signed.thresholds)
    wide = FixedPoint(4, 20)
    with pytest.raises(FormatError, match=r"at most 20 bits, got q4\.20"):
        golden_words(
            (
                Unit(
                    spec=UnitSpec(input=wide, slope=Q, intercept=Q, output=Q), thresholds=[], slopes=[1], intercepts=[1]
                ),
            )
        )


@pytest.mark.parametrize("bits", range(4, 17))
def test_scattered_streams_meet_every_input_once(bits: int) -> None:
    q = FixedPoint(2, bits - 2)
    spec = UnitSpec(input=q, slope=Q, intercept=Q, output=Q)
    spec = bench_spec(design_of(Unit(spec=spec, thresholds=[], slopes=[1], intercepts=[0])))
    assert spec.inputs == 1 << bits
    assert sorted(scattered(spec)) == list(range(spec.inputs))


@pytest.mark.parametrize(("simulator", "tool"), [("icarus", "iverilog"), ("verilator", "verilator")])
def test_missing_tool(simulator: SimulatorName, tool: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    design = design_of(random_unit(0))
    with pytest.raises(RunError, match=f"needs {tool}, got none on PATH; apt-get install {tool}"):
        simulate(design, table_module(design), simulator)


@icarus
def test_no_temporary_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere/at/all")
    design = design_of(random_unit(0))
    with pytest.raises(RunError, match="needs a temporary folder, got No such file or directory; set TMPDIR"):
        simulate(design, table_module(design))


def test_unknown_names() -> None:
    design = design_of(random_unit(0))
    with pytest.raises(ConfigError, match="one of icarus, verilator, got 'modelsim'"):
        simulate(design, "", "modelsim")  # type: ignore[arg-type]
    with pytest.raises(ConfigError, match="got 'sideways'"):
        bench_verilog(design, ("sideways",))  # type: ignore[arg-type]
    with pytest.raises(ConfigError, match="got 'none'"):
        bench_verilog(design, ())


@icarus
@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("module dut(; endmodule", "must accept the Verilog text, got 'dut.v:1: syntax error'"),
        ("module other; endmodule", "Unknown module type: dut"),
        ("module dut(input clk); endmodule", "rst"),
        ("", "Unknown module type"),
    ],
)
def test_bad_text(text: str, complaint: str) -> None:
    with pytest.raises(RunError, match=complaint) as caught:
        simulate(design_of(random_unit(0)), text)
    assert "\n" not in str(caught.value)


@verilator
def test_bad_text_for_verilator() -> None:
    with pytest.raises(RunError, match=r"verilator must accept the Verilog text, got .%Error: dut\.v:1"):
        simulate(design_of(random_unit(0)), "module dut(; endmodule", "verilator")


@icarus
@pytest.mark.parametrize("statement", ["$finish;", "$stop;", '$display("PASS inputs=256 mismatches=0"); $finish;'])
def test_run_cut_short(statement: str) -> None:
    design = design_of(random_unit(0))
    with pytest.raises(RunError, match="ends with its counts"):
        simulate(design, table_module(design, extra=f"initial #40 begin {statement} end"))


@icarus
def test_endless_run_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulators, "RUN_SECONDS", -0.6)
    design = design_of(random_unit(0))
    with pytest.raises(RunError, match=r"vvp must end within 1 s, got no end; look for a loop"):
        simulate(design, table_module(design, extra="integer n = 0; initial while (1) n = n + 1;"))


def test_processes_end_with_what_they_started(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="sh must end within"):
        run(["sh", "-c", "(sleep 2; touch late) & sleep 60"], tmp_path, 0.2)
    done = run(["sh", "-c", "echo out; echo err >&2; sleep 2.2; exit 3"], tmp_path, 20.0)
    assert (done.code, done.output, done.errors) == (3, "out\n", "err\n")
    assert not (tmp_path / "late").exists()
    with pytest.raises(RunError, match="nowhere must start"):
        run(["./nowhere"], tmp_path, 1.0)
