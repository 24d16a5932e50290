"""The executor that a user names."""

from __future__ import annotations

import pytest

from pwlact.errors import ConfigError
from pwlact.studies.sweeps.executors.choose import executor_of
from pwlact.studies.sweeps.executors.local import LocalExecutor


def test_without_a_cluster_calls_run_here() -> None:
    with executor_of(3, None) as executor:
        assert isinstance(executor, LocalExecutor)
        assert executor.slots == 3


@pytest.mark.parametrize("cluster", ["dask", "dask:", "dusk:tcp://localhost:1", "localhost:8786"])
def test_an_engine_without_address_or_an_unknown_one_is_refused(cluster: str) -> None:
    with pytest.raises(ConfigError, match="--cluster must be an engine and its address"):
        executor_of(1, cluster)
