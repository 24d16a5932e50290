"""A classifier and data of one's own, each given as module:function."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any, ClassVar

import torch
from torch import Tensor, nn

from pwlact._types import Array, Codes
from pwlact.errors import RunError, require
from pwlact.models.network import Outputs, Split, accuracy, kl_divergence
from pwlact.models.networks.own_functions import called_batches, called_model, checked_logits, load_function
from pwlact.models.torch.network import TorchNetwork
from pwlact.settings.models import NetworkChoice

EVERY = 4  # one sample in four is for calibration, where no other data are given


def own_network(choice: NetworkChoice) -> OwnNetwork:
    """Return the network that functions of a user give; their modules are imported and run.

    Raises
    ------
    ConfigError
        If there is no such module or function.
    RunError
        If a module cannot be imported.
    """
    spec = choice.spec()
    assert choice.data is not None
    calibration = None if choice.calibration is None else load_function(choice.calibration)
    return OwnNetwork(spec, load_function(spec), load_function(choice.data), calibration)


class OwnNetwork(TorchNetwork):
    """A classifier of the user's, on the user's batches.

    Parameters
    ----------
    name : str
        What it is called.
    model : callable
        Returns an `nn.Module` that maps inputs to logits (n, k).
    data : callable
        Returns an iterable of (inputs, labels): a tensor, or a tuple or mapping of tensors, with n rows, and the
        numbers of the right classes (n,). It is called for each pass, and gives the same each time.
    calibration : callable, optional
        The same, for calibration; by default every fourth sample of `data`, and the others are the test.
    """

    title: ClassVar[str] = "a classifier of your own"
    origin: ClassVar[str] = "yours"
    licence: ClassVar[str] = "yours"
    data: ClassVar[str] = "yours"
    score_name: ClassVar[str] = "accuracy"
    divergence_name: ClassVar[str] = "KL"
    pip: ClassVar[str] = "pip install 'pwlact[models]'"

    def __init__(
        self, name: str, model: Callable[[], Any], data: Callable[[], Any], calibration: Callable[[], Any] | None = None
    ) -> None:
        self._name, self._model, self._data, self._calibration = name, model, data, calibration

    @property
    def name(self) -> str:
        """What it is called."""
        return self._name

    def build(self) -> nn.Module:
        """Call the user's function."""
        return called_model(self._model)

    @cached_property
    def all_labels(self) -> dict[Split, Tensor]:
        """The labels of each split, by a pass over the data.

        Raises
        ------
        ConfigError
            If a split has none.
        """
        found: dict[Split, Tensor] = {}
        splits: tuple[Split, ...] = ("calibration", "test")
        for split in splits:
            parts = [labels for _, labels in self._rows(split)]
            require(bool(parts), "data are at least two samples, one for calibration", "fewer", "give more")
            found[split] = torch.cat(parts)
        return found

    def samples(self, split: Split) -> int:
        """Return the number of labels."""
        return self.all_labels[split].shape[0]

    def batches(self, split: Split, count: int | None) -> Iterator[Any]:
        """Yield inputs and labels, in the user's batches.

        Raises
        ------
        RunError
            If a pass gives other labels than the first one did.
        """
        expected = self.all_labels[split][:count]
        for inputs, labels in self._rows(split):
            size = min(labels.shape[0], expected.shape[0])
            if not torch.equal(labels[:size], expected[:size]):
                raise RunError("a --data function gives the same batches each time, got others; do not shuffle them")
            yield _taken(inputs, slice(size)), labels[:size]
            expected = expected[size:]
            if not expected.shape[0]:
                return

    def example(self) -> Any:
        """Return the inputs of a batch, whose run meets activations that are called as functions."""
        inputs, _ = next(self._rows("calibration"))
        return torch.as_tensor(inputs) if not isinstance(inputs, (Mapping, tuple, list)) else inputs

    def predict(self, model: nn.Module, batch: Any) -> tuple[Tensor, Tensor]:
        """Return log-probabilities, and 1 where the label has the largest."""
        inputs, labels = batch
        predictions = checked_logits(_run(model, inputs), labels).log_softmax(1)
        return predictions, (predictions.argmax(1) == labels).float()

    def divergence(self, exact: Outputs, other: Outputs) -> Array:
        """Return the KL divergence of each sample."""
        return kl_divergence(exact, other)

    def score(self, outputs: Outputs, chosen: Codes | None = None) -> float:
        """Return the accuracy."""
        return accuracy(outputs, chosen)

    def _rows(self, split: Split) -> Iterator[tuple[Any, Tensor]]:
        """Yield the batches of a split: all of its own data, or its share of the common ones."""
        if self._calibration is not None:
            yield from called_batches(self._data if split == "test" else self._calibration)
            return
        seen = 0
        for inputs, labels in called_batches(self._data):
            taken = (torch.arange(seen, seen + labels.shape[0]) % EVERY == 0) == (split == "calibration")
            seen += labels.shape[0]
            if taken.any():
                yield _taken(inputs, taken), labels[taken]


def _run(model: nn.Module, inputs: Any) -> Any:
    if isinstance(inputs, Mapping):
        return model(**inputs)
    return model(*inputs) if isinstance(inputs, (tuple, list)) else model(torch.as_tensor(inputs))


def _taken(inputs: Any, rows: Any) -> Any:
    """Return some rows of inputs."""
    if isinstance(inputs, Mapping):
        return {key: value[rows] for key, value in inputs.items()}
    if isinstance(inputs, (tuple, list)):
        return tuple(part[rows] for part in inputs)
    return torch.as_tensor(inputs)[rows]
