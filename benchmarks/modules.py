"""PWLActivation beside nn.GELU and other ways to evaluate a table in PyTorch: forward, and forward with backward.

    python benchmarks/modules.py [--numbers N] [--rounds R] [--json FILE]

A million float32 numbers of a normal law of deviation 3, one thread; processor milliseconds, medians of rounds in which
the ways take turns. "times GELU" is the median of each round's ratio. The table is GELU's with the smallest maximum
error on [-8, 8]; "16 segments" is PWLActivation, with 16 of them.
"""

from __future__ import annotations

import one_core  # noqa: F401  before torch

# isort: split
import argparse
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import torch
from torch import Tensor, nn

import pwlact
from pwlact.cli.console import print_table
from pwlact.models import PWLActivation
from pwlact.pwl import PWL

SEGMENTS = (4, 8, 16, 32, 64)
RIVALS = 16  # segments of the other ways
UNIT = "q4.12"


class Searched(nn.Module):
    """A table by torch.searchsorted, and two gathers."""

    def __init__(self, pwl: PWL) -> None:
        super().__init__()
        left, right = pwl.left_tail, pwl.right_tail
        self.register_buffer("breakpoints", torch.tensor(pwl.breakpoints, dtype=torch.float32))
        self.register_buffer("slopes", torch.tensor([left.slope, *pwl.slopes, right.slope], dtype=torch.float32))
        intercepts = [left.intercept, *pwl.intercepts, right.intercept]
        self.register_buffer("intercepts", torch.tensor(intercepts, dtype=torch.float32))

    def forward(self, x: Tensor) -> Tensor:
        """Return p(x)."""
        piece = torch.searchsorted(self.breakpoints, x.detach())
        return self.slopes[piece] * x + self.intercepts[piece]


class Looped(Searched):
    """A table by a loop over the pieces, each on all numbers, as GQA-LUT evaluates it."""

    def forward(self, x: Tensor) -> Tensor:
        """Return p(x)."""
        y = self.slopes[0] * x + self.intercepts[0]
        for k in range(self.breakpoints.numel()):
            line = self.slopes[k + 1] * x + self.intercepts[k + 1]
            y = torch.where(x > self.breakpoints[k], line, y)
        return y


def ways() -> dict[str, nn.Module]:
    """Return the ways by name, nn.GELU first."""
    results = {segments: pwlact.approximate("gelu", segments=segments) for segments in SEGMENTS}
    unit = pwlact.approximate("gelu", segments=RIVALS, format=UNIT)
    pwl = results[RIVALS].pwl
    return {
        "nn.GELU": nn.GELU(),
        **{f"{segments} segments": PWLActivation(result) for segments, result in results.items()},
        f"{RIVALS}, trained": PWLActivation(pwl, trainable="all"),
        f"{RIVALS} in {UNIT}": PWLActivation(unit),
        f"searchsorted, {RIVALS}": Searched(pwl),
        f"loop, {RIVALS}": Looped(pwl),
    }


def seconds(call: Callable[[], object], repeats: int) -> float:
    """Return the processor time of a call."""
    started = time.process_time()
    for _ in range(repeats):
        call()
    return (time.process_time() - started) / repeats


def backward(module: nn.Module, x: Tensor, gradient: Tensor) -> None:
    """Run a module forward and backward."""
    inputs = [x, *(parameter for parameter in module.parameters() if parameter.requires_grad)]
    torch.autograd.grad(module(x), inputs, gradient)


def measure(numbers: int, rounds: int) -> list[dict[str, object]]:
    """Return a row for each way."""
    generator = torch.Generator().manual_seed(0)
    x = 3.0 * torch.randn(numbers, generator=generator)
    tracked, gradient = x.clone().requires_grad_(), torch.ones_like(x)
    modules = ways()
    expected = modules[f"searchsorted, {RIVALS}"](x)
    for name in (f"{RIVALS} segments", f"loop, {RIVALS}"):
        if not torch.allclose(modules[name](x), expected, atol=1e-6):
            raise SystemExit("two ways disagree: the comparison means nothing")
    calls: dict[str, dict[str, Callable[[], object]]] = {
        "forward": {name: lambda m=module: m(x) for name, module in modules.items()},
        "forward and backward": {
            name: lambda m=module: backward(m, tracked, gradient) for name, module in modules.items()
        },
    }
    rows: dict[str, dict[str, object]] = {name: {"way": name} for name in modules}
    for direction, by_name in calls.items():
        repeats = {name: max(int(0.01 / seconds(call, 2)), 1) for name, call in by_name.items()}
        found = [{name: seconds(call, repeats[name]) for name, call in by_name.items()} for _ in range(rounds)]
        for name in modules:
            rows[name][f"{direction}, ms"] = 1e3 * statistics.median(each[name] for each in found)
            rows[name][f"{direction}, times GELU"] = statistics.median(each[name] / each["nn.GELU"] for each in found)
    return list(rows.values())


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--numbers", type=int, default=1_000_000, help="numbers in a call")
    parser.add_argument("--rounds", type=int, default=15, help="rounds of measurements")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args()
    torch.set_num_threads(1)
    rows = measure(options.numbers, options.rounds)
    table = [[str(value) if isinstance(value, str) else f"{value:.2f}" for value in row.values()] for row in rows]
    print_table(f"{options.numbers:,} float32 numbers, torch {torch.__version__}", list(rows[0]), table)
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
