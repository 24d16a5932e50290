"""The executor that a user names: processes of this machine, or an engine at an address."""

from __future__ import annotations

import importlib
from contextlib import AbstractContextManager

from pwlact.errors import ConfigError, did_you_mean
from pwlact.studies.sweeps.executors.executor import Executor
from pwlact.studies.sweeps.executors.local import local

ENGINES = ("dask", "ray")
"""Cluster engines; each has a module of its name with a function `connect(address)`, which loads the engine."""


def executor_of(jobs: int, cluster: str | None) -> AbstractContextManager[Executor]:
    """Return a context within which an executor takes calls; at its end, calls that still run are dropped.

    Parameters
    ----------
    jobs : int
        Processes side by side on this machine, at least 1; without a cluster.
    cluster : str, optional
        An engine and its address, as dask:tcp://10.0.0.1:8786 or ray:auto.

    Raises
    ------
    ConfigError
        If the engine is unknown, not installed or cannot be reached.
    """
    if cluster is None:
        return local(jobs)
    engine, _, address = cluster.partition(":")
    if engine not in ENGINES or not address:
        raise ConfigError(
            f"--cluster must be an engine and its address, as dask:tcp://10.0.0.1:8786 or ray:auto, got {cluster!r}; "
            f"{did_you_mean(engine, ENGINES) if engine not in ENGINES else ''}leave it out to run on this machine"
        )
    connect = importlib.import_module(f"{__package__}.{engine}").connect
    context: AbstractContextManager[Executor] = connect(address)
    return context
