"""A result as JSON, schema pwlact.result/1: written, and read again."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, get_args

import numpy as np

from pwlact.data import keep_beside, stated_data
from pwlact.datapath import AllCodes, UnitReport
from pwlact.datapath.record import unit_from_json, unit_to_json
from pwlact.errors import ConfigError, FileError, PwlactError
from pwlact.files import parse_json, read_text, write_text
from pwlact.fit import Density, Pins
from pwlact.fit.density import density_of
from pwlact.functions import Activation
from pwlact.metrics import ErrorReport, Errors
from pwlact.pwl import PWL, SeparateLines
from pwlact.search.constraints import constraints_from_json, constraints_to_json
from pwlact.search.evaluators import Candidate
from pwlact.search.objective_json import objective_from_json, objective_to_json
from pwlact.search.problem import Problem
from pwlact.search.result import Result, Status
from pwlact.search.same_function import check_same_function
from pwlact.search.stored_function import (
    FunctionOn,
    given_again,
    stored_function,
    stored_tails,
    tail_sources_to_json,
)

SCHEMA = "pwlact.result/1"


def result_to_json(result: Result) -> dict[str, Any]:
    """Return the JSON object of a result."""
    problem, pwl = result.problem, result.candidate.pwl
    return {
        "schema": SCHEMA,
        "function": problem.activation.name,
        "expression": problem.activation.expression,
        "interval": list(problem.interval),
        "segments": problem.segments,
        "fit": problem.fit,
        "method": result.method,
        "breakpoints": pwl.breakpoints.tolist(),
        "points": pwl.points.tolist(),
        "values": pwl.values.tolist(),
        "slopes": pwl.slopes.tolist(),
        "intercepts": pwl.intercepts.tolist(),
        "betas": pwl.betas.tolist(),
        "tails": {"left": list(pwl.left_tail), "right": list(pwl.right_tail)},
        **tail_sources_to_json(problem.activation),
        **stated_data(problem.activation.data),
        "errors": {kind: value for kind, value in asdict(result.candidate.errors).items() if value is not None},
        "unit": _unit_json(result.candidate),
        "reward": result.reward,
        "objective": result.candidate.objective,
        "lower_bound": result.lower_bound,
        "gap": result.gap,
        "weights": objective_to_json(problem.objective),
        "pins": list(problem.pins),
        **constraints_to_json(problem.constraints),
        **_lines_json(result.candidate),
        "density": None if problem.density is None else problem.density.text,
        "seed": result.seed,
        "seconds": result.seconds,
        "evaluations": result.evaluations,
        "status": result.status,
        "versions": dict(result.versions),
        "parameters": dict(result.parameters),
        **result.details,
    }


_KEYS = {
    "function", "expression", "interval", "segments", "fit", "method", "breakpoints", "values", "tails", "errors",
    "reward", "objective", "weights", "seed", "seconds", "evaluations", "status", "versions", "parameters",
}  # fmt: skip

_LATER = {
    "lower_bound",
    "pins",
    "density",
    "unit",
    "tail_sources",
    "constraints",
    "data",
    "lines",
}  # not in the first results that were written

_DERIVED = {"schema", "points", "slopes", "intercepts", "betas", "gap"}


def result_from_json(data: Any, given: FunctionOn | None = None, path: Path | None = None) -> Result:
    """Rebuild a result from its JSON object.

    Parameters
    ----------
    data : dict
        What `result_to_json` returned.
    given : callable, optional
        The function on a range, for the result of a Python function, which no file can name, or of data that are gone.
    path : Path, optional
        The file that it was read from; beside it are a result's data.

    Raises
    ------
    FileError
        If the object is of another schema, lacks a key or holds a value of the wrong kind; if the function given is
        another than the result's, or the object names its own.
    """
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        found = data.get("schema") if isinstance(data, dict) else type(data).__name__
        raise FileError(f"a result has schema {SCHEMA!r}, got {found!r}; give a result.json that pwlact wrote")
    missing = sorted(_KEYS - data.keys())
    if missing:
        raise FileError(
            f"a result has the key {missing[0]!r}, which is missing; the file is damaged: run the search again"
        )
    density = _density(data.get("density"), str(data["function"]))
    try:
        result = _rebuild(data, density, stored_function(data, path) if given is None else given_again(data, given))
    except FileError:
        raise
    except (TypeError, ValueError, KeyError, AttributeError, OverflowError) as fault:
        reason = str(fault) if isinstance(fault, PwlactError) else f"{type(fault).__name__}: {fault}"
        raise FileError(f"a result's values must fit its schema, got {reason}; the file is damaged") from fault
    if given is not None and result.problem.activation.data is None:
        check_same_function(result)
    return result


def _density(text: Any, function: str) -> Density | None:
    """Return the density again; where its file is gone, one that says so when it is asked, as few uses do."""
    if text is None:
        return None
    try:
        return density_of(str(text), function)
    except (ConfigError, FileError) as fault:
        if not isinstance(fault, FileError) and ".npz" not in str(text):  # a profile may now be another
            raise FileError(f"a result's density must be one, got {text!r}; the file is damaged") from fault
        reason = f"a result's density must be there again, got {text!r}: {fault}"

    def gone(_x: Any) -> Any:
        raise FileError(reason)

    return Density(text=str(text), weight=gone)


def _lines_json(candidate: Candidate) -> dict[str, Any]:
    """Return the key of lines that need not join; none where pieces join."""
    lines = candidate.lines
    if lines is None:
        return {}
    parts = {"ends": lines.ends, "slopes": lines.slopes, "intercepts": lines.intercepts}
    return {"lines": {name: part.tolist() for name, part in parts.items()}}


def _lines(data: dict[str, Any], pwl: PWL) -> SeparateLines | None:
    stored = data.get("lines")
    return None if stored is None else SeparateLines(breakpoints=pwl.breakpoints, ends=np.array(stored["ends"]))


def _unit_json(candidate: Candidate) -> dict[str, Any] | None:
    if candidate.unit is None or candidate.unit_report is None:
        return None
    report = asdict(candidate.unit_report)
    later = [key for key in ("ulp_worst", "all_codes") if report[key] is None]  # as earlier versions wrote it
    return unit_to_json(candidate.unit) | {"report": {key: report[key] for key in report if key not in later}}


def _unit_report(data: dict[str, Any]) -> UnitReport:
    return UnitReport(
        errors=_errors(data["errors"]),
        ulp=_finite(data["ulp"]),
        worst=_finite(data["worst"]),
        outside=_optional(data["outside"]),
        reversals=int(data["reversals"]),
        inputs=int(data["inputs"]),
        ulp_worst=_optional(data.get("ulp_worst")),
        all_codes=_all_codes(data.get("all_codes")),
    )


def _all_codes(data: dict[str, Any] | None) -> AllCodes | None:
    """Return the errors over every input code; None in results of earlier versions."""
    if data is None:
        return None
    return AllCodes(
        inputs=int(data["inputs"]),
        max=_optional(data["max"]),
        worst=_finite(data["worst"]),
        reversals=int(data["reversals"]),
        reversals_at=tuple(_finite(x) for x in data["reversals_at"]),
        beyond=int(data["beyond"]),
    )


def _rebuild(data: dict[str, Any], density: Density | None, activation: Activation) -> Result:
    tails = stored_tails(data)
    pwl = PWL(
        breakpoints=np.array(data["breakpoints"], dtype=np.float64),
        values=np.array(data["values"], dtype=np.float64),
        left_tail=tails["left"],
        right_tail=tails["right"],
    )
    kinds = ("grid", "exact", *(("codes",) if data.get("unit") else ()))
    kinds += ("weighted",) if data["weights"].get("weight") else ()
    kinds += ("data",) if activation.noisy else ()
    lines = _lines(data, pwl)
    errors = ErrorReport(**{kind: _errors(data["errors"][kind]) for kind in kinds})
    unit = unit_from_json(data["unit"]) if data.get("unit") else None
    low, high = data["interval"]
    if (low, high, data["segments"]) != (*pwl.interval, pwl.segments):
        raise ValueError("interval and segments of other breakpoints")
    if data["status"] not in get_args(Status):
        raise ValueError(f"status {data['status']!r}")
    problem = Problem(
        activation=activation,
        interval=(low, high),
        segments=int(data["segments"]),
        fit=data["fit"],
        objective=objective_from_json(data["weights"]),
        pins=_pins(data.get("pins", (None, None))),
        density=density,
        spec=None if unit is None else unit.spec,
        constraints=constraints_from_json(data),
        discontinuous=lines is not None,
    )
    return Result(
        problem=problem,
        candidate=Candidate(
            pwl=pwl,
            errors=errors,
            objective=_finite(data["objective"]),
            unit=unit,
            lines=lines,
            unit_report=None if unit is None else _unit_report(data["unit"]["report"]),
        ),
        reward=_finite(data["reward"]),
        method=str(data["method"]),
        parameters=dict(data["parameters"]),
        seed=None if data["seed"] is None else int(data["seed"]),
        evaluations=int(data["evaluations"]),
        seconds=_finite(data["seconds"]),
        status=data["status"],
        versions=dict(data["versions"]),
        lower_bound=_optional(data.get("lower_bound")),
        details={key: value for key, value in data.items() if key not in _KEYS | _LATER | _DERIVED},
    )


def _errors(data: dict[str, Any]) -> Errors:
    return Errors(**{name: _finite(value) for name, value in data.items()})


def _finite(value: Any) -> float:
    number = float(value)
    if not np.isfinite(number):
        raise ValueError(f"number {number}")
    return number


def _optional(value: Any) -> float | None:
    return None if value is None else _finite(value)


def _pins(pair: Any) -> Pins:
    left, right = pair
    return _optional(left), _optional(right)


def save_result(result: Result, path: Path) -> None:
    """Write a result to a JSON file, whole or not at all; beside it, a copy of its data where it has any.

    Parameters
    ----------
    result : Result
        What is written.
    path : Path
        The file; an existing one is replaced.
    """
    if result.problem.activation.data is not None:
        keep_beside(result.problem.activation.data, path)
    write_text(path, result_text(result))


def result_text(result: Result) -> str:
    """Return the text of a result.json."""
    return json.dumps(result_to_json(result), indent=2) + "\n"


def load_result(path: Path, given: FunctionOn | None = None) -> Result:
    """Read a result from a JSON file.

    Parameters
    ----------
    path : Path
        A result.json.
    given : callable, optional
        The function on a range, for the result of a Python function, which no file can name.

    Raises
    ------
    FileError
        If the file cannot be read, is no JSON or no result; if the function given is another than the result's, or the
        file names its own.
    """
    try:
        data = parse_json(read_text(path))
    except OSError as fault:
        raise FileError(f"a result file must be readable, got {path}: {fault.strerror}; check the path") from fault
    except (ValueError, RecursionError) as fault:
        raise FileError(f"a result file holds JSON, got {path}: {fault}; the file is damaged") from fault
    return result_from_json(data, given, path)
