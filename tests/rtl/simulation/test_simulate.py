"""The test bench and its runners, on modules written here: a table behind a pipeline, whole and broken."""

from __future__ import annotations

import tempfile

import pytest
from icarus import icarus, verilator
from rtl.simulation.dut import check_counts, design_of, dropped, random_unit, table_module

from pwlact.errors import ConfigError, RunError
from pwlact.rtl.simulation import simulate as simulators
from pwlact.rtl.simulation.bench import bench_verilog
from pwlact.rtl.simulation.bench_spec import MODES, Mode
from pwlact.rtl.simulation.memory import golden_words
from pwlact.rtl.simulation.simulate import SimulatorName, simulate


@icarus
@pytest.mark.parametrize("latency", [1, 2, 3, 4])
def test_a_module_of_all_outputs_has_no_mismatch(latency: int) -> None:
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


@pytest.mark.parametrize(("simulator", "tool"), [("icarus", "iverilog"), ("verilator", "verilator")])
def test_a_missing_tool_is_named_with_its_package(
    simulator: SimulatorName, tool: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    design = design_of(random_unit(0))
    with pytest.raises(RunError, match=f"needs {tool}, got none on PATH; apt-get install {tool}"):
        simulate(design, table_module(design), simulator)


@icarus
def test_a_missing_temporary_folder_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere/at/all")
    design = design_of(random_unit(0))
    with pytest.raises(RunError, match="needs a temporary folder, got No such file or directory; set TMPDIR"):
        simulate(design, table_module(design))


def test_unknown_names_are_refused() -> None:
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
def test_bad_text_is_refused_in_one_line(text: str, complaint: str) -> None:
    with pytest.raises(RunError, match=complaint) as caught:
        simulate(design_of(random_unit(0)), text)
    assert "\n" not in str(caught.value)


@verilator
def test_bad_text_for_verilator() -> None:
    with pytest.raises(RunError, match=r"verilator must accept the Verilog text, got .%Error: dut\.v:1"):
        simulate(design_of(random_unit(0)), "module dut(; endmodule", "verilator")


@icarus
def test_endless_run_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulators, "RUN_SECONDS", -0.6)
    design = design_of(random_unit(0))
    with pytest.raises(RunError, match=r"vvp must end within 1 s, got no end; look for a loop"):
        simulate(design, table_module(design, extra="integer n = 0; initial while (1) n = n + 1;"))
