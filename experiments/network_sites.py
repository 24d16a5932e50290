"""Segments shared out among a network's sites in one episode: the agent and CMA-ES against exact shares.

python experiments/network_sites.py [--runs 480] [--seeds 2] [--out experiments/network_sites]

The ranges of the CNN's three sites stand one behind the other on one axis, so that points that move along it move
segments from site to site. Both searches begin at the start, the least sensitivity-weighted error with segments shared
out exactly, and have the same runs of the network. `allocate` chooses each table's range too; the even share is its
own. It needs `pip install 'pwlact[models,jax]' mlxtend`.
"""

from __future__ import annotations

import argparse
import dataclasses
import functools
import statistics
import tempfile
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from network_reward import ENVS, EVALUATIONS, SAMPLES, SIGMA, agent, restarted

from pwlact._types import Array
from pwlact.errors import PwlactWarning
from pwlact.files import csv_text, write_text
from pwlact.models.budgets.allocate import allocate
from pwlact.models.network import Network, Table
from pwlact.models.networks.registry import network
from pwlact.models.reward.evaluator import PROFILED
from pwlact.models.reward.sites import SitesEvaluator, sites_evaluator
from pwlact.pwl import PWL
from pwlact.rl.presets import presets
from pwlact.settings.allocation import AllocationConfig
from pwlact.settings.training import TrainConfig

SEGMENTS = 12  # of all sites together
START = "start"
STEPS = (SIGMA, 0.05)  # of CMA-ES; the longer one, of the study of one table, is too long here


def cma_es(sigma: float, evaluator: SitesEvaluator, _config: TrainConfig, seed: int, runs: int) -> Array:
    """Return the points of CMA-ES from the start with a first step, again from its best points where it ends early."""
    return restarted(evaluator, evaluator.start, seed, sigma, evaluator.loss.evaluations + runs)


SEARCHES = {"agent": agent, **{f"CMA-ES, step {sigma:g}": functools.partial(cma_es, sigma) for sigma in STEPS}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Tables of all sites, and what the network loses by them."""

    method: str
    seed: str
    segments: str
    calibration: float
    test: float
    runs: int

    @property
    def cells(self) -> tuple[str, ...]:
        """The row as text."""
        return self.method, self.seed, self.segments, f"{self.calibration:.4g}", f"{self.test:.4g}", str(self.runs)


COLUMNS = tuple(field.name for field in dataclasses.fields(Row))
HEADER = ("method", "seed", "segments of each site", "loss, calibration", "loss, test", "runs of the network")


def settings(net: Network, segments: int, samples: int) -> TrainConfig:
    """Return the agent's settings, on the function's default range at each site."""
    preset = presets("tuned", "jax", slow=True)
    preset["reward"] = dataclasses.replace(preset["reward"], model=net.name, samples=samples)
    preset["ppo"] = dataclasses.replace(preset["ppo"], envs=ENVS)
    return TrainConfig(function=net.sites[0].function, segments=segments, engine="jax", **preset)


def rows_of(net: Network, segments: int, samples: int, runs: int, seeds: int) -> Iterator[Row]:
    """Yield a row for each method and seed: exact shares, then searches with this many runs of the network."""
    config = settings(net, segments, samples)
    evaluator = sites_evaluator(config.problem(), net, samples)
    for way, tables in shares(net, segments, samples).items():
        yield _row(evaluator, way, "", tables)
    yield _row(evaluator, START, "", evaluator.tables(evaluator.start))
    for method, search in SEARCHES.items():
        for seed in range(seeds):
            evaluator.loss.evaluations = 0
            yield _row(evaluator, method, str(seed), evaluator.tables(search(evaluator, config, seed, runs)))


def shares(net: Network, segments: int, samples: int) -> dict[str, Mapping[str, Table]]:
    """Return the tables of the even share and of `allocate`, by way."""
    config = AllocationConfig(
        network=net.name, total_segments=segments, profile_count=PROFILED * samples, measure=False
    )
    with tempfile.TemporaryDirectory() as folder:
        placed = allocate(config, net, Path(folder), lambda *_: None).placed
    by_way = {one.way: {site: option.table for site, option in one.at_sites().items()} for one in placed}
    return {way: by_way[way] for way in ("even", "allocated")}


def _row(evaluator: SitesEvaluator, method: str, seed: str, tables: Mapping[str, Table]) -> Row:
    runs = evaluator.loss.evaluations if seed else 0
    counts = [table.segments for table in tables.values() if isinstance(table, PWL)]
    return Row(
        method=method,
        seed=seed,
        segments=" ".join(map(str, counts)),
        calibration=float(evaluator.loss([tables])[0]),
        test=evaluator.loss.on("test", tables)["divergence"],
        runs=runs,
    )


def write_report(folder: Path, rows: Sequence[Row], title: str) -> None:
    """Write sites.csv and README.md."""
    write_text(folder / "sites.csv", csv_text(COLUMNS, [row.cells for row in rows]))
    lines = [
        "# Segments shared out among a network's sites in one episode",
        "",
        f"`python experiments/network_sites.py`: {title}. Loss: divergence from the exact network. The start and both "
        "searches have the function's default range at each site; the even share and `allocate` choose each range.",
        "",
        *(f"| {' | '.join(cells)} |" for cells in (HEADER, ["---"] * len(HEADER), *(row.cells for row in rows))),
        "",
        _summary(rows),
    ]
    write_text(folder / "README.md", "\n".join(lines) + "\n")


def _summary(rows: Sequence[Row]) -> str:
    """Return what the searches did to the start's shares, and the agent's mean losses against the others'."""
    start = next(row.segments for row in rows if row.method == START)
    searched = [row for row in rows if row.method in SEARCHES]
    moved = sum(row.segments != start for row in searched)
    said = [f"Segments are shared out otherwise than at the start in {moved} of {len(searched)} searches."]
    return " ".join([*said, *(_compared(rows, split) for split in ("calibration", "test"))])


def _compared(rows: Sequence[Row], split: str) -> str:
    """Return the sentence that compares means over the seeds on calibration or test data."""
    names = dict.fromkeys(row.method for row in rows)
    mean = {name: statistics.mean(getattr(row, split) for row in rows if row.method == name) for name in names}
    others = ", ".join(f"{mean['agent'] / mean[name]:.2f} times that of {name}" for name in mean if name != "agent")
    return f"On {split} data the agent's mean loss is {others}; the least mean is that of {min(mean, key=mean.get)}."


def main() -> None:
    """Search, and write CSV and Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("experiments/network_sites"))
    parser.add_argument("--runs", type=int, default=EVALUATIONS, help="runs of the network that a search has")
    parser.add_argument("--seeds", type=int, default=2)
    options = parser.parse_args()
    warnings.simplefilter("ignore", PwlactWarning)
    net, samples, rows = network("cnn"), SAMPLES["cnn"], []
    for row in rows_of(net, SEGMENTS, samples, options.runs, options.seeds):
        rows.append(row)
        print(*row.cells, flush=True)
    sites = ", ".join(site.name for site in net.sites)
    title = f"network {net.name}, sites {sites}, {SEGMENTS} segments together, {samples} calibration samples"
    write_report(options.out, rows, title)


if __name__ == "__main__":
    main()
