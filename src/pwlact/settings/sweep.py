"""Settings of a sweep that its file has not: where and how many trials run, and where they are kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from tyro.conf import Positional, arg

from pwlact._types import Rare
from pwlact.errors import require
from pwlact.settings.marks import Folder


@dataclass(frozen=True, kw_only=True)
class SweepConfig:
    """Which sweep, where its trials run, and where they are kept."""

    file: Positional[str]
    """TOML file of the sweep: [train] or [search], and [space] with the values of each setting that varies."""
    jobs: int = 1
    """Trials side by side on this machine. Each takes a process and a core."""
    cluster: Annotated[str | None, arg(metavar="ENGINE:ADDRESS")] = None
    """Run the trials on a cluster: dask:ADDRESS or ray:ADDRESS."""
    storage: Annotated[str | None, arg(metavar="URL")] = None
    """Database of Optuna that keeps the trials, as sqlite:///sweeps.db; by default a journal file in the sweep's
    folder."""
    set: Annotated[tuple[str, ...], arg(metavar="KEY=VALUE ...")] = ()
    """Values in place of the file's, each a line of TOML. Example: train.steps=2000 seeds=1."""
    out: Folder = "runs"
    """Folder of the sweep's folder."""
    name: str | None = None
    """Name of the sweep's folder, and of its studies in a database; by default the file's."""
    keep_runs: Rare[bool] = False
    """Leave a run folder of each trial in the sweep's folder, in trials."""

    def __post_init__(self) -> None:
        require(self.jobs >= 1, "--jobs is at least 1", self.jobs, "try --jobs 2")

    @property
    def folder_name(self) -> str:
        """Name of the sweep's folder."""
        return self.name or Path(self.file).stem
