"""The section of an allocation."""

from __future__ import annotations

from tables_of_networks import allocated

from pwlact.report.sections.allocation import allocation


def test_ways_are_told_with_what_they_lose_and_what_was_not_measured_is_a_dash() -> None:
    section = allocation(allocated())
    assert section.title == "tiny: 8 segments shared out among 2 tables"
    assert section.values["ways"][0] == ("allocated", "8", "8", "0.002", "-", "-", "-")
    assert section.values["ways"][1][4:] == ("0.002", "0.001 to 0.003", "0.9")
    assert [row[0] for row in section.values["tables"]] == ["first", "second"]
