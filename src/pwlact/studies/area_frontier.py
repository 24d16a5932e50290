"""Error against area: units of several sizes, formats and ways to find the piece, and which of them are worth it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from pwlact.area.model import area_estimate, area_model
from pwlact.datapath import Unit, UnitSpec
from pwlact.errors import ConfigError, InputError, RunError
from pwlact.formats import FixedPoint, parse_format
from pwlact.functions import Activation, Interval, Symmetry
from pwlact.rtl.synthesis.cost import unit_cost
from pwlact.rtl.synthesis.synth import Cost
from pwlact.search.methods import METHODS
from pwlact.search.mirror import half_problem
from pwlact.search.problem import Problem, objective_named
from pwlact.search.solve import solve
from pwlact.settings.area_frontier import AREAS, SCHEMES, CostConfig, SchemeName
from pwlact.settings.unit import UnitChoice, unit_spec


@dataclass(frozen=True, slots=True, kw_only=True)
class CostRow:
    """One unit; None and a note where it cannot be made.

    Parameters
    ----------
    format : str
        Number format.
    scheme : str
        How it finds the piece and multiplies.
    segments : int
        Pieces inside the range.
    max_error, ulp : float or None
        Over all input codes in the range: the largest error, and in units of the output's last place.
    area : float or None
        What `AREAS` says.
    luts, carries, dsps, flipflops, depth, logic_cells : int or None
        As Yosys counts them; None where areas are estimated.
    pareto : bool
        Whether no other unit is as good and as small, and better at one.
    note : str
        Why it cannot be made.
    """

    format: str
    scheme: SchemeName
    segments: int
    max_error: float | None = None
    ulp: float | None = None
    area: float | None = None
    luts: int | None = None
    carries: int | None = None
    dsps: int | None = None
    flipflops: int | None = None
    depth: int | None = None
    logic_cells: int | None = None
    pareto: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CostFrontier:
    """What was found; `unit` says what areas are, `tool` who counted."""

    activation: Activation
    interval: Interval
    target: str
    unit: str
    tool: str
    rows: tuple[CostRow, ...]

    @property
    def pareto(self) -> list[CostRow]:
        """The rows of the Pareto set, the smallest first."""
        return sorted((row for row in self.rows if row.pareto), key=lambda row: (row.area or 0.0, row.segments))


def compute_area_frontier(config: CostConfig, watch: Callable[[str], None]) -> CostFrontier:
    """Search and cost all units; `watch` is told what begins.

    Raises
    ------
    InputError
        If the settings are bad, or all units are refused. What only one refuses is a note in its row.
    RunError
        If Yosys is missing, or fails.
    """
    activation = config.activation()
    interval = config.interval(activation)
    rows, units = [], []
    for row, spec in list(_asked(config, activation)):  # what is refused, first
        watch(f"{row.format}, {row.scheme}, {row.segments} segments")
        found, unit = _searched(row, activation, interval, spec)
        rows.append(found)
        units.append(unit)
    if all(unit is None for unit in units):
        raise ConfigError(f"some unit must be possible, got none: {rows[0].note}")
    if config.estimate:
        rows = [_estimated(row, unit, config.target) for row, unit in zip(rows, units, strict=True)]
        tool = f"estimated, fitted to {area_model(config.target).facts['yosys']}"
    else:
        watch(f"synthesis of {sum(unit is not None for unit in units)} units")
        costs = _costs(config, units)
        rows = [row if cost is None else _counted(row, cost) for row, cost in zip(rows, costs, strict=True)]
        tool = next((cost.tool for cost in costs if cost is not None), "")
    return CostFrontier(
        activation=activation,
        interval=interval,
        target=config.target,
        unit=AREAS[config.target],
        tool=tool,
        rows=tuple(mark_pareto(rows)),
    )


def mark_pareto(rows: Sequence[CostRow]) -> list[CostRow]:
    """Return rows with those marked that no other matches in error and area and beats in one; of equals, the first."""
    order = sorted(
        (i for i, row in enumerate(rows) if row.area is not None and row.max_error is not None),
        key=lambda i: (rows[i].area, rows[i].max_error),
    )
    best, chosen = float("inf"), set()
    for i in order:
        error = rows[i].max_error
        if error is not None and error < best:
            best = error
            chosen.add(i)
    return [dataclasses.replace(row, pareto=i in chosen) for i, row in enumerate(rows)]


def _asked(config: CostConfig, activation: Activation) -> Iterator[tuple[CostRow, UnitSpec | InputError]]:
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
                yield CostRow(format=text, scheme=scheme, segments=segments), spec


def _allowed(scheme: SchemeName, text: str, activation: Activation) -> bool:
    """Tell whether a function and a format go with a scheme."""
    fixed = isinstance(parse_format(text), FixedPoint)
    if scheme == "shifts":
        return fixed
    if scheme == "mirrored":
        return activation.symmetry in ((Symmetry.ODD, Symmetry.EVEN) if not fixed else tuple(Symmetry)[1:])
    return True


def _spec(config: CostConfig, text: str, scheme: SchemeName, symmetry: Symmetry) -> UnitSpec:
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


def _searched(
    row: CostRow, activation: Activation, interval: Interval, spec: UnitSpec | InputError
) -> tuple[CostRow, Unit | None]:
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


def _costs(config: CostConfig, units: Sequence[Unit | None]) -> list[Cost | None]:
    """Synthesise units, some side by side."""
    liberty = None if config.liberty is None else Path(config.liberty)

    def cost(unit: Unit | None) -> Cost | None:
        return None if unit is None else unit_cost(unit, config.target, liberty=liberty, yosys=config.yosys)

    with ThreadPoolExecutor(config.jobs) as pool:
        return list(pool.map(cost, units))


def _counted(row: CostRow, cost: Cost) -> CostRow:
    area = {
        "ice40": cost.logic_cells,
        "ice40-nodsp": cost.logic_cells,
        "xilinx": cost.luts,
        "generic": sum(cost.cells.values()) - cost.flipflops,
        "asic": cost.area,
    }[cost.target]
    counts = {name: getattr(cost, name) for name in ("luts", "carries", "dsps", "flipflops", "depth", "logic_cells")}
    return dataclasses.replace(row, area=None if area is None else float(area), **counts)


def _estimated(row: CostRow, unit: Unit | None, target: str) -> CostRow:
    return row if unit is None else dataclasses.replace(row, area=area_estimate(unit, target))
