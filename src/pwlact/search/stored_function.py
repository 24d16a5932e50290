"""The function of a stored result: named, written as an expression, or given again."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any, get_args

from pwlact import functions
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
    named = activation.expression is None or set(sources.values()) == {"given"}
    return {} if named else {"tail_sources": sources}


def stored_function(data: dict[str, Any]) -> Activation:
    """Return the function that a result names, or whose expression it holds.

    Raises
    ------
    FileError
        If the result is of a Python function, which no file can name.
    """
    if data["expression"] is not None:
        return _expression(data)
    if functions.is_known(data["function"]):
        return functions.get(data["function"])
    raise FileError(
        f"a result of a Python function takes the function again, got {data['function']!r}; "
        "use pwlact.load(path, function=...)"
    )


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
    named = data["expression"] or data["function"]
    if data["expression"] is not None or functions.is_known(named):
        raise FileError(f"this result names its function, {named!r}, got another beside it; leave out function")
    try:
        return given(check_interval(data["interval"]))
    except InputError as fault:
        raise FileError(f"the function must be the result's own, on its range, got {fault}") from fault
