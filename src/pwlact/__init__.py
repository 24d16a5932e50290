"""Piecewise-linear approximations of neural activation functions, for hardware.

    import pwlact
    r = pwlact.approximate("silu", segments=9)     # the smallest maximum error, proven
    r.pwl(0.5), r.errors.exact.max, r.lower_bound
    r.plot(); r.save("silu.json")

Everything is loaded when it is first asked for, so that the import is quick.
"""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING, Any

from pwlact._version import __version__

if TYPE_CHECKING:
    import pwlact.formats as formats
    import pwlact.functions as functions
    import pwlact.plots as plots
    from pwlact.api.approximate import approximate
    from pwlact.api.approximate_many import approximate_many
    from pwlact.api.audit import Audit, audit
    from pwlact.api.compare import compare
    from pwlact.api.comparison import Comparison
    from pwlact.api.load import load
    from pwlact.api.result import Result
    from pwlact.api.train import train
    from pwlact.errors import InputError, PwlactError, RunError
    from pwlact.functions import Activation, from_callable, from_expression
    from pwlact.many import Family, load_family
    from pwlact.pwl import PWL
    from pwlact.search import Objective, Problem

_HOMES = {
    "Activation": "functions",
    "Audit": "api.audit",
    "Comparison": "api.comparison",
    "Family": "many",
    "InputError": "errors",
    "Objective": "search",
    "PWL": "pwl",
    "Problem": "search",
    "PwlactError": "errors",
    "Result": "api.result",
    "RunError": "errors",
    "approximate": "api.approximate",
    "approximate_many": "api.approximate_many",
    "audit": "api.audit",
    "compare": "api.compare",
    "from_callable": "functions",
    "from_expression": "functions",
    "load": "api.load",
    "load_family": "many",
    "train": "api.train",
}
_MODULES = ("formats", "functions", "plots")
_EARLIER = {
    "error_report": ("metrics", "error_report"),
    "evaluator": ("search", "make_evaluator"),
    "load_result": ("search", "load_result"),
    "lstsq": ("fit", "lstsq"),
    "lstsq_batch": ("fit", "lstsq_batch"),
    "sample": ("fit", "sample"),
}
"""Names of version 0.1 that go on working; they live deeper in the package."""

__all__ = [
    "PWL",
    "Activation",
    "Audit",
    "Comparison",
    "Family",
    "InputError",
    "Objective",
    "Problem",
    "PwlactError",
    "Result",
    "RunError",
    "__version__",
    "approximate",
    "approximate_many",
    "audit",
    "compare",
    "formats",
    "from_callable",
    "from_expression",
    "functions",
    "load",
    "load_family",
    "plots",
    "train",
]


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return importlib.import_module(f"pwlact.{name}")
    if name in _HOMES or name in _EARLIER:
        home, inside = _EARLIER.get(name) or (_HOMES[name], name)
        return getattr(importlib.import_module(f"pwlact.{home}"), inside)
    raise AttributeError(f"module 'pwlact' has no attribute {name!r}; `dir(pwlact)` lists the names")


def __dir__() -> list[str]:
    return sorted(__all__)


if sys.modules.get("gymnasium") is not None:  # as in gymnasium.make("pwlact:pwlact/SegmentPoints-v0")
    importlib.import_module("pwlact.rl")
