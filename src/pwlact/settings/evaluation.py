"""Settings of an evaluation: a network, and the tables that stand in for its activations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from tyro.conf import arg

from pwlact._types import Rare
from pwlact.errors import ConfigError, did_you_mean, require
from pwlact.formats import parse_format
from pwlact.settings.marks import File, Folder
from pwlact.settings.models import NetworkChoice
from pwlact.settings.search import check_seed

FLOAT = "float"
COUNTS = (4, 6, 8, 12, 16, 32)
FORMATS = (FLOAT, "q4.12", "q3.5", "fp16")
RECIPES = {
    "uniform": "segments of equal width, values by least squares",
    "interpolated": "segments of equal width, the function's own values at their ends",
    "agent": "the agent, for the paper's objective",
    "minimax": "smallest maximum error",
    "dp": "smallest mean square error",
    "density": "smallest mean square error under the network's inputs",
    "sensitivity": "smallest loss by the network's sensitivity",
    "density-range": "as density, with the range chosen",
    "sensitivity-range": "as sensitivity, with the range chosen",
}
"""Ways to make a table, by name; `exact` stands beside them: the exact function, rounded to the format."""
WEIGHTED = ("density", "sensitivity", "density-range", "sensitivity-range")
"""Those that need the network's profile."""


@dataclass(frozen=True, kw_only=True)
class EvaluationConfig(NetworkChoice):
    """Which network, with which tables."""

    segments_list: tuple[int, ...] = COUNTS
    """Numbers of segments."""
    methods: tuple[str, ...] = ()
    """Ways to place the points: uniform, interpolated, agent, minimax, dp, density, sensitivity, density-range,
    sensitivity-range. By default all of them; none beside --with."""
    formats: tuple[str, ...] = FORMATS
    """Number formats of the tables; float is real numbers."""
    tables: Annotated[tuple[str, ...], arg(name="with")] = ()
    """Tables of your own, as silu=RESULT; in place of a function, a site's name may stand."""
    profile: File | None = None
    """File of `pwlact models profile`, for density and sensitivity; by default it is made once."""
    count: int | None = None
    """Samples of the test data; by default all."""
    profile_count: Rare[int | None] = None
    """Samples of the calibration data for a profile that is made; by default all."""
    episodes: Rare[int] = 20_000
    """Episodes of each training of the agent."""
    resamples: Rare[int] = 2000
    """Resamples of the bootstrap."""
    seed: Rare[int] = 0
    """Seed of the agent and of the bootstrap."""
    out: Folder = "evaluations"
    """Folder of the tables, of the network's profile and of the rows that are done."""

    def __post_init__(self) -> None:
        check_seed(self.seed)
        for name in self.methods:
            if name not in RECIPES:
                hint = did_you_mean(name, RECIPES)
                raise ConfigError(f"unknown method {name[:40]!r}; {hint}the methods are {', '.join(RECIPES)}")
        for name in self.formats:
            if name != FLOAT:
                parse_format(name)
        require(bool(self.formats), "formats are one or more", "none", "try --formats float")
        require(bool(self.segments_list), "numbers of segments are one or more", "none", "try --segments-list 4,8,16")
        require(min(self.segments_list) >= 1, "segments are at least 1", min(self.segments_list), "try 4")
        for key, least in (("count", 1), ("profile_count", 1), ("episodes", 1), ("resamples", 20)):
            value = getattr(self, key)
            require(value is None or value >= least, f"{key} must be at least {least}", value, "leave it out")

    @property
    def recipes(self) -> tuple[str, ...]:
        """The ways to place the points that are asked for, each once."""
        return tuple(dict.fromkeys(self.methods or (() if self.tables else RECIPES)))

    @property
    def counts(self) -> tuple[int, ...]:
        """The numbers of segments, ascending."""
        return tuple(sorted(set(self.segments_list)))
