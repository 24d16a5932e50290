"""How long a training lasts: a number of steps, or of seconds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Steps or seconds of a training in all.

    Parameters
    ----------
    amount : float
        How many.
    unit : {"steps", "seconds"}
        Of what; seconds are wall time, that of earlier starts and of choosing starts included.
    """

    amount: float
    unit: Literal["steps", "seconds"]

    def __str__(self) -> str:
        return f"{self.amount:g} seconds" if self.by_time else f"{self.amount:,.0f} steps"

    @property
    def by_time(self) -> bool:
        """Tell whether seconds are counted."""
        return self.unit == "seconds"

    def used(self, steps: int, seconds: float) -> float:
        """Return how much of it is used after `steps` steps and `seconds` seconds, at most all."""
        return min(seconds if self.by_time else steps, self.amount)

    def progress(self, steps: int, seconds: float, begun: float) -> float:
        """Return how much of the training is done, from 0 to 1.

        Parameters
        ----------
        steps : int
            Steps done.
        seconds : float
            Wall time used.
        begun : float
            Wall time used before the first rollout was done: by time, the progress begins there.
        """
        if not self.by_time:
            return min(steps / self.amount, 1.0)
        if steps == 0:
            return 0.0
        return min(max(seconds - begun, 0.0) / max(self.amount - begun, 1e-9), 1.0)
