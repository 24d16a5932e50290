"""The result of several seeds: the best one's, with the figures of all."""

from __future__ import annotations

import dataclasses
import statistics
from collections.abc import Sequence
from typing import Any

from pwlact.search.result import Result


def best_of(results: Sequence[Result]) -> Result:
    """Return the best of several seeds' results; its details hold every seed's figures and the rewards' spread.

    Its evaluations are those of all seeds, and its status is "finished" only where all are.
    """
    best = max(results, key=lambda result: result.reward)
    rewards = [result.reward for result in results]
    spread = {
        "best": max(rewards),
        "median": statistics.median(rewards),
        "worst": min(rewards),
        "spread": max(rewards) - min(rewards),
    }
    seeds = [_seed_row(result) for result in results]
    done = all(result.status == "finished" for result in results)
    return dataclasses.replace(
        best,
        evaluations=sum(result.evaluations for result in results),
        status="finished" if done else "interrupted",
        details={**best.details, "rewards": spread, "seeds": seeds},
    )


def _seed_row(result: Result) -> dict[str, Any]:
    """Return one seed's figures as JSON."""
    kept = ("best_episode", "best_policy", "final_policy", "polished")
    return {
        "seed": result.seed,
        "reward": result.reward,
        "seconds": result.seconds,
        "evaluations": result.evaluations,
        "status": result.status,
        **{key: result.details[key] for key in kept if key in result.details},
    }
