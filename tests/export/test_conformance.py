"""What every target keeps to, new ones among them."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from export.units import NOTE, fixed_units, floating_units, silu_unit, source_of

from pwlact import functions
from pwlact.datapath import Unit
from pwlact.datapath.special import special_values
from pwlact.errors import FormatError
from pwlact.export import TARGETS, LookupOptions, Source, Target
from pwlact.formats import FixedPoint

HOSTILE = ("*/ int x; /*", "two\nlines", "trigraph ??/", 'quote " and \\', "\u2028 é", "")
FIXED = ("hls", "gqa_lut")
RISING = ("finn_thresholds", "finn_onnx")  # of functions that never fall
CODED = (*FIXED, *RISING, "c", "sv", "verilog")  # what cannot be made without a unit
CODED_NOTES = ("c", "sv", "verilog", "csv", "json")  # what says of floats how NaN and infinity behave

every_target = pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
every_unit = pytest.mark.parametrize(
    "unit",
    [None, silu_unit(), next(fixed_units()), next(floating_units(("fp16",)))],
    ids=["real", "silu", "fixed", "fp16"],
)


def source_for(target: Target, unit: Unit | None, **more: Any) -> Source:
    """Return a source of silu, or of tanh where the target needs a rising function."""
    source = source_of(unit, **more)
    if target.name not in RISING:
        return source
    pytest.importorskip("onnx")
    lookup = LookupOptions(levels=FixedPoint(1, 7))
    return dataclasses.replace(source, activation=functions.get("tanh"), lookup=lookup)


def texts(files: Mapping[str, str | bytes]) -> dict[str, str]:
    """Return files as text; of a binary one, what it says of itself."""
    return {name: content if isinstance(content, str) else onnx_text(content) + "\n" for name, content in files.items()}


def onnx_text(content: bytes) -> str:
    graph = pytest.importorskip("onnx").load_model_from_string(content).graph
    return "\n".join(
        line.rstrip() for line in (*(f"# {line}" for line in graph.doc_string.split("\n")), str(graph.node))
    )


@every_target
@every_unit
def test_files_or_a_reason(target: Target, unit: Unit | None) -> None:
    if (target.name in CODED and unit is None) or (target.name in FIXED and not (unit and unit.spec.fixed)):
        with pytest.raises(FormatError, match=r"^[^\n]+, got [^\n]+; [^\n]*search with --format q4.12[^\n]*$"):
            target.files(source_for(target, unit))
        return
    made = target.files(source_for(target, unit))
    assert made
    assert dict(made) == dict(target.files(source_for(target, unit)))
    files = texts(made)
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
    plain = texts(target.files(source_for(target, silu_unit(), note=("x",))))
    for name, text in texts(target.files(source_for(target, silu_unit(), note=HOSTILE))).items():
        assert without_note(name, text) == without_note(name, plain[name])


@every_target
def test_text_is_written_as_it_is(target: Target, tmp_path: Path) -> None:
    for name, content in target.files(source_for(target, silu_unit())).items():
        if isinstance(content, str):
            (tmp_path / name).write_text(content, encoding="utf-8")
            assert (tmp_path / name).read_text(encoding="utf-8") == content
