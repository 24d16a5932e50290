"""The agent rewarded for error and area, against the exact search for the error alone: SiLU, 9 segments, q4.12.

python experiments/area_agent.py [--steps 600000] [--seed 0]

No exact method minimises J * area**w. Areas are in logic cells of an iCE40 without multipliers: estimated by the fitted
model, which the agent is rewarded by, and counted by Yosys (`pip install 'pwlact[rtl]'`).
"""

from __future__ import annotations

import argparse
import dataclasses
import tempfile
from pathlib import Path

import numpy as np

from pwlact.area.model import area_estimate
from pwlact.cli.console import print_table
from pwlact.cli.progress import training_progress
from pwlact.export.from_result import require_unit
from pwlact.rl.presets import presets
from pwlact.rtl.synthesis.cost import unit_cost
from pwlact.runs.training import run_training
from pwlact.search.methods import METHODS
from pwlact.search.result import Result
from pwlact.search.solve import solve
from pwlact.settings.training import TrainConfig

TARGET = "ice40-nodsp"
WEIGHTS = (0.0, 0.3, 1.0)


def config(weight: float, steps: int | None, seed: int, out: str) -> TrainConfig:
    """Return the settings of one training."""
    preset = presets("tuned")
    preset["reward"] = dataclasses.replace(preset["reward"], area_weight=weight, area_target="ice40-nodsp")
    return TrainConfig(function="silu", format="q4.12", objective="max", steps=steps, seed=seed, out=out, **preset)


def trained(settings: TrainConfig) -> Result:
    """Train one agent."""
    with training_progress(settings.budget(settings.problem())) as observe:
        return run_training(settings, observe)[1]


def row(name: str, result: Result) -> tuple[str, ...]:
    """Return a line of the table."""
    unit = require_unit(result)
    counted = unit_cost(unit, TARGET)
    bits = np.mean([16 - (int(cut) & -int(cut)).bit_length() + 1 for cut in unit.thresholds if cut])
    return (
        name,
        f"{result.candidate.objective:.6f}",
        f"{area_estimate(unit, TARGET):.0f}",
        f"{counted.logic_cells}",
        f"{bits:.1f}",
        f"{result.seconds:.1f}",
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--steps", type=int, help="points that each agent places in all")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    method = METHODS["minimax"]
    with tempfile.TemporaryDirectory() as folder:
        settings = config(0.0, options.steps, options.seed, str(Path(folder)))
        rows = [row("exact search, error alone", solve(settings.problem(), method, method.config(), 0))]
        for weight in WEIGHTS:
            result = trained(config(weight, options.steps, options.seed, folder))
            rows.append(row(f"agent, area weight {weight:g}", result))
    columns = ("", "max error", "area, estimated", "area, Yosys", "bits a comparator", "seconds")
    print_table("SiLU on [-8, 8], 9 segments, q4.12", columns, rows)


if __name__ == "__main__":
    main()
