"""The best objectives known: long searches of J (the paper's objective) for every case of the benchmarks.

    python benchmarks/references.py [--fit lstsq best] [--seconds 20] [--case silu ...]

`references.json` is written after each case. A search goes on from what the file holds, so the command can be stopped,
and run again for better figures; `--missing` skips cases that the file holds. Several searches run side by side: from
equal curvature, from random deformations, from the best random plan of each allocation of points to the convex runs of
f, from the polished points of the pretrained policy, and then, round after round, from the best points known with
larger and smaller changes. Searches for best values start from method tube and from the points of a search with minimax
values too.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from typing import Any

import numpy as np
from cases import HERE, Case, agent_cases, catalogue_cases
from side_by_side import Searches

from pwlact._types import Array
from pwlact.cli.interrupts import sigterm_as_interrupt
from pwlact.files import write_text
from pwlact.search import Evaluator, make_evaluator
from pwlact.search.coordinate import Coordinate, curvature_coordinate
from pwlact.search.methods import METHODS
from pwlact.search.versions import versions

FILE = HERE / "references.json"
PLANS = 32_768  # at most, fewer where fits are slow
STARTS = 96  # at most
POLISH = 10_000  # fits of the policy's polish
FLOOR = 0.02  # of the curvature coordinate


class Search:
    """A case's search: log-gaps in the curvature coordinate, and the best of them so far."""

    def __init__(self, evaluator: Evaluator, seed: int, seconds: float) -> None:
        self.evaluator, self.generator = evaluator, np.random.default_rng(seed)
        self.coordinate: Coordinate = curvature_coordinate(evaluator.samples, FLOOR)
        self.size = evaluator.problem.points + 1
        self.best, self.objective, self.evaluations = np.zeros(self.size), math.inf, 0
        self.given = [self.best]
        self.objectives(np.tile(self.best, (2, 1)))  # compiles
        self.end = time.process_time() + seconds
        self.population = 2 * (4 + int(3 * math.log(self.size)))
        self.period = 10 + 2 * self.size  # generations between two times when searches end
        fits = int(seconds / self._seconds_of_a_fit())
        self.plans = min(PLANS, fits // 10)
        self.count = min(max(fits // (6 * self.population * self.period), 6), STARTS)

    def _seconds_of_a_fit(self) -> float:
        started = time.process_time()
        self.objectives(0.1 * self.generator.standard_normal((500, self.size)))
        return (time.process_time() - started) / 500

    def points_of(self, log_gaps: Array) -> Array:
        """Return points (n, P) of log-gaps (n, P + 1)."""
        ends = np.cumsum(np.exp(log_gaps - log_gaps.max(axis=1, keepdims=True)), axis=1)
        return self.coordinate.to_x(ends[:, :-1] / ends[:, -1:])

    def objectives(self, log_gaps: Array) -> Array:
        """Return J of log-gaps, and remember the best."""
        found = self.evaluator.objectives(self.points_of(log_gaps))
        self.evaluations += found.size
        i = int(found.argmin())
        if found[i] < self.objective:
            self.best, self.objective = log_gaps[i].copy(), float(found[i])
        return found

    def begin_at(self, points: Array) -> None:
        """Begin with known points (P,) too."""
        u = np.concatenate(([0.0], self.coordinate.to_u(points), [1.0]))
        self.given.append(np.log(np.maximum(np.diff(u), 1e-12) * self.size))
        self.objectives(self.given[-1][None, :])

    def starts(self) -> Array:
        """Return equal curvature, what is known, random deformations, and the best plans of allocations in turn."""
        spread = self.generator.uniform(0.02, 0.7, (self.plans, 1))
        plans = spread * self.generator.standard_normal((self.plans, self.size))
        deformed = 0.3 * self.generator.standard_normal((self.count // 3, self.size))
        found = np.concatenate([self.objectives(part) for part in np.array_split(plans, 16)])
        samples = self.evaluator.samples
        inside = samples.x[samples.convex_runs[1:-1]]
        held = (self.points_of(plans)[:, :, None] < inside).sum(axis=1)
        turns: dict[bytes, int] = {}
        ranked = []
        for i in np.argsort(found, kind="stable"):
            turn = turns[held[i].tobytes()] = turns.get(held[i].tobytes(), -1) + 1
            ranked.append((turn, found[i], int(i)))
        chosen = [i for _, _, i in sorted(ranked)[: self.count - deformed.shape[0]]]
        return np.concatenate((self.given, deformed, plans[chosen]))

    def run(self, means: Array, sigma: float) -> None:
        """Search from means (s, P + 1); the worse half of the searches ends again and again."""
        searches = Searches(means, sigma, self.generator, self.population)
        recent = np.full(means.shape[0], math.inf)
        while time.process_time() < self.end and searches.sigmas.max() > 1e-7:
            recent = np.minimum(recent, searches.step(self.objectives)[1])
            if searches.generation % self.period == 0:
                alive = np.argsort(recent)[: max(math.ceil(recent.size / 2), 1)]
                alive = alive[(searches.sigmas[alive] > 1e-6) | (alive == alive[0])]
                searches.keep(alive)
                recent = np.full(alive.size, math.inf)

    def finish(self) -> None:
        """Search from all starts, then from changes of the best, until the time is over."""
        self.run(self.starts(), 0.1)
        while time.process_time() < self.end:
            for change in (0.02, 0.1, 0.3, 0.6):
                moved = change * self.generator.standard_normal((max(self.count // 6, 2), self.size))
                self.run(self.best + moved, 0.3 * change)


def known(entries: list[dict[str, Any]], case: Case, fit: str) -> dict[str, Any] | None:
    """Return what a file of references holds of a case and a fit."""
    asked = {**_question(case), "fit": fit}
    return next((entry for entry in entries if all(entry.get(key) == value for key, value in asked.items())), None)


def reference_objective(case: Case, fit: str) -> float:
    """Return the best J known of a case and a fit; nan where none is."""
    entries = json.loads(FILE.read_text(encoding="utf-8"))["references"] if FILE.exists() else []
    entry = known(entries, case, fit)
    return math.nan if entry is None else float(entry["objective"])


def improve(entries: list[dict[str, Any]], case: Case, fit: str, seconds: float, seed: int) -> dict[str, Any]:
    """Search a case, and return its new entry: the old one where nothing better was found, but for seconds spent."""
    old, starts, evaluations = known(entries, case, fit), list[Array](), 0
    for entry in (old, known(entries, case, "lstsq")):
        if entry is not None:
            starts.append(np.array(entry["at"]))
    starts.append(placed(case, fit, "policy", draws=1_000, polish=POLISH))
    if fit == "best":
        starts.append(placed(case, fit, "tube", rounds=1, evaluations=1))
    fits = ("minimax", "best") if fit == "best" else (fit,)  # minimax values are faster, and nearly as good
    for stage in fits:
        search = Search(make_evaluator(case.problem(stage)), seed, seconds / len(fits))  # type: ignore[arg-type]
        for start in starts:
            search.begin_at(start)
        search.finish()
        starts.append(search.points_of(search.best[None, :])[0])
        evaluations += search.evaluations
    points = starts[-1]
    objective = float(search.evaluator.objectives(points[None, :])[0])
    spent = {key: (old or {}).get(key, 0) for key in ("seconds", "evaluations")}
    better = old is None or objective < old["objective"]
    objective, at = (objective, points.tolist()) if better else (old["objective"], old["at"])  # type: ignore[index]
    return {
        **_question(case),
        "fit": fit,
        "objective": objective,
        "reward": 1.0 / (objective + 1e-4),
        "seconds": round(spent["seconds"] + seconds, 1),
        "evaluations": spent["evaluations"] + evaluations,
        "seed": seed,
        "at": at,
    }


def placed(case: Case, fit: str, name: str, **settings: Any) -> Array:
    """Return the points of a method."""
    method = METHODS[name]
    evaluator = make_evaluator(case.problem(fit))  # type: ignore[arg-type]
    return method.search(evaluator, method.config(**settings), 0).points


def write(entries: list[dict[str, Any]], command: str) -> None:
    """Write the file, one line an entry."""
    head = json.dumps({"command": command, "objective": "0.2 mean + 0.8 max, on the grid", "versions": versions()})
    lines = ",\n".join(json.dumps(entry) for entry in entries)
    write_text(FILE, f'{head[:-1]}, "references": [\n{lines}\n]}}\n')


def _question(case: Case) -> dict[str, Any]:
    low_high = None if case.range is None else list(case.range)
    return {"function": case.function, "expr": case.expr, "range": low_high, "points": case.points}


def main() -> None:
    """Search case after case."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--fit", nargs="+", default=["lstsq", "best"], help="kinds of values")
    parser.add_argument("--seconds", type=float, default=20.0, help="processor seconds of a case")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--missing", action="store_true", help="only cases that the file does not hold")
    parser.add_argument("--points", nargs="+", type=int, help="only cases with these numbers of points")
    parser.add_argument("--case", nargs="+", help="only cases with these names, all numbers of points")
    options = parser.parse_args()
    entries = json.loads(FILE.read_text(encoding="utf-8"))["references"] if FILE.exists() else []
    for fit in options.fit:
        for case in dict.fromkeys(agent_cases() + catalogue_cases()):
            old = known(entries, case, fit)
            asked = case.name in (options.case or [case.name]) and case.points in (options.points or [case.points])
            if not asked or (options.missing and old):
                continue
            new = improve(entries, case, fit, options.seconds, options.seed)
            entries = [entry for entry in entries if entry is not old] + [new]
            write(entries, f"python benchmarks/references.py --fit {fit} --seconds {options.seconds:g}")
            gain = "new" if old is None else f"{100 * (old['objective'] / new['objective'] - 1):+.3f} %"
            print(f"{case.name:24} {case.points:3} {fit:6} reward {new['reward']:10.3f} {gain}", flush=True)


if __name__ == "__main__":
    with sigterm_as_interrupt():
        main()
