"""The function of a stored result: named, written as an expression, or given again."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

from pwlact import functions
from pwlact.data import check_again, data_again, data_of
from pwlact.errors import FileError, InputError
from pwlact.functions import Activation, Interval, Line, check_interval
from pwlact.functions.activation import TailSource
from pwlact.functions.tails import SIDES

FunctionOn = Callable[[Interval], Activation]
"""From a result's range to its function, where no file can name it."""


def stored_tails(data: dict[str, Any]) -> dict[str, Line]:
    """Return the tails of a result's approximation by side, "left" and "right"."""
    return {side: Line(*(float(part) for part in data["tails"][side])) for side in ("left", "right")}


def tail_sources_to_json(activation: Activation) -> dict[str, dict[str, str]]:
    """Return the sources of an expression's tails, where one is not given: its text alone does not tell them."""
    sources: dict[str, str] = {side: activation.tail_source(side) for side in SIDES}
    usual = {"given"} if activation.data is None else {"extended"}
    named = activation.expression is None and activation.data is None
    return {} if named or set(sources.values()) == usual else {"tail_sources": sources}


def stored_function(data: dict[str, Any], path: Path | None = None) -> Activation:
    """Return the function that a result names, whose expression it holds, or whose data are found again.

    Raises
    ------
    FileError
        If the result is of a Python function, which no file can name, or its data are gone.
    """
    if data["expression"] is not None:
        return _expression(data)
    if data.get("data") is not None:
        return _with_tails(functions.from_data(data_again(data["data"], str(data["function"]), path)), data)
    if functions.is_known(data["function"]):
        return functions.get(data["function"])
    raise FileError(
        f"a result of a Python function takes the function again, got {data['function']!r}; "
        "use pwlact.load(path, function=...)"
    )


def _with_tails(activation: Activation, data: dict[str, Any]) -> Activation:
    """Return the function of data with the tails that were given."""
    tails, sources = stored_tails(data), data.get("tail_sources", {})
    left, right = (tails[side] if sources.get(side) == "given" else None for side in SIDES)
    return dataclasses.replace(activation, left_tail=left, right_tail=right)


def _expression(data: dict[str, Any]) -> Activation:
    """Return a custom expression, each tail with its source; without a source it is as given."""
    tails, sources = stored_tails(data), data.get("tail_sources", {})
    if not set(sources.values()) <= set(get_args(TailSource)):
        raise ValueError(f"tail_sources {sources!r}")
    activation = functions.from_expression(
        data["expression"],
        left_tail=tails["left"],
        right_tail=tails["right"],
        interval=check_interval(data["interval"]),
    )
    return dataclasses.replace(
        activation,
        left_tail=None if sources.get("left") == "extended" else tails["left"],
        right_tail=None if sources.get("right") == "extended" else tails["right"],
        estimated_tails=tuple(side for side in SIDES if sources.get(side, "given") != "given"),
    )


def given_again(data: dict[str, Any], given: FunctionOn) -> Activation:
    """Return the function of a result that names none, on the result's range.

    Raises
    ------
    FileError
        If the result names its function, or the one that is given fails on the range.
    """
    named, stated = data["expression"] or data["function"], data.get("data")
    if data["expression"] is not None or functions.is_known(named):
        raise FileError(f"this result names its function, {named!r}, got another beside it; leave out function")
    try:
        activation = given(check_interval(data["interval"]))
    except InputError as fault:
        raise FileError(f"the function must be the result's own, on its range, got {fault}") from fault
    return activation if stated is None else _data_again(activation, data)


def _data_again(activation: Activation, data: dict[str, Any]) -> Activation:
    """Return the function of data given again, noisy or not, by the result's name and with its tails."""
    again, stated = activation.data, data["data"]
    if again is None:
        raise FileError(
            f"a result of data takes its points again, got {activation.name}; use pwlact.load(path, function=(x, y))"
        )
    name = str(data["function"])
    named = data_of(again.x, again.y, again.weight, noisy=bool(stated["noisy"]), file=again.file, name=name)
    check_again(named, stated)
    return _with_tails(functions.from_data(named), data)
