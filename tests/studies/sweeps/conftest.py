"""Clusters for the tests of sweeps, started once where they are wanted."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from engines import Cluster, cluster_of


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A journal is synchronised with the disk at every line, which takes most of a tiny sweep's time."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.fixture(scope="session")
def dask_cluster() -> Iterator[Cluster]:
    with cluster_of("dask") as cluster:
        yield cluster


@pytest.fixture(scope="session")
def ray_cluster() -> Iterator[Cluster]:
    with cluster_of("ray") as cluster:
        yield cluster
