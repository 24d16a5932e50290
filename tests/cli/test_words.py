"""Words that the parser would misread: lists with commas, and values that begin with a dash."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwlact.cli.commands.compare import CompareCommand
from pwlact.cli.commands.fit import FitCommand
from pwlact.cli.commands.search import SearchCommand
from pwlact.cli.options import options_of
from pwlact.cli.parse import parse
from pwlact.cli.words import prepared, with_reward_model
from pwlact.errors import ConfigError

FIT = list(options_of(FitCommand))


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ("-P -5,-4,0,1 gelu", "-P -5 -4 0 1 gelu"),
        ("-P -5, -4 ,0", "-P -5 -4 0"),
        ("--points=-5,-4", "--points -5 -4"),
        ("-R -8,8 silu:a=1,b=2", "-R -8 8 silu:a=1,b=2"),
        ("-R -8 8 silu:a=1,b=2", "-R -8 8 silu:a=1,b=2"),
        ("--range=-8,8", "--range -8 8"),
        ("--expr -x*2", "--expr=-x*2"),
        ("--expr -tanh(x)", "--expr=-tanh(x)"),
        ("--expr x-1,2", "--expr x-1,2"),
        ("--round -3", "--round -3"),
        ("--csv --json", "--csv --json"),
        ("--csv --nosuch", "--csv --nosuch"),
        ("--no-figures a,b", "--no-figures a,b"),
    ],
)
def test_words_are_rewritten_only_where_they_are_misread(given_: str, expected: str) -> None:
    assert prepared(given_.split(), FIT) == expected.split()


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ("silu -R auto --json", "silu --auto-range --json"),
        ("silu --range=auto", "silu --auto-range"),
        ("-R auto silu", "--auto-range silu"),
        ("silu -R -8 8", "silu --no-auto-range -R -8 8"),
        ("silu --range=-8,8", "silu --no-auto-range --range -8 8"),
        ("silu --name auto", "silu --name auto"),
        ("silu -R", "silu --no-auto-range -R"),
    ],
)
def test_a_range_that_is_chosen_is_an_option_of_its_own(given_: str, expected: str) -> None:
    assert prepared(given_.split(), list(options_of(SearchCommand))) == expected.split()


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=6))
def test_commas_and_blanks_give_the_same_points(points: list[float]) -> None:
    texts = [repr(point) for point in points]
    blanks = parse(FitCommand, ["gelu", "-P", *texts], "fit")
    assert parse(FitCommand, ["gelu", "-P", ",".join(texts)], "fit") == blanks
    assert blanks.points == tuple(points)


def test_a_list_given_twice_is_refused_before_half_of_it_is_lost() -> None:
    twice = ["tanh", "--through", "0", "0", "--through", "1", "0.75"]
    with pytest.raises(ConfigError, match="--through is given once, with all its values, got it twice; join them"):
        parse(SearchCommand, twice, "search")
    joined = parse(SearchCommand, ["tanh", "--through", "0", "0", "1", "0.75"], "search")
    assert joined.constraints().through == ((0.0, 0.0), (1.0, 0.75))


def test_lists_of_names_and_dashed_expressions_are_parsed() -> None:
    assert parse(CompareCommand, ["gelu", "--methods", "minimax,uniform"], "compare").methods == ("minimax", "uniform")
    assert parse(SearchCommand, ["--expr", "-x*2"], "search").expr == "-x*2"


def test_a_reward_by_a_network_is_one_of_the_rewards_settings() -> None:
    assert with_reward_model(["silu", "--reward", "model:cnn", "--seed", "1"]) == [
        "silu", "--reward.model", "cnn", "--seed", "1",
    ]  # fmt: skip
    assert with_reward_model(["--reward=model:hf:folder"]) == ["--reward.model=hf:folder"]
    assert with_reward_model(["--reward.form", "exponential"]) == ["--reward.form", "exponential"]


@pytest.mark.parametrize("words", [["--reward"], ["--reward", "cnn"], ["--reward=model:"], ["--reward", "--seed"]])
def test_a_reward_without_a_network_is_refused(words: list[str]) -> None:
    with pytest.raises(ConfigError, match="--reward takes model:NAME"):
        with_reward_model(words)
