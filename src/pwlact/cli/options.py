"""The options of a settings record: names, values and defaults, as help and parser need them."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from tyro.conf import Positional
from tyro.constructors import PrimitiveConstructorSpec

from pwlact._types import RARE

METAVARS = {str: "TEXT", int: "N", float: "X"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One option, or one positional argument, which has no flags.

    Parameters
    ----------
    owner : type
        The record that has the field.
    field : str
        The field's name.
    flags : tuple of str
        The names on the command line, as --range and -R.
    metavar : str
        What stands for the value; empty for a switch.
    values : int or None
        How many values follow, None for a list.
    default : Any
        The value where none is given.
    rare : bool
        Whether the short help leaves it out.
    group : str
        The table that it belongs to, as ppo; empty for the record's own.
    """

    owner: type
    field: str
    flags: tuple[str, ...]
    metavar: str
    values: int | None
    default: Any
    rare: bool
    group: str = ""


def options_of(kind: Any, default: Any = None, group: str = "") -> Iterator[Option]:
    """Yield the options of a settings record, those of its tables behind them.

    Parameters
    ----------
    kind : type
        A dataclass; its tables are fields that hold dataclasses.
    default : Any
        An instance whose values are the defaults; by default the fields' own.
    group : str
        The name of the table that the record is.
    """
    hints = get_type_hints(kind, include_extras=True)
    tables = []
    for field in dataclasses.fields(kind):
        bare, marks = _unwrapped(hints[field.name])
        value = getattr(default, field.name, _own_default(field))
        named = next((mark.name for mark in marks if getattr(mark, "name", None)), field.name)
        if dataclasses.is_dataclass(bare):
            tables.append((bare, value, named))
        else:
            yield _option(kind, field.name, named, bare, marks, value, group)
    for bare, value, named in tables:
        yield from options_of(bare, value, named)


def _option(kind: type, name: str, named: str, bare: Any, marks: tuple[Any, ...], value: Any, group: str) -> Option:
    metavar, values = _shape(name, bare, marks)
    long = f"--{f'{group}.' if group else ''}{named.replace('_', '-')}"
    aliases = [alias for mark in marks for alias in getattr(mark, "aliases", None) or () if len(alias) == 2]
    return Option(
        owner=kind,
        field=name,
        flags=() if Positional in marks else (*aliases, long),
        metavar=metavar,
        values=values,
        default=value,
        rare=RARE in marks or bool(group),
        group=group,
    )


def _shape(name: str, bare: Any, marks: tuple[Any, ...]) -> tuple[str, int | None]:
    """Return what stands for a field's value, and how many words it takes: None for a list of any length."""
    spec = next((mark for mark in marks if isinstance(mark, PrimitiveConstructorSpec)), None)
    given = next((mark.metavar for mark in marks if getattr(mark, "metavar", None)), None)
    if spec is not None:
        return spec.metavar, spec.nargs if isinstance(spec.nargs, int) else None
    items = get_args(bare) if get_origin(bare) is tuple else (bare,)
    if items[-1] is Ellipsis:
        return given or f"{_word(name, items[0], marks)} ...", None
    words = [_word(name, item, marks) for item in items]
    return given or " ".join(words), len(items) if any(words) else 0


def _word(name: str, item: Any, marks: tuple[Any, ...]) -> str:
    """Return what stands for one word of a value; nothing for a switch, which takes none."""
    if get_origin(item) is Literal:
        return "|".join(map(str, get_args(item)))
    if Positional in marks:
        return name.removesuffix("s").upper()
    return METAVARS.get(item, "")


def _unwrapped(hint: Any) -> tuple[Any, tuple[Any, ...]]:
    """Return a hint's bare type, None left out, and what annotates it."""
    marks: tuple[Any, ...] = ()
    while get_origin(hint) is Annotated:
        hint, *more = get_args(hint)
        marks += tuple(more)
    if get_origin(hint) in (Union, types.UnionType):
        (inner,) = (part for part in get_args(hint) if part is not type(None))
        bare, more_marks = _unwrapped(inner)
        return bare, marks + more_marks
    return hint, marks


def _own_default(field: dataclasses.Field[Any]) -> Any:
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return None if field.default is dataclasses.MISSING else field.default
