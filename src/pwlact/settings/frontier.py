"""Settings of error against segments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from tyro.conf import arg

from pwlact.errors import ConfigError
from pwlact.search.methods import METHODS, Method
from pwlact.search.problem import Problem
from pwlact.settings.function import FunctionChoice
from pwlact.settings.problem import ProblemChoice
from pwlact.settings.search import MAX_SEGMENTS, check_seed, methods_named

FrontierObjective = Literal["max", "mse", "relative", "ulp"]

DEFAULTS: dict[FrontierObjective, tuple[str, ...]] = {
    "max": ("minimax", "curvature", "uniform"),
    "mse": ("dp", "curvature", "uniform"),
    "relative": ("minimax", "uniform"),
    "ulp": ("minimax", "uniform"),
}
"""Methods by objective where none are named."""


@dataclass(frozen=True, kw_only=True)
class FrontierConfig(ProblemChoice):
    """Error against segments for chosen methods."""

    objective: FrontierObjective | None = None
    """Error to show: max (exact maximum), mse, relative (the maximum over |f|) or ulp (that in last places). By default
    max, of noisy data mse."""
    segments_list: tuple[int, ...] = ()
    """Numbers of segments, in place of --segments and --max-count. Example: 4,8,16."""
    segments: int = 2
    """Smallest number of segments."""
    max_count: Annotated[int, arg(aliases=["--most"])] = 64
    """Largest number of segments; each is twice the one before."""
    methods: tuple[str, ...] = ()
    """Methods; by default the exact one for the objective, curvature and uniform."""
    max_segments: int = MAX_SEGMENTS
    """Largest number of segments to try for 8, 10, 12 and 16 bits."""
    seed: int = 0
    """Seed of the methods that use chance."""

    def __post_init__(self) -> None:
        FunctionChoice.__post_init__(self)
        check_seed(self.seed)
        methods_named(self.methods)
        if self.max_count < self.segments or self.max_segments < 1:
            raise ConfigError(
                f"max-count must be at least segments, {self.segments}, and max-segments at least 1, "
                f"got {self.max_count} and {self.max_segments}; try --max-count 64"
            )

    def counts(self) -> tuple[int, ...]:
        """Return the numbers of segments, ascending."""
        if self.segments_list:
            return tuple(sorted(set(self.segments_list)))
        counts = {self.segments, self.max_count}
        count = self.segments
        while 0 < count < self.max_count:  # fewer than one is the problem's to refuse
            counts.add(count)
            count *= 2
        return tuple(sorted(counts))

    def problem(self, segments: int) -> Problem:
        """Return the problem with this number of segments."""
        return self.stated(self.named(self.asked(), self.weight), segments)

    def asked(self) -> FrontierObjective:
        """Return the objective."""
        return self.objective or ("mse" if self.at_data else "max")

    def chosen(self) -> list[Method]:
        """Return the methods."""
        return methods_named(self.methods or [name for name in DEFAULTS[self.asked()] if self._serves(name)])

    def _serves(self, name: str) -> bool:
        """Tell whether a method is there, and serves noisy data where errors are at them."""
        return name in METHODS and (not self.at_data or METHODS[name].search_data is not None)
