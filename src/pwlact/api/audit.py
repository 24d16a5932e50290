"""`audit`: somebody's own table, its errors, and how far it is from the best possible."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pwlact.api import checks, html
from pwlact.api.given import FunctionLike, Given, function_settings
from pwlact.api.typed import record as record_of
from pwlact.functions import Interval, ascending, check_interval
from pwlact.settings.audit import AuditConfig
from pwlact.settings.unit import UnitChoice
from pwlact.studies import audit as study
from pwlact.studies import audit_record as record
from pwlact.studies.audit_json import audit_to_json
from pwlact.studies.audit_text import error_pairs, heading, verdict_pairs
from pwlact.tables.coded import Side

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, kw_only=True)
class _Audit(Given, AuditConfig):
    """Settings of an audit, with the function as an object if it is one."""

    def names_function(self) -> bool:
        return self.given is not None or super().names_function()


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Audit(record.Audit):
    """What a table is worth: figures of the whole and of each row."""

    @classmethod
    def of(cls, found: record.Audit) -> Audit:
        """Return an audit with the methods of this class."""
        return cls(**{field.name: getattr(found, field.name) for field in dataclasses.fields(record.Audit)})

    def plot(self, path: str | Path | None = None) -> Figure:
        """Return the figure, and write it to `path` if given: a file ending in .png, .svg or .pdf.

        Raises
        ------
        InputError
            If the file's suffix is another, or it cannot be written.
        """
        from pwlact.plots import audit, save_figure

        figure = audit(self)
        if path is not None:
            save_figure(figure, Path(checks.text("path", path, "audit.png")))
        return figure

    def to_json(self) -> dict[str, Any]:
        """Return the audit as a JSON object, as `pwlact audit --json` prints it."""
        return audit_to_json(self)

    def __repr__(self) -> str:
        lines = (f"{name:<13}  {text}" for name, text in (*error_pairs(self), *verdict_pairs(self)))
        return "\n".join((heading(self), *lines, *self.notes))

    def _repr_html_(self) -> str:
        return html.audit(self)


def audit(
    table: str | Path | Mapping[str, Any],
    function: FunctionLike | None = None,
    *,
    interval: Interval | None = None,
    mirror: bool = False,
    format: str | None = None,
    unit: UnitChoice | Mapping[str, Any] | None = None,
    codes: bool = False,
    bits: int | None = None,
    at_breakpoint: Side = "right",
) -> Audit:
    """Measure somebody's own table of lines, row by row, and say how far it is from the best possible.

    Parameters
    ----------
    table : str, Path or dict
        A CSV file with columns begin, slope, intercept or x, value; a JSON file, or its object, with the lists
        breakpoints, slopes, intercepts or breakpoints, values; GQA-LUT's JSON; a result or an export of our own.
    function : str, Activation or callable, optional
        The function that the table is for; by default the one that the file names.
    interval : (float, float), optional
        Range; by default the table's own, or the function's.
    mirror : bool
        The table is for x >= 0 alone, and the function's symmetry reflects it.
    format : str, optional
        Number format of a hardware unit, as in ``"q4.12"``, whose errors over all inputs are then taken too.
    unit : UnitChoice or dict, optional
        More of the unit: output, slope, intercept, rounding, ...
    codes : bool
        The table's numbers are codes of these formats.
    bits : int, optional
        Of GQA-LUT's JSON, the table for inputs of this many fraction bits.
    at_breakpoint : {"right", "left"}
        With `format`: the piece of an input that equals a breakpoint.

    Returns
    -------
    Audit
        With `errors`, `worst`, `rows`, `best`, `lower_bound`, `gap`, and `plot`, `to_json`.

    Raises
    ------
    InputError
        If the table is malformed, its function is not known, or it does not fit its formats.

    Examples
    --------
    >>> import pwlact
    >>> a = pwlact.audit({"breakpoints": [-3, 3], "slopes": [0, 1 / 6, 0], "intercepts": [0, 0.5, 1]}, "sigmoid")
    >>> round(a.errors.max, 4), round(a.best, 4)
    (0.0692, 0.0292)
    """
    named = function if isinstance(function, str) else None
    config = _Audit(
        **_function(named, interval),
        table="" if isinstance(table, Mapping) else checks.text("table", table, "table.csv"),
        mirror=checks.flag("mirror", mirror),
        format=None if format is None else checks.text("format", format, "q4.12"),
        unit=UnitChoice() if unit is None else record_of("unit", UnitChoice, unit),
        codes=checks.flag("codes", codes),
        bits=None if bits is None else checks.whole("bits", bits, 6),
        at_breakpoint=checks.choice("at_breakpoint", at_breakpoint, Side),
    )
    lines = study.load_table(config, table if isinstance(table, Mapping) else None)
    if named is None:  # a Python function is made for a range, which the table may state
        config = dataclasses.replace(config, **_function(function, interval or lines.interval))
    return Audit.of(study.audit(config, lines))


def _function(function: FunctionLike | None, interval: Interval | None) -> dict[str, Any]:
    """Return the settings of a function that may be missing, and of a range."""
    if function is not None:
        return function_settings(function, interval)
    return {"range": None if interval is None else check_interval(ascending(interval))}
