"""The options of a settings record are those that the parser takes."""

from __future__ import annotations

import dataclasses

import pytest

from pwlact.cli.commands.export import ExportCommand
from pwlact.cli.commands.fit import FitCommand
from pwlact.cli.commands.runs_compare import RunsCompareCommand
from pwlact.cli.commands.search import SearchCommand
from pwlact.cli.commands.train import TrainCommand
from pwlact.cli.options import Option, options_of
from pwlact.rl.agent_config import PPOConfig


def _by_flag(kind: type, default: object = None) -> dict[str, Option]:
    return {option.flags[-1]: option for option in options_of(kind, default) if option.flags}


def test_names_values_and_defaults_are_the_fields() -> None:
    options = _by_flag(TrainCommand)
    assert (options["--segments"].metavar, options["--segments"].values, options["--segments"].default) == ("N", 1, 9)
    assert options["--range"].flags == ("-R", "--range")
    assert (options["--range"].metavar, options["--range"].values) == ("LOW HIGH", 2)
    assert options["--fit"].metavar == "lstsq|minimax|best"
    assert (options["--json"].metavar, options["--json"].values) == ("", 0)
    assert options["--config"].metavar == "FILE"
    assert _by_flag(FitCommand)["--points"].values is None
    assert _by_flag(ExportCommand)["--quantisation"].metavar == "X N X N"
    assert _by_flag(ExportCommand)["--quantisation"].values == 4


@pytest.mark.parametrize(
    ("kind", "word"), [(TrainCommand, "FUNCTION"), (ExportCommand, "RESULT"), (RunsCompareCommand, "RUN ...")]
)
def test_positionals_are_called_by_what_they_are(kind: type, word: str) -> None:
    assert [option.metavar for option in options_of(kind) if not option.flags] == [word]


RARE = {"--left-tail", "--right-tail", "--ends", "--density", "--max-segments", "--weight", "--through", "--monotone"}
RARE |= {"--non-negative", "--last-piece", "--csv", "--auto-range", "--mirror"}
RARE |= {"--noisy", "--slope", "--discontinuous", "--max-rms", "--select", "--folds", "--bootstrap"}


def test_tables_follow_and_are_rare() -> None:
    options = _by_flag(SearchCommand)
    assert options["--global.sigma"].group == "global"  # not global_
    for name, option in options.items():
        assert option.rare == ("." in name or name in RARE)


def test_an_instance_gives_the_defaults() -> None:
    default = TrainCommand(ppo=dataclasses.replace(PPOConfig(), epochs=77), seed=5)
    options = _by_flag(TrainCommand, default)
    assert (options["--ppo.epochs"].default, options["--seed"].default) == (77, 5)
