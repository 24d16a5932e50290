"""`pwlact verify`: proof, and faults that are found."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from pwlact.cli.main import main

FAST = ("--no-figures",)
needs_icarus = pytest.mark.skipif(shutil.which("iverilog") is None, reason="needs apt-get install iverilog")


@needs_icarus
def test_export_verify_and_faults(
    units: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(units)
    assert main(("export", "small", "--to", "verilog,json", "csv", "--latency", "2", "--json")) == 0
    files = {Path(name).name for name in json.loads(capsys.readouterr().out)["files"]}
    assert {"pwl_silu.v", "pwl_silu_bench.v", "design.json", "pwl_silu.json", "pwl_silu.csv"} <= files
    assert main(("verify", "small", "--json")) == 0
    done = json.loads(capsys.readouterr().out)
    assert (done["mismatches"], done["inputs"], done["latency"]) == (0, 256, 2)
    exported = units / "runs" / "small" / "export" / "pwl_silu.v"
    text = exported.read_text(encoding="utf-8")
    at = text.index("4'h2: " if "4'h2: " in text else "3'h2: ")
    digit = text.index("'h", text.index("{", text.index("= {", at)) + 1) + 2
    flipped = f"{int(text[digit], 16) ^ 1:x}"
    (units / "faulty.v").write_text(text[:digit] + flipped + text[digit + 1 :], encoding="utf-8")
    assert main(("verify", "small", "--verilog", "faulty.v", "--json")) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["mismatches"] > 0
    assert found["first"][0]["expected"] != found["first"][0]["got"]
    exported.write_text((units / "faulty.v").read_text(encoding="utf-8"), encoding="utf-8")  # the exported file counts
    assert main(("verify", "small")) == 1
    assert "mismatches on 256 inputs" in capsys.readouterr().out
    assert main(("verify", "small", "--latency", "4", "--json")) == 0  # made anew
    assert json.loads(capsys.readouterr().out)["mismatches"] == 0


@needs_icarus
def test_what_was_exported_elsewhere_is_verified_and_what_is_anothers_is_not(
    units: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(units)
    assert main(("export", "small", "--to", "verilog", "--folder", "elsewhere", "--name", "mine")) == 0
    for place in ("elsewhere", "elsewhere/design.json"):
        capsys.readouterr()
        assert main(("verify", place, "--json")) == 0
        assert json.loads(capsys.readouterr().out)["module"] == "pwl_mine"
    assert main(("search", "gelu", "--format", "q3.5", "-R", "-4", "4", *FAST, "--name", "other")) == 0
    shutil.copytree(units / "elsewhere", units / "runs" / "other" / "export")
    capsys.readouterr()
    assert main(("verify", "other")) == 2
    assert "export it again" in capsys.readouterr().err


@needs_icarus
def test_several_functions_in_one_unit(
    units: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(units)
    shutil.copytree(units / "runs" / "small", units / "runs" / "several", dirs_exist_ok=True)
    assert main(("export", "several", "--to", "verilog", "--functions", "gelu,silu,sigmoid", "--json")) == 0
    capsys.readouterr()
    assert main(("verify", "several", "--json")) == 0
    done = json.loads(capsys.readouterr().out)
    assert (done["mismatches"], done["inputs"]) == (0, 4 * 256)  # two bits of select
