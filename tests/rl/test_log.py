"""What a training records and reports, whatever its engine: evaluations, the best policy, status and clock."""

from __future__ import annotations

import csv
import dataclasses
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pwlact.errors import FileError
from pwlact.rl.agent_config import AgentConfig
from pwlact.rl.checkpoint import BEST, STATE, load_best, save_state
from pwlact.rl.log import EVALUATION_COLUMNS, TrainingLog
from pwlact.rl.status import TrainingStatus
from pwlact.rl.task import Task
from pwlact.rl.training import TrainingState

Make = Callable[..., Task]


@pytest.fixture
def task(make: Make) -> Task:
    """Give a task of two points."""
    return make("tuned", segments=3)


def _act(action: float) -> Callable[[Any], Any]:
    return lambda seen: np.full((len(seen), 1), action)


def _rows(folder: Path) -> list[list[str]]:
    with (folder / "evaluations.csv").open(encoding="utf-8") as file:
        return list(csv.reader(file))


def test_only_a_better_policy_is_saved(task: Task, small: AgentConfig, tmp_path: Path) -> None:
    log = TrainingLog(task, small, tmp_path, lambda status: True)
    saved: list[int] = []
    for steps, action in ((100, 0.9), (200, 0.0), (300, 0.9)):
        log.evaluate(_act(action), steps, lambda steps=steps: saved.append(steps))  # type: ignore[misc]
    assert saved == [100, 200]
    assert log.state.best_policy == pytest.approx(task.base_reward)
    assert log.best.reward == log.state.best_policy
    header, *rows = _rows(tmp_path)
    assert tuple(header) == EVALUATION_COLUMNS
    assert [row[0] for row in rows] == ["100", "200", "300"]
    assert float(rows[2][2]) == log.best.reward > float(rows[2][3])


def test_an_unfinished_episode_is_no_best_policy(make: Make, small: AgentConfig, tmp_path: Path) -> None:
    tight = make("tuned", segments=33)
    log = TrainingLog(tight, small, tmp_path, lambda status: True)
    episode = log.evaluate(_act(1.0), 10, lambda: pytest.fail("it was saved"))
    assert not episode.complete
    assert log.state.best_policy_points == ()


def test_evaluations_come_at_equal_steps(task: Task, small: AgentConfig, tmp_path: Path) -> None:
    log = TrainingLog(task, dataclasses.replace(small, steps=90, evaluations=3), tmp_path, lambda _: True)
    assert [steps for steps in range(10, 100, 10) if log.evaluation_due(steps)] == [30, 60, 90]


def test_a_resumed_training_keeps_the_rows_up_to_its_checkpoint(task: Task, small: AgentConfig, tmp_path: Path) -> None:
    first = TrainingLog(task, small, tmp_path, lambda status: True)
    assert not first.resumed
    for steps in (100, 200):
        first.evaluate(_act(0.0), steps, lambda: None)
    save_state(tmp_path, TrainingState(steps=150, seconds=50.0))
    second = TrainingLog(task, small, tmp_path, lambda status: True)
    assert second.resumed
    assert [row[0] for row in _rows(tmp_path)] == ["steps", "100"]
    second.tick(160)
    assert 50.0 <= second.state.seconds < 51.0


def test_the_status_is_that_of_this_start(task: Task, small: AgentConfig, tmp_path: Path) -> None:
    seen: list[TrainingStatus] = []

    def watch(status: TrainingStatus) -> bool:
        seen.append(status)
        return len(seen) < 3

    save_state(tmp_path, TrainingState(steps=1000, seconds=0.0))
    log = TrainingLog(task, small, tmp_path, watch)
    log.starting("choosing starts", 2, 4)
    log.best.offer(np.array([7.0]), np.array([[0.0, 1.0]]))
    log.rollout_done(1100)
    assert log.complete
    assert load_best(tmp_path, 2).reward == 7.0
    log.rollout_done(1200)
    assert not log.complete
    assert [status.phase for status in seen] == ["choosing starts", "training", "training", "stopping"]
    assert (seen[0].steps, seen[0].total) == (2, 4)
    assert [(status.steps, status.total, status.best_reward) for status in seen[1:3]] == [
        (1100, 600, 7.0),
        (1200, 600, 7.0),
    ]
    assert seen[2].rate * log.state.seconds == pytest.approx(200)  # steps of this start alone


def test_stopped_before_its_first_step_it_is_interrupted(task: Task, small: AgentConfig, tmp_path: Path) -> None:
    log = TrainingLog(task, small, tmp_path, lambda status: False)
    with pytest.raises(KeyboardInterrupt):
        log.starting("choosing starts")


@pytest.mark.parametrize("name", [STATE, BEST])
def test_damaged_files_of_an_earlier_start_are_refused(
    task: Task, small: AgentConfig, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_text("damaged")
    with pytest.raises(FileError, match=name):
        TrainingLog(task, small, tmp_path, lambda status: True)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Give a clock that only the test moves."""
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    return now


def test_a_budget_of_time_is_followed_by_the_clock(
    task: Task, small: AgentConfig, tmp_path: Path, clock: list[float]
) -> None:
    timed = dataclasses.replace(small, steps=None, seconds=40.0, evaluations=3)
    log = TrainingLog(task, timed, tmp_path, lambda status: True)
    clock[0] += 10.0  # choosing starts
    log.rollout_done(64)
    assert log.progress(64) == 0.0
    due = []
    for second in range(1, 31):
        clock[0] += 1.0
        log.rollout_done(64 * (second + 1))
        assert log.progress(1) == pytest.approx(second / 30)
        if log.evaluation_due(64):
            due.append(second)
        assert log.over(64) == (second == 30)
    assert due == [10, 20, 30]
    assert log.total > 10**12


def test_a_resumed_training_has_the_time_that_is_left(
    task: Task, small: AgentConfig, tmp_path: Path, clock: list[float]
) -> None:
    timed = dataclasses.replace(small, steps=None, seconds=40.0)
    save_state(tmp_path, TrainingState(steps=640, seconds=25.0, begun=10.0, next_evaluation=600_000))
    log = TrainingLog(task, timed, tmp_path, lambda status: True)
    assert log.progress(640) == pytest.approx(0.5)
    assert not log.evaluation_due(640)
    clock[0] += 3.0
    log.rollout_done(704)
    assert log.progress(704) == pytest.approx(0.6)
    assert log.evaluation_due(704)
    assert log.state.seconds == pytest.approx(28.0)
    clock[0] += 12.0
    log.rollout_done(768)
    assert log.over(768)


def test_late_evaluations_are_not_made_up_for(task: Task, small: AgentConfig, tmp_path: Path) -> None:
    log = TrainingLog(task, dataclasses.replace(small, steps=100, evaluations=10), tmp_path, lambda _: True)
    assert [log.evaluation_due(steps) for steps in (35, 36, 39, 40, 95, 96, 100)] == [
        True, False, False, True, True, False, True,
    ]  # fmt: skip
