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
