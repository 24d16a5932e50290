"""Tables and lists of figures: no number is cut, whatever the width."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pwlact.cli.layout import LONGEST, pair_lines, table_lines

CELLS = st.text("0123456789.-e", min_size=1, max_size=14)


@given(st.lists(st.tuples(st.text("abc", max_size=60), CELLS, CELLS, CELLS), max_size=5), st.integers(10, 100))
def test_columns_go_whole_or_not_at_all(rows: list[tuple[str, ...]], width: int) -> None:
    columns = ("name", "first", "second", "third")
    lines, dropped = table_lines(columns, rows, width, drop=("third", "second"))
    kept = [name for name in columns if name not in dropped]
    assert lines[0].split() == kept
    assert dropped in ([], ["third"], ["third", "second"])
    for row, line in zip(rows, lines[2:], strict=True):
        for name, cell in zip(columns[1:], row[1:], strict=True):
            assert name in dropped or cell in line
    if dropped != ["third", "second"]:
        assert max(map(len, lines)) <= width


def test_long_text_is_cut_and_columns_are_aligned() -> None:
    lines, dropped = table_lines(("function", "max"), [("x" * 50 + "z" * 49, "1.5"), ("y", "10.25")], 80)
    assert dropped == []
    assert lines[2] == "x" * 15 + "..." + "z" * 14 + "    1.5"
    assert lines[2].index("    ") == LONGEST
    assert lines[3].endswith("  10.25")
    assert {len(line) for line in lines} == {len(lines[2])}


def test_values_stand_in_one_column_and_go_on_below() -> None:
    points = " ".join(f"{k}.123456" for k in range(30))
    lines = pair_lines([("max error", "0.1"), ("points", points)], 60)
    assert lines[0] == "max error      0.1"
    assert all(len(line) <= 60 for line in lines)
    assert " ".join(lines).split() == ["max", "error", "0.1", "points", *points.split()]
    assert all(line.startswith(" " * 15) for line in lines[2:])
