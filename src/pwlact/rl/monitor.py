"""The monitor file of a training: a row for an episode, in the columns of Stable-Baselines3's VecMonitor.

Stable-Baselines3 has a row for each episode. Of a training with JAX of more than 75,000 episodes, a rollout in a few is
there, and each with a new best episode.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from pwlact._types import Array
from pwlact.errors import FileError


def monitor_path(folder: Path) -> Path:
    """Name the monitor file of this start; Stable-Baselines3 reads all those of a folder together."""
    earlier = len(list(folder.glob("*monitor.csv")))
    return folder / (f"resumed-{earlier}.monitor.csv" if earlier else "monitor.csv")


class Monitor:
    """Writes an episode's return, length, seconds since the start and final reward, as a context.

    Raises
    ------
    FileError
        If the file cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._started = time.time()
        try:
            self._file = path.open("x", encoding="utf-8", newline="\n")
        except OSError as fault:
            raise FileError(f"{path} must be writable, got {fault.strerror}; choose another place") from fault
        self._file.write(f"#{json.dumps({'t_start': self._started, 'env_id': None})}\nr,l,t,final_reward\n")

    def __enter__(self) -> Monitor:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def write(self, returns: Array, lengths: NDArray[np.int64], finals: Array) -> None:
        """Write n episodes: sums of rewards, numbers of steps and final rewards, each of shape (n,)."""
        seconds = round(time.time() - self._started, 6)
        rows = zip(returns.tolist(), lengths.tolist(), finals.tolist(), strict=True)
        self._file.writelines(f"{total:.6f},{length},{seconds},{final}\n" for total, length, final in rows)
