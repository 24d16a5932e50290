"""The section of an evaluation."""

from __future__ import annotations

from tables_of_networks import evaluated

from pwlact.report.sections.evaluation import evaluation


def test_the_table_has_the_exact_network_first_and_says_what_could_not_be_made() -> None:
    values = evaluation(evaluated()).values
    assert values["rows"][0][0] == "exact network"
    assert len(values["rows"]) == 1 + 13
    assert {len(row) for row in values["rows"]} == {len(values["columns"])}
    assert values["notes"] == ["dp 4 q3.5: two points on one code"]
    assert values["fewest"] == [("uniform", "> 16", "> 16"), ("minimax", "> 16", "> 16")]
