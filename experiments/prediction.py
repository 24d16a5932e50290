"""Which weight of errors predicts best what a table costs a network: even, by its inputs, or by its sensitivity.

python experiments/prediction.py [--networks cnn vit ...]

For each network about 60 tables of one function, good and bad, stand at all its sites in turn. Predictions come from
the profile of the calibration data alone; the divergence is measured on the test data. Rows that are done are kept, so
that the same command goes on. Writes tables.csv, README.md and prediction.png into --out; profiles go into --work.
"""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import tyro
from prediction_report import draw, markdown
from prediction_tables import Named, tables

from pwlact import functions
from pwlact.cli.console import note, say
from pwlact.files import csv_text, is_file, read_text, write_text
from pwlact.fit.predicted_loss import predicted_loss, square_errors
from pwlact.fit.profile import EDGES, Profile, SiteProfile
from pwlact.fit.profile_file import read_profile, write_profile
from pwlact.models.network import Network
from pwlact.models.networks.registry import NETWORKS, network
from pwlact.plots import save_figure

OUT = Path(__file__).with_name("prediction")
WORK = Path("runs/prediction")
CSV, MARKDOWN, FIGURE = "tables.csv", "README.md", "prediction.png"
STUDIED = ("cnn", "vit", "minilm", "smollm2", "g2p")
COUNTS = {"smollm2": 1024}
"""Samples of the test data, where they are not all."""
PROFILES = {"smollm2": 5120, "g2p": 300}
"""Samples of the calibration data, where they are not all."""
EVEN = (-8.0, 8.0)  # where errors count evenly
HEADER = ("network", "function", "table", "segments", "max", "uniform", "density", "sensitivity", "measured")


Row = dict[str, str]


@dataclass(frozen=True)
class Study:
    """What to run."""

    networks: tuple[str, ...] = ()
    """Names of networks; by default all that the report knows."""
    out: Path = OUT
    """Folder of the table, the text and the figure."""
    work: Path = WORK
    """Folder of the profiles."""
    tables: int | None = None
    """Tables for each network; by default all."""


def main() -> None:
    """Run what is missing, then write the report."""
    study = tyro.cli(Study)
    for name in study.networks or [name for name in STUDIED if name in NETWORKS]:
        run(study, network(name))
    rows = read_rows(study.out / CSV)
    write_text(study.out / MARKDOWN, markdown(rows))
    save_figure(draw(rows), study.out / FIGURE)
    say(study.out / MARKDOWN)


def run(study: Study, model: Network) -> None:
    """Measure the tables of a network that have no row yet."""
    path = study.work / f"{model.name}.npz"
    if not is_file(path):
        write_profile(path, model.profile("calibration", sensitivity=True, count=PROFILES.get(model.name)))
    profile = read_profile(path)
    function = most_sensitive(profile)
    rows = read_rows(study.out / CSV)
    done = {row["table"] for row in rows if (row["network"], row["function"]) == (model.name, function)}
    missing = [table for table in itertools.islice(tables(function, path), study.tables) if table.name not in done]
    for i, row in enumerate(measured(model, profile, function, missing)):
        rows.append(row)
        write_text(study.out / CSV, csv_text(HEADER, (list(one.values()) for one in rows)))
        note(f"{model.name}: {i + 1} of {len(missing)}, {row['table']}: {row['measured']}")


def most_sensitive(profile: Profile) -> str:
    """Return the function whose sites have the largest sum of squared gradients."""
    return max(profile.functions, key=lambda name: float(np.sum(profile.merged(name).squares)))


def measured(model: Network, profile: Profile, function: str, missing: list[Named]) -> Iterator[Row]:
    """Yield a row for each table."""
    site = profile.merged(function)
    sites = [one.name for one in model.sites if one.function == function]
    count = COUNTS.get(model.name)
    exact = model.outputs("test", {}, count) if missing else None
    for table in missing:
        assert exact is not None
        outputs = model.outputs("test", dict.fromkeys(sites, table.pwl), count)
        divergence = float(model.divergence(exact, outputs).mean())
        figures = (*predictions(site, profile.samples, table), divergence)
        texts = (model.name, function, table.name, f"{table.segments}", *(f"{figure:.6g}" for figure in figures))
        yield dict(zip(HEADER, texts, strict=True))


def predictions(site: SiteProfile, samples: int, table: Named) -> tuple[float, float, float, float]:
    """Return a table's maximum error and its mean square error, even on [-8, 8], by inputs, and by sensitivity / 2."""
    x = np.linspace(*EVEN, 16001)
    worst = float(np.abs(table.pwl(x) - functions.get(site.function)(x)).max())
    inside = np.flatnonzero((EDGES[:-1] >= EVEN[0]) & (EDGES[1:] <= EVEN[1]))
    even = float(np.diff(EDGES)[inside] @ square_errors(inside, site.function, table.pwl)) / (EVEN[1] - EVEN[0])
    fed = np.flatnonzero(site.counts)
    density = float(site.counts[fed] @ square_errors(fed, site.function, table.pwl)) / float(site.counts.sum())
    return worst, even, density, predicted_loss(site, samples, table.pwl)


def read_rows(path: Path) -> list[Row]:
    """Return the rows that are done."""
    return list(csv.DictReader(read_text(path).splitlines())) if is_file(path) else []


if __name__ == "__main__":
    main()
