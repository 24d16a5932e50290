"""What a user may give for a function, and settings records that hold it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pwlact import functions
from pwlact.data import Data, data_of, is_data_file
from pwlact.errors import FunctionError, require
from pwlact.functions import Activation, Interval, ascending, check_interval
from pwlact.settings.function import FunctionChoice

FunctionLike = str | Path | Activation | Data | tuple[Any, ...] | Callable[[Any], Any]
"""A name, an expression in x, an `Activation`, a callable of numbers or arrays; or data: (x, y), (x, y, weight),
`Data`, or a .csv, .npy or .npz file of them."""

IntervalLike = Interval | Literal["auto"]
"""A range, or "auto": it is chosen by the density of the inputs."""

NAME = r"[A-Za-z_][\w-]*(:.*)?"  # anything else is an expression, and so is x
AUTO = "auto"  # in place of an interval: it is chosen
DEFAULT_INTERVAL = (-8.0, 8.0)


@dataclass(frozen=True, kw_only=True)  # no slots: a mixin
class Given(FunctionChoice):
    """Settings of a function that is given as an object."""

    given: Activation | None = None

    @property
    def at_data(self) -> bool:
        """Whether errors are measured at noisy data."""
        return super().at_data if self.given is None else self.given.noisy

    def activation(self) -> Activation:
        """Return the object, or the function that a name or an expression states."""
        return super().activation() if self.given is None else self.given


def function_settings(
    function: FunctionLike, interval: IntervalLike | None, *, auto: bool = False, noisy: bool = False
) -> dict[str, Any]:
    """Return the settings `function`, `expr`, `data` or `given`, and `range`, that state a function on a range.

    Where `auto` allows it, the range may be "auto", which is the setting `auto_range`. `noisy` is of data alone.

    Raises
    ------
    FunctionError, ExpressionError
        If the function is of another type, unknown, or not in the expression language.
    ConfigError
        If data are bad, or `noisy` is of no data.
    IntervalError
        If the range is not two different finite numbers; reversed ones are put in order, with a `PwlactWarning`.
    """
    if auto and isinstance(interval, str) and interval == AUTO:
        return {**function_settings(function, None, noisy=noisy), "auto_range": True}
    span = None if interval is None else check_interval(ascending(interval))
    if is_data_file(function):
        return {"data": str(function), "noisy": noisy, "range": span}
    if isinstance(function, (tuple, Data)):
        data = _data(function, noisy)
        functions.warn_of_roughness(data)
        return {"given": functions.from_data(data), "range": span}
    require(not noisy, "noisy is of data", _short(function), "give (x, y), or leave it out")
    if isinstance(function, Activation):
        return {"given": function, "range": span}
    if isinstance(function, str):
        is_name = re.fullmatch(NAME, function.strip()) is not None and function.strip() != "x"
        return {"function" if is_name else "expr": function, "range": span}
    if not callable(function):
        raise FunctionError(
            "a function is a name, an expression in x, points (x, y), an Activation or a callable, got "
            f"{_short(function)}; try 'silu' or (x, y)"
        )
    return {"given": _from_callable(function, span or DEFAULT_INTERVAL), "range": span}


def _short(given: Any) -> str:
    """Return how an object begins, in one line."""
    return " ".join(f"{given!r:.60}".split())


def _data(given: tuple[Any, ...] | Data, noisy: bool) -> Data:
    """Return points given as arrays or as a record, which `noisy` turns into noisy ones."""
    if isinstance(given, Data):
        return dataclasses.replace(given, noisy=given.noisy or noisy)
    require(len(given) in (2, 3), "data are (x, y) or (x, y, weight)", f"{len(given)} arrays", "leave others out")
    return data_of(*given, noisy=noisy)


def _from_callable(function: Callable[[Any], Any], interval: Interval) -> Activation:
    return functions.from_callable(function, name=_name_of(function), interval=interval)


def _name_of(function: Callable[[Any], Any]) -> str:
    """Return a callable's name, which must not be mistaken for one of the catalogue when a result is loaded."""
    name = callable_name(function)
    return f"python_{name}" if functions.is_known(name) else name


def callable_name(function: Callable[[Any], Any]) -> str:
    """Return a callable's name, "function" for one without."""
    name = getattr(function, "__name__", type(function).__name__)
    return "function" if name == "<lambda>" else str(name)
