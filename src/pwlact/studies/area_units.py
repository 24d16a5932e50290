"""The units whose errors and areas are held against each other: what is asked for, and what is found."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from pwlact.datapath import Unit, UnitSpec
from pwlact.errors import ConfigError, InputError, RunError
from pwlact.formats import FixedPoint, parse_format
from pwlact.functions import Activation, Interval, Symmetry
from pwlact.search.methods import METHODS
from pwlact.search.mirror import half_problem
from pwlact.search.problem import Problem, objective_named
from pwlact.search.solve import solve
from pwlact.settings.area_frontier import SCHEMES, AreaFrontierConfig, SchemeName
from pwlact.settings.unit import UnitChoice, unit_spec
from pwlact.studies.area_record import AreaRow


def asked_units(config: AreaFrontierConfig, activation: Activation) -> Iterator[tuple[AreaRow, UnitSpec | InputError]]:
    """Yield an empty row and the kind of unit for each that is asked for, or why there is none."""
    for text in config.formats:
        schemes = config.schemes or [scheme for scheme in SCHEMES if _allowed(scheme, text, activation)]
        for scheme in schemes:
            try:
                spec: UnitSpec | InputError = _spec(config, text, scheme, activation.symmetry)
            except InputError as fault:
                if scheme == "comparators" or len(config.schemes) == 1:
                    raise  # nothing of this format can be made
                spec = fault
            for segments in sorted(set(config.segments_list)):
                yield AreaRow(format=text, scheme=scheme, segments=segments), spec


def _allowed(scheme: SchemeName, text: str, activation: Activation) -> bool:
    """Tell whether a function and a format go with a scheme."""
    fixed = isinstance(parse_format(text), FixedPoint)
    if scheme == "shifts":
        return fixed
    if scheme == "mirrored":
        return activation.symmetry is not Symmetry.NONE
    return True


def _spec(config: AreaFrontierConfig, text: str, scheme: SchemeName, symmetry: Symmetry) -> UnitSpec:
    """Return the kind of unit of a scheme."""
    if scheme == "address":
        bits = min(config.address_bits, parse_format(text).bits)
        return unit_spec(text, UnitChoice(selection="address", address_bits=bits))
    if scheme == "shifts":
        return unit_spec(text, UnitChoice(shift_terms=config.shift_terms))
    if scheme == "mirrored":
        if symmetry is Symmetry.NONE:
            raise ConfigError("scheme mirrored is for symmetric functions, got one that is not; leave it out")
        return unit_spec(text, UnitChoice(), symmetry)
    return unit_spec(text, UnitChoice())


def searched_unit(
    row: AreaRow, activation: Activation, interval: Interval, spec: UnitSpec | InputError
) -> tuple[AreaRow, Unit | None]:
    """Return a row with its errors, and the unit: that of the smallest maximum error."""
    try:
        if isinstance(spec, InputError):
            raise spec
        problem = Problem(
            activation=activation,
            interval=interval,
            segments=row.segments,
            fit="minimax",
            objective=objective_named("max", spec),
        )
        if spec.mirrored:
            half_problem(problem)  # may refuse
        method = METHODS["minimax"]
        candidate = solve(dataclasses.replace(problem, spec=spec), method, method.config(), 0).candidate
    except (InputError, RunError) as fault:  # the others may yet be made
        return dataclasses.replace(row, note=str(fault)), None
    report = candidate.unit_report
    assert report is not None
    return dataclasses.replace(row, max_error=report.errors.max, ulp=report.ulp), candidate.unit
