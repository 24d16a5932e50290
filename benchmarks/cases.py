"""The cases that benchmarks share: 22 of `cases.toml`, and 18 functions of the catalogue by numbers of segments."""

from __future__ import annotations

import itertools
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pwlact.rl.engine import preferred_engine
from pwlact.rl.presets import presets
from pwlact.search.problem import FitName, Problem
from pwlact.settings.training import TrainConfig

HERE = Path(__file__).parent
FUNCTIONS = (
    *("arctan", "elu", "erf", "exp", "exp2", "gelu", "gelu_tanh", "hardswish", "logsigmoid", "mish", "reciprocal"),
    *("selu", "sigmoid", "silu", "softplus", "softsign", "tanh", "tanhshrink"),
)
SEGMENTS = (9, 16, 32, 64, 6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A function or an expression, its range (None is its own) and a number of points."""

    points: int
    function: str | None = None
    expr: str | None = None
    range: tuple[float, float] | None = None

    @property
    def name(self) -> str:
        """Function and range, as tables show them."""
        name = self.function or self.expr or ""
        return name if self.range is None else f"{name} [{self.range[0]:g}, {self.range[1]:g}]"

    def settings(self, **more: Any) -> TrainConfig:
        """Return the training of the case with the tuned preset: the question is set, and what is given."""
        usual = presets("tuned", preferred_engine(more.get("engine", "auto"), "ppo"))
        question = {"function": self.function, "expr": self.expr, "range": self.range, "segments": self.points + 1}
        return TrainConfig(**question, **usual | more)  # type: ignore[arg-type, operator]

    def problem(self, fit: FitName) -> Problem:
        """Return the case with the paper's objective and the given kind of values."""
        return self.settings(fit=fit).problem()


def agent_cases() -> list[Case]:
    """Return the cases that the agent is trained on."""
    cases = tomllib.loads((HERE / "cases.toml").read_text(encoding="utf-8"))["cases"]
    return [Case(**{**case, "range": tuple(case["range"]) if "range" in case else None}) for case in cases]


def catalogue_cases() -> list[Case]:
    """Return every function by every number of segments, on the functions' own ranges."""
    return [Case(function=name, points=n - 1) for n, name in itertools.product(SEGMENTS, FUNCTIONS)]
