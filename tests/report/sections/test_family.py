"""The section of a family."""

from __future__ import annotations

from small_family import small_family

from pwlact.report.sections.family import family


def test_the_worst_functions_come_first_and_unknown_bounds_are_left_out() -> None:
    section = family(small_family())
    assert section.title == "3 functions on [-1, 1]"
    assert [row[0] for row in section.values["rows"]] == ["2", "1", "0"]
    assert section.values["rows"][2][4:] == ("", "")
    assert set(section.figures) == {"errors", "gaps", "worst"}
