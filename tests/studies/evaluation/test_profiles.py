"""The profile that an evaluation weighs by."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tiny_evaluation import SETTINGS
from tiny_network import TinyNetwork

from pwlact.errors import ConfigError
from pwlact.fit.profile import Profile
from pwlact.fit.profile_file import read_profile
from pwlact.settings.evaluation import EvaluationConfig
from pwlact.studies.evaluation.profiles import profile_path


def config(**settings: Any) -> EvaluationConfig:
    return EvaluationConfig(**{**SETTINGS, **settings})


def test_it_is_made_once_for_each_number_of_samples(tmp_path: Path) -> None:
    paths = {profile_path(config(profile_count=count), TinyNetwork(), tmp_path) for count in (50, 60, 50)}
    assert {path.name for path in paths if path} == {"profile-50.npz", "profile-60.npz"}
    assert read_profile(tmp_path / "profile-50.npz").samples == 50


def test_none_is_made_where_no_method_needs_it(tmp_path: Path) -> None:
    assert profile_path(config(methods=("minimax", "dp")), TinyNetwork(), tmp_path) is None
    assert not any(tmp_path.iterdir())


def test_a_network_without_gradients_is_profiled_without_sensitivity(tmp_path: Path) -> None:
    class Still(TinyNetwork):
        has_gradients = False

        def profile(self, split: Any, *, sensitivity: bool, count: int | None = None) -> Profile:
            if sensitivity:
                raise ConfigError("a sensitivity needs gradients, got a network without; leave it out")
            return super().profile(split, sensitivity=False, count=count)

    path = profile_path(config(profile_count=50), Still(), tmp_path)
    assert path is not None
    assert all(site.squares is None for site in read_profile(path).sites)
