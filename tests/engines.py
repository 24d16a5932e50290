"""A small cluster of two workers on this machine, as a process of its own; shared by the tests of executors.

`python engines.py dask|ray` prints the cluster's address, and ends when its standard input is closed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from processes import ENVIRONMENT

TESTS = Path(__file__).parent
IMPORTABLE = os.pathsep.join([str(TESTS), *filter(None, [os.environ.get("PYTHONPATH")])])
PACKAGES = {"dask": "distributed", "ray": "ray"}
AUTHENTICATION = {"RAY_AUTH_MODE": "disabled"}  # Ray would leave a token in the home folder
ENGINE_ENVIRONMENT = {**ENVIRONMENT, **AUTHENTICATION, "PYTHONPATH": IMPORTABLE}


@dataclass(frozen=True)
class Cluster:
    """A running cluster: its name for --cluster, and the process that all of its processes descend from."""

    name: str
    pid: int

    def workers(self, command: str) -> list[int]:
        """Return the processes whose command line has a text."""
        import psutil

        processes = psutil.Process(self.pid).children(recursive=True)
        return [one.pid for one in processes if command in " ".join(one.cmdline())]


@contextmanager
def cluster_of(engine: str) -> Iterator[Cluster]:
    """Run a cluster within the context; skip the test where the engine is not installed."""
    pytest.importorskip(PACKAGES[engine], reason=f"{engine} is not installed; run `pip install 'pwlact[cluster]'`")
    words = [sys.executable, __file__, engine]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=ENGINE_ENVIRONMENT) as server:
        assert server.stdout is not None
        try:
            yield Cluster(f"{engine}:{server.stdout.readline().decode().strip()}", server.pid)
        finally:
            server.communicate(timeout=60)


@contextmanager
def _dask() -> Iterator[str]:
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, memory_limit=0, silence_logs=50
    ) as cluster:
        yield cluster.scheduler_address


@contextmanager
def _ray() -> Iterator[str]:
    import ray

    with tempfile.TemporaryDirectory(prefix="ray", dir="/tmp") as folder:  # short, for names of sockets are
        ray.init(
            num_cpus=2,
            include_dashboard=False,
            log_to_driver=False,
            logging_level="ERROR",
            object_store_memory=80_000_000,
            _temp_dir=folder,
        )
        yield ray.get_runtime_context().gcs_address
        ray.shutdown()


if __name__ == "__main__":
    with {"dask": _dask, "ray": _ray}[sys.argv[1]]() as address:
        print(address, flush=True)
        sys.stdin.read()
