"""A family's file in place of a result: export, verify, synth."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest
from icarus import icarus, yosys
from random_families import small_family

from pwlact.cli.main import main
from pwlact.errors import FileError
from pwlact.runs.designs import find_design
from pwlact.runs.families import find_family


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """Give the file of a small family."""
    small_family().save(tmp_path / "small.npz")
    return tmp_path / "small.npz"


def test_a_design_is_made_of_the_file_or_read_where_it_was_exported(tables: Path) -> None:
    design, text = find_design(str(tables), "nowhere")
    assert (design.name, len(design.units), text) == ("pwl_small", 3, None)
    assert main(("export", str(tables), "--to", "verilog,csv", "--latency", "2", "--name", "mine")) == 0
    design, text = find_design(str(tables), "nowhere")
    assert (design.name, design.latency) == ("pwl_mine", 2)
    assert text == (tables.parent / "small_export" / "pwl_mine.v").read_text()


def test_exported_files_of_another_family_are_refused(tables: Path) -> None:
    assert main(("export", str(tables), "--to", "verilog")) == 0
    units = small_family().require_units()
    slopes = units.slopes.copy()
    slopes[0, 0] ^= 1
    dataclasses.replace(small_family(), units=dataclasses.replace(units, slopes=slopes)).save(tables)
    with pytest.raises(FileError, match="export it again"):
        find_design(str(tables), "nowhere")


@icarus
def test_verify_proves_the_file_or_what_was_exported(tables: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(("verify", str(tables), "--json")) == 0
    done = json.loads(capsys.readouterr().out)
    assert (done["mismatches"], done["inputs"]) == (0, 256)
    assert main(("export", str(tables), "--to", "verilog")) == 0
    exported = tables.parent / "small_export" / "pwl_small.v"
    exported.write_text(exported.read_text().replace(">= threshold_2", "> threshold_2"))
    assert main(("verify", str(tables))) == 1
    assert ", b of code" in capsys.readouterr().out


@yosys
@pytest.mark.slow
def test_synth_counts_the_cells_of_all_functions(tables: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(("synth", str(tables), "--target", "xilinx", "--yosys", "system", "--json")) == 0
    (cost,) = json.loads(capsys.readouterr().out)["costs"]
    assert cost["luts"] > 0


@pytest.mark.parametrize("command", ["verify", "synth", "export"])
def test_files_that_are_no_family_in_a_format_end_in_one_line(
    command: str, tables: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    real, other = tables.with_name("real.npz"), tables.with_name("other.npz")
    dataclasses.replace(small_family(), units=None).save(real)
    np.savez(other, x=np.zeros(3))
    more = ("--to", "verilog") if command == "export" else ()
    for path in (real, other, tables.with_name("none.npz")):
        assert main((command, str(path), *more)) == 2
        (line,) = capsys.readouterr().err.strip().splitlines()[-1:]
        assert line.startswith("pwlact: ")
    assert not list(tables.parent.glob("*_export"))


def test_settings_of_one_result_are_refused(tables: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(("export", str(tables), "--to", "verilog", "--functions", "gelu")) == 2
    assert "--functions goes with one result" in capsys.readouterr().err
    assert find_family("runs/silu") is None


def test_nothing_is_left_of_a_failed_export(tables: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tables.parent)
    assert main(("export", str(tables), "--to", "verilog", "--latency", "9")) == 2
    assert not (tables.parent / "small_export").exists()
