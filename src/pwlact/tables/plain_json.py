"""Tables in plain JSON, our own results and exports in real numbers among them.

{"breakpoints": [...], "slopes": [...], "intercepts": [...]} or {"breakpoints": [...], "values": [...]}; the keys
function, interval and tails may stand beside them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import numpy as np

from pwlact import functions
from pwlact.datapath import UnitSpec
from pwlact.errors import FileError, InputError
from pwlact.functions import Activation, Interval, check_interval
from pwlact.search.stored_function import stored_function, stored_tails
from pwlact.tables.columns import table_from_columns
from pwlact.tables.table import Table

FORMS = '{"breakpoints", "slopes", "intercepts"} or {"breakpoints", "values"}'


def reads_plain(data: Mapping[str, Any]) -> bool:
    """Tell whether an object holds a table's lists."""
    return "breakpoints" in data


def read_plain(data: Mapping[str, Any], codes: UnitSpec | None = None) -> Table:
    """Return the table of an object; where it has values, these and not its slopes.

    Parameters
    ----------
    data : mapping
        The object.
    codes : UnitSpec or None
        Formats whose codes the numbers are; None where they are the numbers themselves.

    Raises
    ------
    FileError
        If a list is missing, or holds anything but numbers.
    FormatError
        If a number is no code of its format.
    BreakpointError
        If the numbers make no table.
    """
    names = ("breakpoints", "values") if "values" in data else ("breakpoints", "slopes", "intercepts")
    table = table_from_columns({name: list_of(data, name) for name in names}, codes)
    if "values" in data and "tails" in data:
        table = _with_tails(table, data)
    return dataclasses.replace(table, interval=stated_interval(data) or table.interval, activation=known_function(data))


def list_of(data: Mapping[str, Any], key: str) -> list[float]:
    """Return a list of numbers; in Python it may be a tuple or an array.

    Raises
    ------
    FileError
        If it is missing, or holds anything else.
    """
    numbers = data.get(key)
    if isinstance(numbers, (tuple, np.ndarray)):
        numbers = np.asarray(numbers).tolist()
    if not isinstance(numbers, list):
        found = f"no {key!r}" if numbers is None else f"{key!r}: {str(numbers)[:40]}"
        raise FileError(f"a table in JSON has the lists {FORMS}, got {found}; add it")
    bad = [number for number in numbers if isinstance(number, bool) or not isinstance(number, (int, float))]
    if bad:
        raise FileError(f"a table's {key} are numbers, got {str(bad[0])[:40]!r}; mend it")
    try:
        return [float(number) for number in numbers]
    except OverflowError:
        raise FileError(f"a table's {key} are numbers of double precision, got one beyond; mend it") from None


def stated_interval(data: Mapping[str, Any]) -> Interval | None:
    """Return the range under the key interval, None where it is missing; raise IntervalError where it is bad."""
    return None if data.get("interval") is None else check_interval(data["interval"])


def known_function(data: Mapping[str, Any]) -> Activation | None:
    """Return the function that an object names, None where it names none that is known."""
    name = data.get("function")
    try:
        if (data.get("expression") is not None or data.get("data") is not None) and "tails" in data:
            return stored_function(dict(data))
        return functions.get(name) if isinstance(name, str) and functions.is_known(name) else None
    except (InputError, TypeError, ValueError, KeyError, AttributeError):
        return None


def _with_tails(table: Table, data: Mapping[str, Any]) -> Table:
    """Return a table with the tails that the file states, beyond the range of its values."""
    assert table.interval is not None
    try:
        tails = stored_tails(dict(data))
    except (TypeError, ValueError, KeyError) as fault:
        raise FileError(f"tails are two lines, left and right, got {str(data['tails'])[:40]}; mend them") from fault
    left, right = tails["left"], tails["right"]
    low, high = table.interval
    return dataclasses.replace(
        table,
        breakpoints=np.concatenate(([low], table.breakpoints, [high])),
        slopes=np.concatenate(([left.slope], table.slopes, [right.slope])),
        intercepts=np.concatenate(([left.intercept], table.intercepts, [right.intercept])),
    )
