"""The figures of a sweep."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from sweeps import GRID, Here, swept

from pwlact.errors import RunError
from pwlact.plots.sweep import sweep_figures
from pwlact.studies.sweeps.trial import Row


def test_settings_have_a_line_for_each_combination_and_a_bar_for_each_share(tmp_path: Path) -> None:
    sweep = swept(tmp_path / "a")
    figures = sweep_figures(sweep, sweep.rows())
    assert list(figures) == ["settings"]
    left, right = figures["settings"].axes[:2]
    lines = left.collections[0]
    assert len(lines.get_segments()) == 6
    assert [label.get_text() for label in left.get_xticklabels()] == ["segments", "range", "objective"]
    best = np.asarray(lines.get_segments()[-1])
    assert best[-1].tolist() == [2.0, 0.0]  # the smallest objective, drawn last
    assert [bar.get_width() for bar in right.patches] == [1.0, 0.0]
    assert figures["settings"].get_suptitle() == "a: objective by settings, mean over the seeds"


def test_function_without_a_success_has_no_panel(tmp_path: Path) -> None:
    def lost() -> Row:
        raise RunError("no luck")

    few = {**GRID, "functions": ["silu", "tanh"], "seeds": 1, "space": {"segments": [2]}}
    sweep = swept(tmp_path / "a", few, Here({0: lost}))
    assert len(sweep_figures(sweep, sweep.rows())["settings"].axes) == 2
    assert sweep_figures(sweep, []) == {}
