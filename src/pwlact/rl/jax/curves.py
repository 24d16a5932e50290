"""Learning curves for TensorBoard."""

from __future__ import annotations

import time
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Any

from pwlact.errors import warn


class Curves:
    """Writes figures against steps into a folder, as a context; without the package tensorboard it only says so."""

    def __init__(self, folder: Path) -> None:
        self._writer: Any = None
        if find_spec("tensorboard") is None:
            warn("learning curves need the package tensorboard, got none; run `pip install tensorboard` to have them")
            return
        from tensorboard.summary.writer.event_file_writer import EventFileWriter

        self._writer = EventFileWriter(str(folder))

    def __enter__(self) -> Curves:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._writer is not None:
            self._writer.close()

    def write(self, steps: int, figures: Mapping[str, float]) -> None:
        """Write figures by name after a number of steps."""
        if self._writer is None:
            return
        from tensorboard.compat.proto.event_pb2 import Event
        from tensorboard.compat.proto.summary_pb2 import Summary

        values = [Summary.Value(tag=name, simple_value=float(figure)) for name, figure in figures.items()]
        self._writer.add_event(Event(wall_time=time.time(), step=steps, summary=Summary(value=values)))
