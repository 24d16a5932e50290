"""The progress of a training: never silent, never a line too many."""

from __future__ import annotations

import time

import pytest

from pwlact.cli import progress
from pwlact.cli.progress import training_progress
from pwlact.rl.budget import Budget
from pwlact.rl.status import TrainingStatus


def test_phases_have_a_line_each_and_steps_one_every_ten_seconds(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = 100.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    with training_progress(Budget(amount=600_000, unit="steps")) as observe:
        observe(0, TrainingStatus(phase="compiling"))
        observe(0, TrainingStatus(phase="choosing starts", total=16))
        observe(0, TrainingStatus(phase="choosing starts", steps=1, total=16))
        now += 10
        observe(0, TrainingStatus(phase="choosing starts", steps=3, total=16))
        observe(0, TrainingStatus(phase="training", total=600_000))
        now += 9.9
        observe(0, TrainingStatus(phase="training", steps=1000, total=600_000, rate=100.0, best_reward=3.0))
        now += 0.2
        observe(0, TrainingStatus(phase="training", steps=12_288, total=600_000, rate=8123.4, best_reward=77.214))
        observe(0, TrainingStatus(phase="stopping", steps=12_500, total=600_000))
    assert capsys.readouterr().err.splitlines() == [
        "seed 0: choosing starts",
        "seed 0: choosing starts, 3 of 16",
        "seed 0: training",
        "seed 0: training, 12,288 of 600,000 steps, 8,123 steps/s, best reward 77.21",
        "seed 0: stopping",
    ]


def test_the_first_line_after_a_resumption_has_no_rate(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = 100.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    with training_progress(Budget(amount=600_000, unit="steps")) as observe:
        for steps, rate in ((88_640, 625.0), (160_000, 8000.0)):
            observe(0, TrainingStatus(phase="training", steps=steps, total=600_000, rate=rate, best_reward=77.0))
            now += 10
    assert capsys.readouterr().err.splitlines() == [
        "seed 0: training, 88,640 of 600,000 steps, best reward 77.00",
        "seed 0: training, 160,000 of 600,000 steps, 8,000 steps/s, best reward 77.00",
    ]


def test_a_long_start_is_told_and_a_short_one_is_not(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with training_progress(Budget(amount=100, unit="steps")):
        pass  # settings that are refused
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(progress, "PATIENCE", 0.01)
    with training_progress(Budget(amount=100, unit="steps")):
        time.sleep(0.2)
    assert capsys.readouterr().err.startswith("compiling kernels")


def test_a_budget_of_time_is_told_in_seconds(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = 100.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    with training_progress(Budget(amount=30.0, unit="seconds")) as observe:
        observe(0, TrainingStatus(steps=64, seconds=3.2))
        now += 10
        observe(0, TrainingStatus(steps=88_640, seconds=13.2, rate=8000.0, best_reward=77.0))
    assert capsys.readouterr().err.splitlines() == [
        "seed 0: training, 3 of 30 seconds",
        "seed 0: training, 13 of 30 seconds, 8,000 steps/s, best reward 77.00",
    ]
