"""A network and its tables, trained together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor, nn

from pwlact.models.torch.module import PWLActivation
from pwlact.models.torch.network import TorchNetwork
from pwlact.models.torch.swap import swapped
from pwlact.settings.recovery import Training

MIXED = 8  # batches among which the next one is drawn, so that images need not all be held

Watch = Callable[[int, float], object]
"""Called after each step with the number of steps done and the step's loss."""


def taught(network: TorchNetwork, count: int | None) -> list[Tensor]:
    """Return what the exact network gives for each batch of the first `count` samples of the calibration data."""
    with torch.no_grad():
        return [network.predict(network.model, batch)[0] for batch in network.batches("calibration", count)]


def train(
    network: TorchNetwork,
    model: nn.Module,
    tables: Mapping[str, PWLActivation],
    exact: Sequence[Tensor],
    training: Training,
    watch: Watch,
) -> None:
    """Train tables, and with `all` the weights of the model around them, by Adam; both in place.

    Dropout and the statistics of batch normalisation stay as in evaluation. The same seed gives the same numbers.

    Parameters
    ----------
    network : TorchNetwork
        Whose calibration data are used.
    model : Module
        A copy of its module.
    tables : mapping of str to PWLActivation
        What stands at each site; one table may stand at several.
    exact : sequence of Tensor
        What the exact network gives for each batch to train on, from `taught`.
    training : Training
        What is trained, and how.
    watch : callable
        Told of each step.
    """
    model.requires_grad_(training.train == "all")
    groups: list[dict[str, Any]] = [{"params": _parameters(tables), "lr": training.table_rate}]
    if training.train == "all":
        groups.append({"params": list(model.parameters()), "lr": training.rate})
    optimiser = torch.optim.Adam(groups)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, training.steps)
    stream = _stream(network, exact, training.seed)
    with swapped(model, tables), torch.enable_grad():
        for step in range(1, training.steps + 1):
            batch, expected = next(stream)
            loss = _loss(network, model, batch, expected, training)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            watch(step, loss.item())
    model.requires_grad_(False)


def _loss(network: TorchNetwork, model: nn.Module, batch: Any, expected: Tensor, training: Training) -> Tensor:
    predictions, _ = network.predict(model, batch)
    if training.target == "labels":
        return nn.functional.nll_loss(predictions, network.labels(batch))
    return network.distances(expected, predictions).mean()


def _parameters(tables: Mapping[str, PWLActivation]) -> list[nn.Parameter]:
    """Return the parameters of the tables, each once."""
    return [parameter for table in dict.fromkeys(tables.values()) for parameter in table.parameters()]


def _stream(network: TorchNetwork, exact: Sequence[Tensor], seed: int) -> Iterator[tuple[Any, Tensor]]:
    """Yield batches of the calibration data and what the exact network gives for them, pass after pass, mixed."""
    generator = torch.Generator().manual_seed(seed)
    count = sum(map(len, exact))
    waiting: list[tuple[Any, Tensor]] = []
    while True:
        for pair in zip(network.batches("calibration", count), exact, strict=True):
            waiting.append(pair)
            if len(waiting) == MIXED:
                yield waiting.pop(int(torch.randint(MIXED, (), generator=generator)))
        if len(exact) < MIXED:  # else some wait for the next pass
            yield from (waiting[int(i)] for i in torch.randperm(len(waiting), generator=generator))
            waiting.clear()
