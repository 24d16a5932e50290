"""A table from a file, whose form is found by its content."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pwlact
from pwlact.errors import FileError, InputError
from pwlact.tables import read_table, table_of
from pwlact.tables.read import MAX_BYTES

CSV = "x,value\n0,1\n1,3\n"
PLAIN = {"breakpoints": [0, 1], "values": [1, 3]}


@pytest.mark.parametrize("text", [CSV, "\ufeff" + CSV, json.dumps(PLAIN), f"\n {json.dumps(PLAIN)}"])
@pytest.mark.parametrize("name", ["table.csv", "table.json", "table"])
def test_the_form_is_found_by_the_content(text: str, name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert read_table(path).slopes.tolist() == [2.0]


def test_a_pipe_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero"), tmp_path, tmp_path / "missing.csv", Path("a\0b")):
        with pytest.raises(FileError, match="a table is a file, got"):
            read_table(path)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"\xff\xfe\x00", "a table is text"),
        (b"{", "a table in JSON must be whole"),
        (b"[1, 2]", "a table in JSON is an object, got a list"),
        (b'{"a": 1}', "got keys 'a'"),
        (b"[" * 100_000, "a table in JSON must be whole"),
        (b" " * (MAX_BYTES + 1), "at most 8 MB"),
    ],
)
def test_what_is_no_table_is_refused(raw: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "table"
    path.write_bytes(raw)
    with pytest.raises(FileError, match=words) as fault:
        read_table(path)
    assert "\n" not in str(fault.value)


def test_an_object_in_memory_is_a_table_too() -> None:
    assert table_of(PLAIN).slopes.tolist() == [2.0]


CELLS = st.sampled_from(
    ["0", "1", "-2.5", "1e9", "nan", "inf", "", "x", "begin", "slope", "intercept", "value", "0x1f", "#", '"']
)
JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["gelu", "1", "q4.12", ""]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["breakpoints", "slopes", "intercepts", "values", "tails", "interval", "function", "unit", "3"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@settings(max_examples=300)
@given(st.lists(st.lists(CELLS, max_size=4).map(",".join), max_size=5).map("\n".join) | JSONS.map(json.dumps))
def test_whatever_a_file_holds_is_a_table_or_refused_in_one_line(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table"
        path.write_text(text, encoding="utf-8")
        said = ""
        try:
            table = read_table(path)
        except InputError as fault:
            said = str(fault)
        assert "\n" not in said
        assert said or table.pieces >= 1


def test_a_result_of_data_brings_its_function(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    x = np.linspace(-3.0, 3.0, 41)
    pwlact.approximate((x, np.tanh(x)), segments=4).save(tmp_path / "scan.json")
    monkeypatch.chdir("/")
    activation = read_table(tmp_path / "scan.json").activation
    assert activation is not None
    assert activation.data is not None
    assert activation.data.x.tolist() == x.tolist()
