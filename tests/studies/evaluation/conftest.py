"""An evaluation of the tiny network, which several tests look at."""

from __future__ import annotations

from pathlib import Path

import pytest
from tiny_evaluation import SETTINGS
from tiny_network import TinyNetwork

from pwlact.settings.evaluation import EvaluationConfig
from pwlact.studies.evaluation.compute import EvaluationRun
from pwlact.studies.evaluation.record import Evaluation


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("evaluated")


@pytest.fixture(scope="session")
def work(home: Path) -> EvaluationRun:
    return EvaluationRun(EvaluationConfig(**SETTINGS, out=str(home)), TinyNetwork())


@pytest.fixture(scope="session")
def found(work: EvaluationRun) -> Evaluation:
    return work.evaluation(list(work.rows()))
