"""Error against area: units of several sizes, formats and ways to find the piece, and which of them are worth it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pwlact.area.model import area_estimate, area_model
from pwlact.datapath import Unit
from pwlact.errors import ConfigError, require
from pwlact.rtl.synthesis.cost import unit_cost
from pwlact.rtl.synthesis.synth import Cost
from pwlact.settings.area_frontier import AREAS, AreaFrontierConfig
from pwlact.studies.area_record import AreaFrontier, AreaRow, mark_pareto
from pwlact.studies.area_units import asked_units, searched_unit


def compute_area_frontier(config: AreaFrontierConfig, watch: Callable[[str], None]) -> AreaFrontier:
    """Search and cost all units; `watch` is told what starts.

    Parameters
    ----------
    config : AreaFrontierConfig
        Function, formats, schemes and numbers of segments.
    watch : callable
        Told each unit, a text, as its work begins.

    Raises
    ------
    InputError
        If the settings are bad, or all units are refused. What only one refuses is a note in its row.
    RunError
        If Yosys is missing, or fails.
    """
    activation = config.activation()
    require(not activation.noisy, "units are of functions and exact samples", "noisy data", "leave out --noisy")
    interval = config.interval(activation)
    rows, units = [], []
    for row, spec in list(asked_units(config, activation)):  # what is refused, first
        watch(f"{row.format}, {row.scheme}, {row.segments} segments")
        found, unit = searched_unit(row, activation, interval, spec)
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
    return AreaFrontier(
        activation=activation,
        interval=interval,
        target=config.target,
        unit=AREAS[config.target],
        tool=tool,
        rows=tuple(mark_pareto(rows)),
    )


def _costs(config: AreaFrontierConfig, units: Sequence[Unit | None]) -> list[Cost | None]:
    """Synthesise units, some side by side."""
    liberty = None if config.liberty is None else Path(config.liberty)

    def cost(unit: Unit | None) -> Cost | None:
        return None if unit is None else unit_cost(unit, config.target, liberty=liberty, yosys=config.yosys)

    with ThreadPoolExecutor(config.jobs) as pool:
        return list(pool.map(cost, units))


def _counted(row: AreaRow, cost: Cost) -> AreaRow:
    area = {
        "ice40": cost.logic_cells,
        "ice40-nodsp": cost.logic_cells,
        "xilinx": cost.luts,
        "generic": sum(cost.cells.values()) - cost.flipflops,
        "asic": cost.area,
    }[cost.target]
    counts = {name: getattr(cost, name) for name in ("luts", "carries", "dsps", "flipflops", "depth", "logic_cells")}
    return dataclasses.replace(row, area=None if area is None else float(area), **counts)


def _estimated(row: AreaRow, unit: Unit | None, target: str) -> AreaRow:
    return row if unit is None else dataclasses.replace(row, area=area_estimate(unit, target))
