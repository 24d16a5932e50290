"""The best seed's result counts; every seed's figures stand beside it."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from pwlact.runs.best_seed import best_of
from pwlact.search import Result, load_result

DATA = Path(__file__).parents[1] / "data" / "v0"


@pytest.fixture(scope="module")
def results() -> list[Result]:
    """Give three results that differ in seed and reward."""
    one = load_result(DATA / "train-gelu" / "result.json")
    rewards = enumerate((2.0, 5.0, 3.0))
    return [dataclasses.replace(one, seed=k, reward=reward, evaluations=10 + k) for k, reward in rewards]


def test_the_highest_reward_is_the_best(results: list[Result]) -> None:
    best = best_of(results)
    assert (best.seed, best.reward, best.evaluations, best.status) == (1, 5.0, 33, "finished")
    assert best.details["rewards"] == {"best": 5.0, "median": 3.0, "worst": 2.0, "spread": 3.0}
    assert [(row["seed"], row["reward"]) for row in best.details["seeds"]] == [(0, 2.0), (1, 5.0), (2, 3.0)]
    assert best.details["best_episode"] == results[1].details["best_episode"]


def test_one_interrupted_seed_makes_the_whole_interrupted(results: list[Result]) -> None:
    cut = dataclasses.replace(results[0], status="interrupted")
    assert best_of([cut, *results[1:]]).status == "interrupted"


def test_one_seed_is_its_own_median(results: list[Result]) -> None:
    best = best_of(results[:1])
    assert best.details["rewards"] == {"best": 2.0, "median": 2.0, "worst": 2.0, "spread": 0.0}
