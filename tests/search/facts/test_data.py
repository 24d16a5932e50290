"""What is said of data."""

from __future__ import annotations

from pwlact.data import data_of
from pwlact.search.facts.data import criteria_rows, data_lines, data_text


def test_data_are_named_with_their_number_and_file() -> None:
    assert data_text(data_of([0, 1], [0, 1])) == "2 exact samples"
    many = data_of(range(2000), range(2000), noisy=True, file="a.csv")
    assert data_text(many) == "2,000 noisy points, a.csv"


def test_errors_intervals_and_the_criterion_have_lines() -> None:
    errors = {"values": [0.5, None], "sigma": 0.25, "degrees_of_freedom": 1234}
    drawn = {"points": [[1.0, 2.0]], "level": 0.95, "count": 20, "kind": "pairs"}
    lines = dict(data_lines({"standard_errors": errors, "bootstrap": drawn, "select": "bic"}))
    assert lines["standard errors"] == "0.5 - of the values, points as known"
    assert lines["sigma"] == "0.25, of the data about p, 1,234 degrees of freedom"
    assert lines["points' intervals"] == "[1, 2], 95% of 20 draws of pairs"
    assert lines["chosen by"] == "bic"
    assert list(data_lines({})) == []
    assert list(data_lines({"joins_proven": None})) == []
    assert (
        dict(data_lines({"joins_proven": 1}))["joins"] == "none better at the data, nor at the middle of a gap, proven"
    )


def test_criteria_have_columns_of_cross_validation_only_after_one() -> None:
    row = {"segments": 3, "parameters": 6, "mse": 0.5, "bic": -1.0, "aicc": -2.0, "cv": None, "cv_error": None}
    assert criteria_rows({"criteria": [row]}) == [("3", "6", "0.5", "-1", "-2")]
    assert criteria_rows({"criteria": [row | {"cv": 0.25, "cv_error": 0.125}]}) == [
        ("3", "6", "0.5", "-1", "-2", "0.25", "0.125")
    ]
    assert criteria_rows({}) == []
