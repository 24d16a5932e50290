"""A stored policy is played again, or refused with one line."""

from __future__ import annotations

import dataclasses

import pytest
from trainings import unseen

from pwlact.errors import FileError
from pwlact.rl.engine import ENGINES, ConcreteName
from pwlact.runs.replay import replay
from pwlact.runs.training import run_training
from pwlact.settings.training import TrainConfig


@pytest.mark.parametrize("engine", ENGINES)
def test_a_policy_is_played_again(tiny: TrainConfig, engine: ConcreteName) -> None:
    tiny = dataclasses.replace(tiny, engine=engine)
    folder, result = run_training(tiny, unseen)
    for kind in ("best", "final"):
        episode = replay(folder, tiny, kind)
        assert episode.points.tolist() == result.details[f"{kind}_policy"]["points"]
        assert replay(folder, tiny, str(folder / "policies" / f"{kind}{ENGINES[engine].suffix}")).final == episode.final
    with pytest.raises(FileError, match="does not exist"):
        replay(folder, tiny, "nosuch")
    with pytest.raises(FileError, match="fit its run's config"):
        replay(folder, dataclasses.replace(tiny, segments=4), "best")
