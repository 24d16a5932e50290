"""The file of a sweep."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from pwlact.errors import ConfigError, FileError, InputError
from pwlact.settings.command_config import config_of
from pwlact.settings.sweep_file import read_sweep, sweep_of
from pwlact.studies.sweeps.plan import count_points

SEARCH: dict[str, Any] = {"functions": ["silu"], "search": {"method": "uniform"}, "space": {"segments": [4, 8]}}


def test_usual_settings_follow_from_the_command() -> None:
    search = sweep_of(SEARCH)
    train = sweep_of({"functions": ["silu"], "train": {"engine": "sb3"}, "space": {"segments": [4, 8]}})
    assert (search.measure, search.larger, search.seeds) == ("objective", False, (0,))
    assert (train.measure, train.larger) == ("reward", True)
    assert sweep_of({**SEARCH, "direction": "maximise", "seeds": [4, 2]}).larger
    assert sweep_of({**SEARCH, "seeds": [4, 2]}).seeds == (4, 2)


def test_settings_of_a_trial_are_those_of_the_command() -> None:
    sweep = sweep_of({**SEARCH, "functions": ["silu", "SIGMOID"]})
    settings = sweep.settings("sigmoid", 3, {"segments": 8})
    assert settings == {"method": "uniform", "function": "sigmoid", "seed": 3, "segments": 8}
    assert config_of("search", settings).problem().activation.name == "sigmoid"


def test_expression_is_the_function_of_all_trials() -> None:
    sweep = sweep_of({"search": {"expr": "x**2", "range": [-1, 1]}, "space": {"segments": [4]}})
    assert sweep.settings(sweep.functions[0], 0, {"segments": 4})["expr"] == "x**2"
    assert "function" not in sweep.settings(sweep.functions[0], 0, {"segments": 4})


def test_changes_replace_values_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "study.toml"
    path.write_text('functions = ["silu"]\n[search]\nmethod = "dp"\n[space]\nsegments = [4, 8]\n', encoding="utf-8")
    sweep = read_sweep(path, ['search.method="uniform"', "seeds=2", "space={segments=[2,3,4]}"])
    assert (sweep.base["method"], sweep.seeds) == ("uniform", (0, 1))
    assert sweep.definition["space"] == {"segments": [2, 3, 4]}
    with pytest.raises(ConfigError, match="lines of TOML"):
        read_sweep(path, ["seeds"])


def test_documented_files_are_read() -> None:
    page = (Path(__file__).parents[2] / "docs" / "howto" / "sweeps.md").read_text(encoding="utf-8")
    example = tomllib.loads(page.partition("```toml\n")[2].partition("```")[0])
    sweep = sweep_of(example)
    assert count_points(sweep) * len(sweep.functions) * len(sweep.seeds) == 72
    lines = [tomllib.loads(line) for line in re.findall(r"^\| `(.* = .*)` \|", page, re.MULTILINE)]
    assert len(lines) == 5
    for line in lines:
        sweep_of({"functions": ["silu"], "sampler": "random", "trials": 3, "train": {"engine": "sb3"}, "space": line})


def test_figure_is_no_part_of_the_definition() -> None:
    assert sweep_of({**SEARCH, "figure": {"along": "segments"}}).definition == sweep_of(SEARCH).definition


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"schema": "pwlact.sweep/2"}, "a sweep's file is of schema 'pwlact.sweep/1', got 'pwlact.sweep/2'"),
        ({"sead": 1}, "got sead; did you mean seeds"),
        ({"train": {}}, "one of \\[train\\] and \\[search\\], got train and search"),
        ({"search": 3}, "search is a table"),
        ({"search": {"metod": "dp"}}, "got metod; did you mean method"),
        ({"search": {"method": "minmax"}}, "unknown method 'minmax'; did you mean minimax"),
        ({"search": {"seed": 1}}, "seeds at its top"),
        ({"search": {"out": "here"}}, "command line"),
        ({"search": {"function": "tanh"}}, "functions or function, got both"),
        ({"functions": []}, "a list of names"),
        ({"functions": "silu"}, "a list of names"),
        ({"functions": ["silo"]}, "silu"),
        ({"functions": ["silu", "SiLU"]}, "named once"),
        ({"functions": ["silu"], "seeds": 0}, "seeds are"),
        ({"seeds": [1, 1]}, "named once"),
        ({"seeds": [-1]}, "a seed is from 0"),
        ({"space": {}}, "names settings"),
        ({"space": {"segmets": [4]}}, "did you mean segments"),
        ({"space": {"segments": [4.5]}}, "segments is a whole number, got 4.5"),
        ({"space": {"segments": [4, "x"]}}, "segments is a whole number, got 'x'"),
        ({"space": {"seed": [1, 2]}}, "varies settings of a trial, got seed"),
        ({"space": {"method": ["dp", "dq"]}}, "unknown method"),
        ({"space": {"segments": [4], "size": [{"segments": 5}]}}, "segments varies in one part"),
        ({"search": {}, "space": {"method": ["dp", "minimax"]}}, "by one objective, got max and mse; add optimise"),
        ({"search": {"method": "dp"}, "space": {"objective": ["max", "mse"]}}, "by one objective, got max and mse"),
        ({"search": {"moves": 5}}, "known, got moves; did you mean dp.moves"),
        ({"sampler": "tpe"}, "needs trials"),
        ({"sampler": "tpi", "trials": 3}, "did you mean tpe"),
        ({"trials": 3}, "trials go with sampler random or tpe"),
        ({"sampler": "random", "trials": 0}, "needs trials"),
        ({"pruner": "median"}, "goes with \\[train\\]"),
        ({"optimise": "rewards"}, "did you mean reward"),
        ({"published": {"silu": -1}}, "above 0"),
        ({"figure": {"by": "fit"}}, "names parts of \\[space\\]"),
    ],
)
def test_bad_files_are_refused_in_one_line(change: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=words) as refusal:
        sweep_of({**SEARCH, **change})
    assert "\n" not in str(refusal.value)


def test_unreadable_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="readable"):
        read_sweep(tmp_path / "none.toml")
    (tmp_path / "bad.toml").write_text("a = [", encoding="utf-8")
    with pytest.raises(FileError, match="TOML"):
        read_sweep(tmp_path / "bad.toml")
