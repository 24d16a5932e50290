"""Where a batch is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from pwlact.errors import FileError
from pwlact.runs.batch import output_of, parts_of


def test_the_family_lies_beside_its_functions_or_where_it_is_named(tmp_path: Path) -> None:
    assert output_of("a/f.npz", None) == Path("a/f-family.npz")
    assert output_of("a/f.npz", "g.npz") == Path("g.npz")
    assert output_of("a/f.npz", str(tmp_path)) == tmp_path / "f-family.npz"
    assert output_of(".", None) == Path("-family.npz")  # and "." is refused when it is read
    assert parts_of(Path("a/g.npz")) == Path("a/g.npz.parts")
    with pytest.raises(FileError, match=r"name it g\.npz"):
        output_of("f.npz", "g.csv")
