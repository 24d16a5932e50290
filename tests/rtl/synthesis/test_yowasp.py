"""Tools as wheels."""

from __future__ import annotations

import importlib.util
import sys

import pytest

from pwlact.errors import RunError
from pwlact.rtl.synthesis import yowasp


@pytest.mark.parametrize("tool", ["yosys", "nextpnr-ice40"])
def test_a_missing_package_says_how_to_install_it(tool: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(RunError, match=rf"package yowasp-{tool}, got none; pip install 'pwlact\[rtl\]'"):
        yowasp.start(tool)


@pytest.mark.parametrize("tool", ["yosys", "nextpnr-ice40"])
def test_a_tool_runs_in_this_python(tool: str) -> None:
    module = f"yowasp_{tool.replace('-', '_')}"
    pytest.importorskip(module, reason="needs pip install 'pwlact[rtl]'")
    python, option, call = yowasp.start(tool)
    assert (python, option) == (sys.executable, "-c")
    assert hasattr(importlib.import_module(module), f"run_{tool.replace('-', '_')}")
    assert f"import os, sys, {module};" in call
    assert yowasp.version(tool).startswith(f"yowasp-{tool} 0.")


def test_the_last_error_line_is_the_reason() -> None:
    assert yowasp.reason("a\nERROR: one\n\nERROR: two\nb\n") == "ERROR: two"
    assert yowasp.reason("a\nb\n") == "b"
    assert yowasp.reason("") == "nothing said"
