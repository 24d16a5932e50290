"""Exceptions of pwlact: each message says the rule, the value received and the remedy, in one line.

PwlactError
├── InputError (also a ValueError)      bad input; the command line exits with 2
│   ├── FunctionError                   unknown function or bad parameter of one
│   ├── ExpressionError                 a custom expression outside the accepted language
│   ├── IntervalError                   a range that is reversed, empty, infinite or not a number
│   ├── BreakpointError                 points outside the range, unsorted, duplicate or too close
│   ├── ConfigError                     unknown or ill-typed option, TOML key or setting
│   ├── FormatError                     a number format that does not exist, or cannot hold what it should
│   └── FileError                       a damaged, foreign or unwritable file or folder
└── RunError (also a RuntimeError)      a run that failed; the command line exits with 1
"""

from __future__ import annotations

import dataclasses
import difflib
import math
import sys
import warnings
from collections.abc import Iterable


class PwlactError(Exception):
    """Base class of everything that pwlact raises on purpose."""


class InputError(PwlactError, ValueError):
    """Input that breaks a stated rule."""


class FunctionError(InputError):
    """Unknown activation function, or a bad parameter of one."""


class ExpressionError(InputError):
    """Custom expression outside the accepted language."""


class IntervalError(InputError):
    """Range that is reversed, empty, infinite or not a number."""


class BreakpointError(InputError):
    """Breakpoints outside the range, unsorted, duplicate, too close or too many."""


class ConfigError(InputError):
    """Unknown or ill-typed option, TOML key or setting."""


class FormatError(InputError):
    """Number format that does not exist, or cannot hold what it should."""


class FileError(InputError):
    """Damaged, foreign or unwritable file or folder."""


class RunError(PwlactError, RuntimeError):
    """Run that failed for a reason other than its input."""


class PwlactWarning(UserWarning):
    """What a user should know of a default that was not taken as it is."""


def warn(text: str) -> None:
    """Warn with a `PwlactWarning` at the line that called the package."""
    level, frame = 1, sys._getframe()
    while frame.f_back is not None and frame.f_globals.get("__name__", "").split(".")[0] == __package__:
        level, frame = level + 1, frame.f_back
    warnings.warn(text, PwlactWarning, stacklevel=level)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return a hint at the nearest known name, with a blank behind it; empty where none is near."""
    nearest = difflib.get_close_matches(name, list(known), 1)
    return f"did you mean {nearest[0]}? " if nearest else ""


def require(holds: bool, rule: str, value: object, remedy: str) -> None:
    """Raise ConfigError with rule, value and remedy where the rule does not hold."""
    if not holds:
        raise ConfigError(f"{rule}, got {value}; {remedy}")


def require_finite(name: str, config: object) -> None:
    """Raise ConfigError where a field of a settings record holds an infinite float, or one that is not a number.

    Parameters
    ----------
    name : str
        The record's name in messages: that of its table, as ppo; empty for a record of options.
    config : dataclass
        The record. Its floats are looked at, and those in tuples.
    """
    for field in dataclasses.fields(config):  # type: ignore[arg-type]
        value = getattr(config, field.name)
        numbers = [part for part in (value if isinstance(value, tuple) else (value,)) if isinstance(part, float)]
        label = f"{name}.{field.name.replace('_', '-')}" if name else f"--{field.name.replace('_', '-')}"
        bad = [number for number in numbers if not math.isfinite(number)]
        require(not bad, f"{label} must be finite", next(iter(bad), None), "leave it out for the default")
