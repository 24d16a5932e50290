"""Recovery: tables put into a network, and both trained for a few hundred steps."""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Iterator, Mapping
from typing import Any

from torch import nn

from pwlact.errors import ConfigError, InputError, require
from pwlact.models.network import Network, Outputs, Split
from pwlact.models.recovery.record import Figures, Recovery
from pwlact.models.recovery.training import Watch, taught, train
from pwlact.models.torch.module import PWLActivation
from pwlact.models.torch.network import TorchNetwork
from pwlact.pwl import PWL
from pwlact.search.stopwatch import stopwatch
from pwlact.settings.recovery import Training

SPLITS: tuple[Split, Split] = ("calibration", "test")


def recover(
    network: Network,
    tables: Mapping[str, PWL],
    training: Training,
    *,
    exact: Mapping[Split, Outputs] | None = None,
    counts: Mapping[Split, int | None] | None = None,
    watch: Watch = lambda steps, loss: None,
) -> Recovery:
    """Train a network with tables at its sites on the calibration data, and judge it on the test data.

    Deterministic: the same network, tables and settings give the same numbers. The network is left as it was. What is
    trained is read back as PWL, and these are measured.

    Parameters
    ----------
    network : Network
        One of PyTorch modules.
    tables : mapping of str to PWL
        What stands at each site before training. Sites of one function start from equal tables where they share one.
    training : Training
        What is trained, and how.
    exact : mapping of split to Outputs, optional
        What the exact network gives for both splits, where it is known.
    counts : mapping of split to int, optional
        Samples of each split; by default all.
    watch : callable, optional
        Called after each step with the number of steps and the loss.

    Raises
    ------
    ConfigError
        If the network is not made of PyTorch modules, has no labels where these are the target, or is given tables
        that cannot be shared.
    """
    if not isinstance(network, TorchNetwork):
        raise ConfigError(f"a network that is trained is of PyTorch modules, got {network.name}; choose another")
    counts = counts or dict.fromkeys(SPLITS)
    known = exact or exact_outputs(network, counts)
    before = {split: _figures(network, tables, split, known[split]) for split in SPLITS}
    model, modules = copy.deepcopy(network.model), _modules(network, tables, training)
    with stopwatch() as watch_:
        train(network, model, modules, taught(network, counts["calibration"]), training, watch)
        seconds = watch_.seconds
    unchanged = Recovery(before=before, after=before, tables=tables, weights={}, kept=False, seconds=seconds)
    trained = _read(modules)
    if trained is None:
        return unchanged
    with standing_in(network, model):
        after = {split: _figures(network, trained, split, known[split]) for split in SPLITS}
    if training.target == "exact" and not after["calibration"].divergence < before["calibration"].divergence:
        return unchanged
    weights = _weights(model) if training.train == "all" else {}
    return Recovery(before=before, after=after, tables=trained, weights=weights, kept=True, seconds=seconds)


def _read(modules: Mapping[str, PWLActivation]) -> dict[str, PWL] | None:
    """Return what is trained as tables; None where the training has diverged."""
    try:
        return {site: module.trained() for site, module in modules.items()}
    except InputError:
        return None


def exact_outputs(network: Network, counts: Mapping[Split, int | None]) -> dict[Split, Outputs]:
    """Return what the exact network gives for both splits."""
    return {split: network.outputs(split, {}, counts[split]) for split in SPLITS}


@contextlib.contextmanager
def standing_in(network: TorchNetwork, model: nn.Module) -> Iterator[None]:
    """Within the context, a network runs another module in place of its own."""
    own = network.model
    network.model = model
    try:
        yield
    finally:
        network.model = own


def _modules(network: Network, tables: Mapping[str, PWL], training: Training) -> dict[str, PWLActivation]:
    """Return a table for each site; one for all sites of a function where they share it."""
    functions = {site.name: site.function for site in network.sites}
    made: dict[str, PWLActivation] = {}
    for site, pwl in tables.items():
        require(site in functions, f"a table's site is one of {network.name}'s", repr(site), "choose one of its sites")
        key = functions[site] if training.share == "function" else site
        made.setdefault(key, PWLActivation(pwl, trainable="all"))
    return {site: made[functions[site] if training.share == "function" else site] for site in tables}


def _figures(network: Network, tables: Mapping[str, PWL], split: Split, exact: Outputs) -> Figures:
    outputs = network.outputs(split, tables, len(exact.scores))
    divergence = float(network.divergence(exact, outputs).mean())
    return Figures(divergence=divergence, score=network.score(outputs))


def _weights(model: nn.Module) -> dict[str, Any]:
    return {name: part.detach().numpy().copy() for name, part in model.state_dict().items()}
