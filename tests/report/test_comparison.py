"""Several results beside each other."""

from __future__ import annotations

from pathlib import Path

from plotly_figures import check

from pwlact.report import subject_of
from pwlact.report.comparison import COLUMNS, comparison

OLD = Path(__file__).parents[1] / "data" / "v0"
SUBJECTS = [subject_of(OLD / name / "result.json") for name in ("search-silu", "unit-q412", "train-gelu")]


def test_one_result_has_nothing_beside_it() -> None:
    assert comparison({"r1": SUBJECTS[0]}) is None


def test_each_result_is_a_row_and_a_line() -> None:
    section = comparison(dict(zip(("r1", "r3", "r4"), SUBJECTS, strict=True)))
    assert section is not None
    assert [article for article, _ in section.values["rows"]] == ["r1", "r3", "r4"]
    rows = [dict(zip(COLUMNS, row, strict=True)) for _, row in section.values["rows"]]
    assert [row["result"] for row in rows] == [subject.name for subject in SUBJECTS]
    for row, subject in zip(rows, SUBJECTS, strict=True):
        errors = subject.result.errors.codes or subject.result.errors.exact
        assert (row["largest error"], row["mean error"]) == (f"{errors.max:.6g}", f"{errors.mean:.6g}")
        assert row["segments"] == str(subject.result.problem.segments)
        assert (row["logic cells, iCE40, estimated"] == "-") == (subject.result.unit is None)
        assert f"{subject.name} at most {errors.max:.4g}" in section.values["label"]
    figure = section.figures["errors"]
    check(figure)
    assert [trace["name"] for trace in figure["data"]] == [subject.name for subject in SUBJECTS]
    assert len({trace["line"]["color"] for trace in figure["data"]}) == len(SUBJECTS)
