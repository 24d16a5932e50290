"""The evaluation itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from tiny_evaluation import SETTINGS
from tiny_network import TinyNetwork

from pwlact.files import parse_json, read_text
from pwlact.search import load_result
from pwlact.settings.evaluation import EvaluationConfig
from pwlact.studies.evaluation.compute import EVALUATION, EvaluationRun, tasks_of
from pwlact.studies.evaluation.record import Evaluation
from pwlact.studies.evaluation.text import evaluation_from_json

pytestmark = pytest.mark.filterwarnings("ignore::pwlact.errors.PwlactWarning")


def test_every_method_count_and_format_is_a_row(found: Evaluation) -> None:
    texts = [row.text for row in found.rows]
    assert len(texts) == len(set(texts)) == 2 * 2 * 3 + 1
    assert all(row.measured is not None for row in found.rows)
    assert "exact q3.5" in texts
    assert found.functions == ("silu", "tanh")


def test_each_table_is_kept_as_a_result(found: Evaluation, home: Path) -> None:
    tables = sorted((home / "tables").iterdir())
    assert len(tables) == 2 * 2 * 2 * 3
    assert load_result(home / "tables" / "silu-minimax-6-float" / "result.json").problem.segments == 6
    assert load_result(home / "tables" / "tanh-minimax-3-q3.5" / "result.json").unit is not None


def test_a_second_call_goes_on_where_the_first_was_killed(found: Evaluation, home: Path) -> None:
    path = home / "tiny" / "rows.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:5]) + lines[5][:40], encoding="utf-8")
    network = TinyNetwork()
    again = EvaluationRun(EvaluationConfig(**SETTINGS, out=str(home)), network)
    rows = list(again.rows())
    assert network.runs == len(rows) - 5 + 1  # and the exact network
    for one, other in zip(rows, found.rows, strict=True):
        assert one.measured is not None
        assert other.measured is not None
        assert (one.text, one.measured.divergence) == (other.text, other.measured.divergence)
    list(EvaluationRun(EvaluationConfig(**SETTINGS, out=str(home)), done := TinyNetwork()).rows())
    assert done.runs == 1


def test_other_settings_make_other_rows(work: EvaluationRun, home: Path) -> None:
    task = work.tasks[0]
    other = EvaluationRun(EvaluationConfig(**{**SETTINGS, "count": 200}, out=str(home)), TinyNetwork())
    assert other.key(task) != work.key(task)
    assert "profile" not in work.key(task)
    assert "profile" in work.key(next(task for task in work.tasks if task.method == "sensitivity"))


def test_a_method_that_fails_is_a_note_and_the_others_go_on(home: Path) -> None:
    settings = {**SETTINGS, "methods": ("dp",), "segments_list": (4, 5000), "formats": ("float",)}
    run = EvaluationRun(EvaluationConfig(**settings, out=str(home)), TinyNetwork())
    fine, failed = run.rows()
    assert fine.measured is not None
    assert failed.measured is None
    assert "at most" in failed.note
    assert run.done.get(run.key(run.tasks[1])) is None  # another call tries again


def test_the_sensitivity_beats_the_even_weights(found: Evaluation) -> None:
    by_method = {method: found.of(method, "float") for method in ("uniform", "minimax", "sensitivity")}
    few = {method: rows[0].measured for method, rows in by_method.items()}
    assert all(measured is not None for measured in few.values())
    assert few["sensitivity"].divergence.value < few["minimax"].divergence.value  # type: ignore[union-attr]
    assert few["sensitivity"].divergence.value < few["uniform"].divergence.value  # type: ignore[union-attr]


def test_formats_stand_outside_and_the_exact_function_leads_each(work: EvaluationRun) -> None:
    tasks = tasks_of(EvaluationConfig(**SETTINGS))
    assert tasks == work.tasks
    assert [task.format for task in tasks] == ["float"] * 6 + ["q3.5"] * 7
    assert tasks[6].method == "exact"


@pytest.mark.parametrize("format_", ["q3.5", "q4.8"])
def test_a_format_costs_at_least_what_the_exact_function_in_it_costs(format_: str, home: Path) -> None:
    settings = {**SETTINGS, "methods": ("minimax",), "segments_list": (64,), "formats": (format_,)}
    exact, fine = EvaluationRun(EvaluationConfig(**settings, out=str(home)), TinyNetwork()).rows()
    assert exact.measured is not None
    assert fine.measured is not None
    assert fine.measured.divergence.value == pytest.approx(exact.measured.divergence.value, rel=0.5, abs=1e-5)


def test_an_evaluation_is_kept_beside_its_rows(found: Evaluation, work: EvaluationRun, home: Path) -> None:
    work.keep(found)
    assert evaluation_from_json(parse_json(read_text(home / "tiny" / EVALUATION))) == found
