"""Fit the area model: units of many kinds are synthesised, and a third of them are held out to evaluate it.

python experiments/cost_model.py [--seed 1] [--jobs 2] [--cache FOLDER] [--out area.json]

It takes some 20 minutes on two cores. With --cache, what was synthesised before is read and not done again.
"""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import cost_units
import numpy as np

from pwlact import area
from pwlact._types import Flags
from pwlact.area.calibrate import evaluate_areas, fit_areas, models_to_json
from pwlact.area.columns import FEATURES
from pwlact.area.model import AreaModel, area_features
from pwlact.cli.console import print_table
from pwlact.datapath import Unit
from pwlact.files import write_text
from pwlact.rtl.design import Design
from pwlact.rtl.synthesis.cost import TOP
from pwlact.rtl.synthesis.synth import Cost, synthesise
from pwlact.rtl.synthesis.yosys import version
from pwlact.rtl.verilog import unit_verilog

TARGETS = ("ice40", "ice40-nodsp")
EVERY = 3  # of each kind, every third unit is held out


def cost(unit: Unit, target: str, cache: Path | None) -> Cost:
    """Synthesise a unit, or read what came of the same text before."""
    text = unit_verilog(Design(units=(unit,), functions=(TOP,), name=TOP))
    if cache is None:
        return synthesise(text, TOP, target)
    key = hashlib.sha256(f"{version('yowasp')} {target}\n{text}".encode()).hexdigest()
    path = cache / f"{key}.json"
    if path.is_file():
        return Cost(**json.loads(path.read_text(encoding="utf-8")))
    found = synthesise(text, TOP, target)
    write_text(path, json.dumps(dataclasses.asdict(found)))
    return found


def calibrate(target: str, drawn: list[cost_units.Drawn], seed: int, jobs: int, cache: Path | None) -> AreaModel:
    """Synthesise units for a target and fit its model; print how it does by kind."""
    kinds, units = zip(*drawn, strict=True)
    with ThreadPoolExecutor(jobs) as pool:
        costs = list(pool.map(lambda unit: cost(unit, target, cache), units))
    cells = np.array([float(each.logic_cells or 0) for each in costs])
    held = held_out(kinds)
    facts: dict[str, Any] = {"yosys": costs[0].tool, "seed": seed, "latency": 3}
    model = fit_areas(target, units, cells, held, facts)
    estimates = np.array([area_features(unit) @ model.weights for unit in units])
    by_kind = {
        kind: evaluate_areas(estimates[chosen], cells[chosen])
        for kind in dict.fromkeys(kinds)
        if (chosen := held & (np.array(kinds) == kind)).any()
    }
    fixed = held & (np.array(kinds) != "floats")
    rows = {"all": model.facts["held_out"], "fixed point": evaluate_areas(estimates[fixed], cells[fixed]), **by_kind}
    columns = ("units", "r_squared", "median", "ninth_decile", "largest")
    print_table(
        f"{target}, {costs[0].tool}: relative errors of held-out units",
        ("", *columns),
        [(name, *(f"{row[column]:g}" for column in columns)) for name, row in rows.items()],
    )
    print_table(
        f"{target}: logic cells",
        ("for one of", "cells"),
        [(name, f"{w:.3f}") for name, w in zip(FEATURES, model.weights, strict=True) if w > 0.0],
    )
    return dataclasses.replace(model, facts={**model.facts, "fixed_point": rows["fixed point"], "by_kind": by_kind})


def held_out(kinds: Sequence[str]) -> Flags:
    """Return which units are held out: every third one of its kind."""
    seen: dict[str, int] = {}
    chosen = []
    for kind in kinds:
        seen[kind] = seen.get(kind, 0) + 1
        chosen.append(seen[kind] % EVERY == 0)
    return np.array(chosen)


def main() -> None:
    """Fit the model of each target and write the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1, help="of the units that are drawn")
    parser.add_argument("--jobs", type=int, default=2, help="how many are synthesised at once")
    parser.add_argument("--cache", type=Path, help="folder that keeps what was synthesised")
    parser.add_argument("--out", type=Path, default=Path(area.__file__).with_name("area.json"))
    given = parser.parse_args()
    drawn = list(cost_units.units(given.seed))
    models = [calibrate(target, drawn, given.seed, given.jobs, given.cache) for target in TARGETS]
    write_text(given.out, json.dumps(models_to_json(models), indent=2) + "\n")


if __name__ == "__main__":
    main()
