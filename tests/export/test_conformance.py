"""What every target keeps to, new ones among them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from export.units import NOTE, fixed_units, floating_units, silu_unit, source_of

from pwlact.datapath import Unit
from pwlact.datapath.special import special_values
from pwlact.errors import FormatError
from pwlact.export import TARGETS, Target

HOSTILE = ("*/ int x; /*", "two\nlines", "trigraph ??/", 'quote " and \\', "\u2028 é", "")
FIXED = ("hls", "gqa_lut")
CODED = (*FIXED, "c", "sv", "verilog")  # what cannot be made without a unit
CODED_NOTES = ("c", "sv", "verilog", "csv", "json")  # what says of floats how NaN and infinity behave

every_target = pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
every_unit = pytest.mark.parametrize(
    "unit",
    [None, silu_unit(), next(fixed_units()), next(floating_units(("fp16",)))],
    ids=["real", "silu", "fixed", "fp16"],
)


@every_target
@every_unit
def test_files_or_a_reason(target: Target, unit: Unit | None) -> None:
    if (target.name in CODED and unit is None) or (target.name in FIXED and not (unit and unit.spec.fixed)):
        with pytest.raises(FormatError, match=r"^[^\n]+, got [^\n]+; [^\n]*search with --format q4.12[^\n]*$"):
            target.files(source_of(unit))
        return
    files = target.files(source_of(unit))
    assert files
    assert dict(files) == dict(target.files(source_of(unit)))
    for name, text in files.items():
        assert re.fullmatch(r"[A-Za-z0-9_]+\.[a-z0-9]+", name)
        assert text.endswith("\n")
        assert not text.endswith("\n\n")
        assert not re.search(r"[ \t]$", text, re.MULTILINE)
    first = next(iter(files.values()))
    if unit is not None and not unit.spec.fixed and target.name in CODED_NOTES:
        assert all(said in "".join(files.values()) for said in special_values(unit.spec).values())
    assert all(line in first for line in NOTE[:2])


def without_note(name: str, text: str) -> Any:
    """Return what a file says, apart from its comments."""
    if name.endswith(".json"):
        data = json.loads(text)
        assert "note" in data
        return {key: value for key, value in data.items() if key != "note"}
    if name.endswith(".h"):
        assert not re.search(r"(\\|\?\?/)[ \t]*$", text, re.MULTILINE)  # which joins the next line to this one
    return [line for line in re.split(r"[\n\r\v\f]", text) if not re.match(r"//|#( |$)", line)]


@every_target
def test_a_note_stays_a_comment(target: Target) -> None:
    """A note, whatever it holds, changes nothing but comments."""
    plain = target.files(source_of(silu_unit(), note=("x",)))
    for name, text in target.files(source_of(silu_unit(), note=HOSTILE)).items():
        assert without_note(name, text) == without_note(name, plain[name])


@every_target
def test_text_is_written_as_it_is(target: Target, tmp_path: Path) -> None:
    for name, text in target.files(source_of(silu_unit())).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert (tmp_path / name).read_text(encoding="utf-8") == text
