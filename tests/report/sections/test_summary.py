"""The summary: what was asked and by which command, the errors with their places, what is proven."""

from __future__ import annotations

from pathlib import Path

import pytest
from drawn import Maker

from pwlact.report.sections.summary import summary
from pwlact.report.subject import subject_from, subject_of
from pwlact.search.describe import problem_lines
from pwlact.search.facts import facts_of, finding

OLD = Path(__file__).parents[2] / "data" / "v0"


def test_it_says_of_every_result_what_was_asked_and_found(make: Maker, case: str) -> None:
    values = summary(subject_from(make(case), None)).values
    assert values["asked"] == problem_lines(make(case).problem)
    assert values["finding"] == finding(make(case))
    assert values["command"] is None
    assert values["proof"]
    assert all(len(row) == len(values["columns"]) for row in values["errors"])


@pytest.mark.parametrize("name", ["search-silu", "unit-q412", "train-gelu", "search-density"])
def test_the_command_is_the_runs_and_facts_are_those_of_the_terminal(name: str) -> None:
    subject = subject_of(OLD / name / "result.json")
    values = summary(subject).values
    assert values["command"] == subject.command
    assert values["command"].startswith(f"pwlact {'train' if name.startswith('train') else 'search'} ")
    told = dict(facts_of(subject.result))
    found = dict(values["found"])
    assert {key: found[key] for key in ("method", "objective", "lower bound", "gap", "time")} == {
        key: told[key] for key in ("method", "objective", "lower bound", "gap", "time")
    }
