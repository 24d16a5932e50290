"""Piecewise-linear approximations of neural activation functions, placed by reinforcement learning.

`import pwlact` registers the gymnasium environment `pwlact/SegmentPoints-v0`; everything else is loaded when it is
first asked for, so that the import is quick and torch stays out.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from gymnasium.envs.registration import register

if TYPE_CHECKING:
    from pwlact.errors import InputError, PwlactError, RunError
    from pwlact.fit import lstsq, lstsq_batch, sample
    from pwlact.functions import Activation, from_callable, from_expression
    from pwlact.metrics import error_report
    from pwlact.pwl import PWL
    from pwlact.search import Objective, Problem, Result, load_result
    from pwlact.search import make_evaluator as evaluator

__version__ = "0.1.0"

_HOMES = {
    "Activation": "functions",
    "InputError": "errors",
    "Objective": "search",
    "PWL": "pwl",
    "Problem": "search",
    "PwlactError": "errors",
    "Result": "search",
    "RunError": "errors",
    "error_report": "metrics",
    "evaluator": "search",
    "from_callable": "functions",
    "from_expression": "functions",
    "load_result": "search",
    "lstsq": "fit",
    "lstsq_batch": "fit",
    "sample": "fit",
}

__all__ = [
    "PWL",
    "Activation",
    "InputError",
    "Objective",
    "Problem",
    "PwlactError",
    "Result",
    "RunError",
    "error_report",
    "evaluator",
    "from_callable",
    "from_expression",
    "load_result",
    "lstsq",
    "lstsq_batch",
    "sample",
]

register(id="pwlact/SegmentPoints-v0", entry_point="pwlact.rl.env:SegmentPointsEnv")


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(
            importlib.import_module(f"pwlact.{_HOMES[name]}"), {"evaluator": "make_evaluator"}.get(name, name)
        )
    raise AttributeError(f"module 'pwlact' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
