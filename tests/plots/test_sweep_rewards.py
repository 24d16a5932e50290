"""The rewards of a sweep's trainings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sweeps import Here, swept

from pwlact.plots.sweep_rewards import Grouping, grouping, has_rewards, sweep_rewards
from pwlact.studies.sweeps.summary import combinations
from pwlact.studies.sweeps.training import PERCENTILES
from pwlact.studies.sweeps.trial import Call, Row

TRAIN: dict[str, Any] = {
    "functions": ["silu", "sigmoid"],
    "seeds": 2,
    "train": {"engine": "sb3"},
    "space": {"schedule": [{"kind": "linear"}, {"kind": "constant"}], "ppo.learning_rate": [1e-4, 1e-3, 1e-2]},
    "published": {"silu": 50.0, "sigmoid": 50.0},
}


def _training(call: Call) -> Row:
    settings = call.settings
    reward = 50.0 + settings["seed"] - 1000.0 * settings["ppo"]["learning_rate"]
    percentiles = {f"p{one:g}": reward * one / 100.0 for one in PERCENTILES}
    own = {"reward": reward, "best_episode": reward, "final_policy": reward, "reference": call.reference or 25.0}
    return {"state": "complete", "reason": None, **own, **percentiles, "histogram": [0, 1, 3], "seconds": 1.0}


def test_row_of_panels_has_histograms_percentiles_and_rates(tmp_path: Path) -> None:
    sweep = swept(tmp_path / "a", TRAIN, Here(task=_training))
    found = combinations(sweep.file, sweep.rows())
    assert has_rewards(found)
    figure = sweep_rewards(sweep.file, found)
    left, middle, right = figure.axes[:3]
    assert len(figure.axes) == 6
    assert figure.get_suptitle() == "Rewards of the trainings as shares of the published ones"
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["linear", "constant"]
    assert left.patches[0].get_data().values.tolist() == [25.0, 75.0]
    best = np.asarray(middle.lines[0].get_ydata())
    assert best == pytest.approx([(50.4 / 50.0) * one / 100.0 for one in PERCENTILES])  # rate 1e-4, both seeds
    assert [label.get_text() for label in right.get_xticklabels()] == ["1e-4", "1e-3", "0.01"]
    assert np.asarray(right.lines[0].get_ydata()) == pytest.approx([50.4 / 50, 49.5 / 50, 40.5 / 50])


def test_settings_of_the_figure_follow_from_the_space_or_the_file(tmp_path: Path) -> None:
    usual = swept(tmp_path / "a", TRAIN, Here(task=_training))
    asked = {"by": "ppo.learning_rate", "along": "schedule"}
    named = swept(tmp_path / "b", {**TRAIN, "figure": asked}, Here(task=_training))
    one = {**TRAIN, "functions": ["silu"], "published": {}, "space": {"schedule": TRAIN["space"]["schedule"]}}
    alone = swept(tmp_path / "c", one, Here(task=_alone))
    found = [combinations(sweep.file, sweep.rows()) for sweep in (usual, named, alone)]
    assert grouping(usual.file, found[0]) == Grouping(by="schedule", along="ppo.learning_rate")
    assert grouping(named.file, found[1]) == Grouping(by="ppo.learning_rate", along="schedule")
    assert grouping(alone.file, found[2]) == Grouping(by="schedule", along=None)
    ticks = sweep_rewards(named.file, found[1]).axes[2].get_xticklabels()
    assert [label.get_text() for label in ticks] == ["linear", "constant"]
    figure = sweep_rewards(alone.file, found[2])
    assert [label.get_text() for label in figure.axes[2].get_xticklabels()] == ["linear", "constant"]
    assert figure.get_suptitle().endswith("that of equal-curvature or equidistant points")


def _alone(call: Call) -> Row:
    return _training(Call(command="train", settings={**call.settings, "ppo": {"learning_rate": 0.0}}))
