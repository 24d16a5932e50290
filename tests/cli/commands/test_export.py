"""`pwlact export`: files that say where they come from."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

from pwlact.cli.main import main

FAST = ("--no-figures",)


def test_files_say_which_command_made_them(
    units: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(units)
    unit = ("--format", "q4.4", "--segments", "6", "--unit.rounding", "down", "--unit.shift-terms", "2", "--mirror")
    assert main(("search", "silu", *unit, *FAST, "--name", "said")) == 0
    assert main(("export", "said", "--to", "verilog,c", "--latency", "2")) == 0
    capsys.readouterr()
    for name in ("pwl_silu.v", "pwl_silu.h"):
        text = (units / "runs" / "said" / "export" / name).read_text(encoding="utf-8")
        said = next(line for line in text.splitlines() if "found by: " in line)
        words = shlex.split(said.partition("found by: ")[2])
        assert words[:2] == ["pwlact", "search"]
        assert main([*words[1:], *FAST, "--name", f"again-{name}", "--json"]) == 0
        again = json.loads(capsys.readouterr().out)["unit"]
        assert again == json.loads((units / "runs" / "said" / "result.json").read_text(encoding="utf-8"))["unit"]
        assert "exported by: pwlact export said --to verilog,c --latency 2" in text


def test_a_preset_and_a_construction_reach_the_table(
    units: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(units)
    assert main(("search", "tanh", "--segments", "4", *FAST, "--name", "table")) == 0
    words = ("export", "table", "--to", "lut16", "--preset", "tanh", "--construction", "library")
    assert main(words) == 0
    record = json.loads((units / "runs" / "table" / "export" / "pwl_tanh_lut16.json").read_text(encoding="utf-8"))
    assert (record["construction"], record["input"]["scale"], record["output"]["scale"]) == ("library", 2**-12, 2**-15)
    capsys.readouterr()
    assert main(("export", "table", "--to", "lut8", "--preset", "logistic")) == 2
    assert "preset logistic is of sigmoid, got tanh; export a result of that" in capsys.readouterr().err


def test_thresholds_take_their_levels_from_the_option_or_the_unit(
    units: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(units)
    unit = ("--format", "q3.5", "--segments", "6", "-R", "-4", "4", *FAST)
    assert main(("search", "tanh", *unit, "--name", "steps")) == 0
    for more, levels in (((), 256), (("--levels", "uq0.4"), 16), (("--thresholds-of", "unit", "--levels", "q2.2"), 16)):
        assert main(("export", "steps", "--to", "finn-thresholds", *more)) == 0
        text = (units / "runs" / "steps" / "export" / "pwl_tanh_thresholds.json").read_text(encoding="utf-8")
        assert len(json.loads(text)["thresholds"]) == levels - 1
    capsys.readouterr()
    assert main(("export", "steps", "--to", "finn-thresholds", "--levels", "fp16")) == 2
    assert "levels are a format in fixed point, got 'fp16'; try uq0.8" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("option", "served"),
    [
        (("--preset", "tanh"), "--preset goes with --to lut8 or lut16"),
        (("--construction", "library"), "--construction goes with --to lut8 or lut16"),
        (("--quantisation", "0.1", "0", "0.1", "0"), "--quantisation goes with --to lut8 or lut16"),
        (("--levels", "uq0.4"), "--levels goes with --to finn_thresholds or finn_onnx"),
        (("--thresholds-of", "unit"), "--thresholds-of goes with --to finn_thresholds or finn_onnx"),
        (("--latency", "2"), "--latency goes with --to verilog"),
    ],
)
def test_an_option_of_another_target_is_refused(
    option: tuple[str, ...], served: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(("export", "any", "--to", "csv,json", *option)) == 2
    assert f"{served}, got --to csv,json; leave it out" in capsys.readouterr().err
