"""What a sweep shows: each combination over its seeds, the best one, and how much each setting matters."""

from __future__ import annotations

import math
import statistics
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pwlact.settings.sweep_file import SCHEMA, SweepFile
from pwlact.studies.sweeps.rows import column
from pwlact.studies.sweeps.run import Sweep
from pwlact.studies.sweeps.trial import COMPLETE, FAILED, PRUNED, Row

if TYPE_CHECKING:
    from optuna.study import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class Combination:
    """A combination of values on a function, over its seeds.

    Parameters
    ----------
    function : str
        The function.
    point : dict
        The values by dimension.
    rows : tuple of dict
        The trials that are complete, one at least.
    values : tuple of float
        Their figure that counts.
    best : float
        The best of these.
    """

    function: str
    point: dict[str, Any]
    rows: tuple[Row, ...]
    values: tuple[float, ...]
    best: float

    @property
    def mean(self) -> float:
        """Mean of the values."""
        return math.fsum(self.values) / len(self.values)

    @property
    def spread(self) -> float:
        """Standard deviation of a sample; 0 of one value."""
        return statistics.stdev(self.values) if len(self.values) > 1 else 0.0

    def mean_of(self, column: str) -> float:
        """Return the mean of a column of numbers."""
        return math.fsum(row[column] for row in self.rows) / len(self.rows)


def combinations(file: SweepFile, rows: Sequence[Row]) -> list[Combination]:
    """Return the combinations with a complete trial, in the order of the rows."""
    names = [column(file.command, one.name) for one in file.space]
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        if row["state"] == COMPLETE:
            groups.setdefault((row["function"], *(row[name] for name in names)), []).append(row)
    choose = max if file.larger else min
    found = []
    for (function, *values), members in groups.items():
        figures = tuple(row[file.measure] for row in members)
        found.append(
            Combination(
                function=function,
                point=dict(zip((one.name for one in file.space), values, strict=True)),
                rows=tuple(members),
                values=figures,
                best=choose(figures),
            )
        )
    return found


def best_rows(file: SweepFile, rows: Sequence[Row]) -> dict[str, Row]:
    """Return the best complete trial of each function that has one."""
    best: dict[str, Row] = {}
    sign = 1 if file.larger else -1
    for row in rows:
        known = best.get(row["function"])
        if row["state"] == COMPLETE and (known is None or sign * (row[file.measure] - known[file.measure]) > 0):
            best[row["function"]] = row
    return best


def importances(sweep: Sweep, found: Sequence[Combination]) -> dict[str, dict[str, float]]:
    """Return by function how much each setting matters, as a share.

    Of a grid it is the variance of the means over a setting's values by the variance of all; what is left to 1 lies in
    how settings act together. Of other samplers it is Optuna's PED-ANOVA (Watanabe, Bansal and Hutter, IJCAI 2023,
    arXiv 2304.10255), 1 in all: what sets the better quarter of the trials apart. A function with less than four
    combinations, or whose figures are all equal, is left out.
    """
    shares = {}
    for name, study in sweep.studies.items():
        own = [one for one in found if one.function == name]
        if len(own) >= 4 and len({one.mean for one in own}) > 1:
            fixed = sweep.file.plan.sampler == "grid"
            shares[name] = _main_effects(own) if fixed else _ped_anova(study)
    return shares


def _main_effects(found: Sequence[Combination]) -> dict[str, float]:
    """Return for each setting the variance of its values' means, over the variance of all means."""
    total = statistics.pvariance([one.mean for one in found])
    shares = {}
    for name in found[0].point:
        groups: dict[Any, list[float]] = {}
        for one in found:
            groups.setdefault(one.point[name], []).append(one.mean)
        means = [statistics.mean(group) for group in groups.values() for _ in group]
        shares[name] = statistics.pvariance(means) / total
    return shares


def _ped_anova(study: Study) -> dict[str, float]:
    import optuna

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        evaluator = optuna.importance.PedAnovaImportanceEvaluator(target_quantile=0.25)
        shares = optuna.importance.get_param_importances(study, evaluator=evaluator)
    return {name: float(share) for name, share in shares.items()}


def counts(rows: Sequence[Row]) -> dict[str, int]:
    """Return the number of trials in each state."""
    return {state: sum(row["state"] == state for row in rows) for state in (COMPLETE, PRUNED, FAILED)}


def sweep_to_json(sweep: Sweep, rows: Sequence[Row]) -> dict[str, Any]:
    """Return a sweep as a JSON object: what counts, the best trials, the settings' shares, all rows without lists."""
    return {
        "schema": SCHEMA,
        "name": sweep.place.folder.name,
        "command": sweep.file.command,
        "sampler": sweep.file.plan.sampler,
        "optimise": sweep.file.measure,
        "direction": "maximise" if sweep.file.larger else "minimise",
        "trials": sweep.total,
        **counts(rows),
        "best": {name: _short(row) for name, row in best_rows(sweep.file, rows).items()},
        "importance": importances(sweep, combinations(sweep.file, rows)),
        "rows": [_short(row) for row in rows],
    }


def _short(row: Row) -> Row:
    return {key: value for key, value in row.items() if not isinstance(value, list)}
