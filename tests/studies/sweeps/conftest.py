"""Clusters for the tests of sweeps, started once where they are wanted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from engines import Cluster, cluster_of


@pytest.fixture(scope="session")
def dask_cluster() -> Iterator[Cluster]:
    with cluster_of("dask") as cluster:
        yield cluster


@pytest.fixture(scope="session")
def ray_cluster() -> Iterator[Cluster]:
    with cluster_of("ray") as cluster:
        yield cluster
