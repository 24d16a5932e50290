"""Searches on noisy data, as settings say: one, the fewest within an error, the chosen number, with a bootstrap."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from noisy_problems import true_segments

from pwlact.errors import ConfigError
from pwlact.runs.data_searching import search_data, unwatched
from pwlact.search.result import Result
from pwlact.settings.search import SearchConfig


@pytest.fixture
def file(tmp_path: Path) -> str:
    np.save(tmp_path / "d.npy", np.stack(true_segments(80), axis=1))
    return str(tmp_path / "d.npy")


def _found(file: str, watch: Any = unwatched, **settings: Any) -> Result:
    config = SearchConfig(data=file, noisy=True, **{"segments": 2, **settings})
    return search_data(config, config.problem(), watch)


def test_the_settings_choose_the_search(file: str) -> None:
    assert _found(file).problem.segments == 2
    assert _found(file, max_rms="0.3").details["proven"] in (True, False)
    assert _found(file, select="bic", max_segments=3).details["select"] == "bic"


def test_a_bootstrap_tells_its_draws(file: str) -> None:
    told: list[tuple[int, int, str]] = []
    found = _found(file, lambda *figures: told.append(figures), bootstrap=2)
    assert told == [(1, 2, "draws"), (2, 2, "draws")]
    assert (found.status, found.details["bootstrap"]["count"]) == ("finished", 2)


def test_an_interrupt_keeps_the_result_and_its_draws(file: str) -> None:
    def watch(done: int, _total: int, _unit: str) -> None:
        if done == 3:
            os.kill(os.getpid(), signal.SIGINT)

    before = signal.getsignal(signal.SIGINT)
    found = _found(file, watch, bootstrap=50)
    assert (found.status, found.details["bootstrap"]["count"]) == ("interrupted", 3)
    assert signal.getsignal(signal.SIGINT) == before


def test_noisy_data_are_not_mirrored(file: str) -> None:
    with pytest.raises(ConfigError, match="got noisy data; leave out --mirror"):
        _found(file, mirror=True)
