"""What is said of a family."""

from __future__ import annotations

from small_family import small_family

from pwlact.many.facts import COLUMNS, family_pairs, family_row, worst_first


def test_gaps_are_of_the_functions_whose_bound_is_known() -> None:
    said = dict(family_pairs(small_family()))
    assert said["segments"] == "3"
    assert said["max error"] == "largest 0.5, median 0.001"
    assert said["gap"] == "largest 0.25, median 0.18 above the lower bound"


def test_rows_go_from_the_largest_error_down_and_leave_out_what_is_unknown() -> None:
    family = small_family()
    assert worst_first(family, 2) == [2, 1]
    rows = [family_row(family, i) for i in worst_first(family, 9)]
    assert [len(row) for row in rows] == [len(COLUMNS)] * 3
    assert rows[2][-2:] == ("", "")
