"""A unit: its error on every input code, what the error is made of, what the unit is and what it costs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pwlact._types import Array
from pwlact.area.model import area_estimate, area_model
from pwlact.datapath import CodeValues, Unit, code_values
from pwlact.errors import FormatError
from pwlact.formats import FixedPoint
from pwlact.report.figures.unit import MAX_KEPT, codes_figure, reversals, shares_figure
from pwlact.report.section import Section
from pwlact.report.subject import Subject
from pwlact.search.facts.unit import unit_pairs
from pwlact.search.result import Result

PARTS = ("", "largest", "mean", "largest, ULP", "codes within ½ ULP", "within 1 ULP")
WHOLE = 2  # units on a page that keep all of their codes; more share that room
TARGETS = {"ice40": "iCE40, multipliers in DSPs", "ice40-nodsp": "iCE40, without DSPs"}


def unit(subject: Subject) -> Section | None:
    """Return the section of a result in a number format; None in real numbers."""
    result = subject.result
    if result.unit is None or result.candidate.unit_report is None:
        return None
    found = code_values(result.unit, result.problem.activation, result.problem.interval)
    turned = found.x[reversals(found)]
    return Section(
        name="unit",
        title="The unit, code by code",
        figures={
            "codes": codes_figure(result, found, min(1.0, WHOLE / subject.beside)),
            "shares": shares_figure(found),
        },
        values={
            "label": _label(result, found),
            "worst": float(found.x[found.inside][int(np.argmax(np.abs(found.places[found.inside])))]),
            "reversal": float(turned[0]) if turned.size else None,
            "columns": PARTS,
            "parts": _parts(found),
            "behaviour": list(_behaviour(result, found)),
            "facts_of": list(unit_pairs(result.unit)),
            "areas": list(_areas(result.unit)),
            "run": "" if subject.folder is None else f" {subject.name}",
            "thinned": _thinned(found),
        },
    )


def _label(result: Result, found: CodeValues) -> str:
    """Return what the figure of the errors shows, in words."""
    report = result.candidate.unit_report
    assert report is not None
    return (
        f"Error of the unit on {found.codes.size:,} input codes, in units in the last place: at most {report.ulp:.4g} "
        f"in the range; {report.reversals} reversals"
    )


def _thinned(found: CodeValues) -> str:
    """Return what the page leaves out of very many codes; nothing where it keeps them all."""
    codes = found.codes.size
    if codes <= 2 * MAX_KEPT:
        return ""
    return f" Of the {codes:,} codes the page keeps the smallest and the largest error of every {codes // MAX_KEPT}."


def _parts(found: CodeValues) -> list[tuple[str, ...]]:
    """Return what rounding alone costs, what the lines cost ahead of rounding, and both."""
    inside = found.inside
    ulp = found.unit.spec.output.ulp(found.exact[inside])
    rows = {
        "f(x), rounded": found.rounding_errors,
        "its lines": found.line_errors,
        "the unit": found.errors,
    }
    return [_part(name, np.abs(errors[inside]), ulp) for name, errors in rows.items()]


def _part(name: str, sizes: Array, ulp: Array) -> tuple[str, ...]:
    places = sizes / ulp
    shares = (f"{float(np.mean(places <= limit * (1.0 + 1e-12))):.2%}" for limit in (0.5, 1.0))
    return (name, f"{sizes.max():.4g}", f"{sizes.mean():.4g}", f"{places.max():.4g}", *shares)


def _behaviour(result: Result, found: CodeValues) -> Iterator[tuple[str, str]]:
    """Yield what the unit does at its limits: reversals, saturation, codes beyond the range."""
    turned = found.x[reversals(found)]
    yield "reversals", _places(turned, "the output never turns against the function in the range")
    full = found.x[found.saturated & found.inside]
    yield "saturation", _places(full, "no sum goes beyond the output format in the range")
    report = result.candidate.unit_report
    beyond = int(np.sum(~found.counted))
    outside = found.codes.size - int(found.inside.sum()) - beyond
    if outside and report is not None:
        largest = "infinite" if report.outside is None else f"{report.outside:.4g}"
        yield "outside the range", f"{outside:,} further codes, served by the tails: largest error {largest}"
    if beyond:
        yield "no right output", f"at {beyond:,} codes f(x) exceeds {found.unit.spec.output.name}, or has no value"


def _places(x: Array, none: str) -> str:
    """Return at which inputs something occurs, the first four by name."""
    if not x.size:
        return none
    named = ", ".join(f"{value:.6g}" for value in x[:4].tolist())
    return f"{x.size:,} input code{'' if x.size == 1 else 's'}: x = {named}{', ...' if x.size > 4 else ''}"


def _areas(unit: Unit) -> Iterator[tuple[str, str]]:
    """Yield the estimated logic cells of each target, and how far estimates were off for units that were held out."""
    kind = "fixed_point" if isinstance(unit.spec.input, FixedPoint) else "floats"
    for target, title in TARGETS.items():
        facts = area_model(target).facts
        held = facts["fixed_point"] if kind == "fixed_point" else facts["by_kind"]["floats"]
        try:
            cells = area_estimate(unit, target)
        except FormatError as fault:
            yield title, f"no estimate: {fault}"
            continue
        yield (
            title,
            f"about {cells:.0f} logic cells, estimated; of {held['units']} units that Yosys counted, half are within "
            f"{held['median']:.0%} and nine of ten within {held['ninth_decile']:.0%} of their estimate",
        )
