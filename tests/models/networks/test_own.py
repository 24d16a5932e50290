"""A classifier and batches of a user's own."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from pwlact.errors import ConfigError, RunError
from pwlact.models.networks.own import OwnNetwork

GENERATOR = torch.Generator().manual_seed(0)
INPUTS, LABELS = torch.randn(10, 4, generator=GENERATOR), torch.arange(10) % 3


class Net(nn.Module):
    """Two inputs, added; a record or a tensor comes out."""

    def __init__(self) -> None:
        super().__init__()
        torch.manual_seed(0)
        self.layers = nn.Sequential(nn.Linear(4, 8), nn.SiLU(), nn.Linear(8, 3))

    def forward(self, x: torch.Tensor, y: torch.Tensor | None = None) -> torch.Tensor:
        logits: torch.Tensor = self.layers(x if y is None else x + y)
        return logits


def batches() -> list[tuple[Any, torch.Tensor]]:
    return list(zip(INPUTS.split(3), LABELS.split(3), strict=True))


def test_every_fourth_sample_is_for_calibration() -> None:
    own = OwnNetwork("mine:net", Net, batches)
    assert [own.samples("calibration"), own.samples("test")] == [3, 7]
    rows = [0, 4, 8]
    seen = [own.batches("calibration", None), own.batches("test", None)]
    inputs, labels = zip(*[[torch.cat(part) for part in zip(*rows, strict=True)] for rows in seen], strict=True)
    others = [i for i in range(10) if i not in rows]
    assert torch.equal(inputs[0], INPUTS[rows])
    assert torch.equal(inputs[1], INPUTS[others])
    assert torch.equal(labels[1], LABELS[others])


def test_calibration_may_have_data_of_its_own() -> None:
    own = OwnNetwork("mine:net", Net, batches, lambda: [(INPUTS[:2], LABELS[:2])])
    assert [own.samples("calibration"), own.samples("test")] == [2, 10]


def test_outputs_are_log_probabilities_and_whether_they_are_right() -> None:
    own = OwnNetwork("mine:net", Net, batches)
    found = own.outputs("test", {}, 5)
    others = [1, 2, 3, 5, 6]
    expected = Net()(INPUTS[others]).log_softmax(1)
    np.testing.assert_allclose(found.predictions, expected.detach(), rtol=1e-5)
    assert found.scores.tolist() == (expected.argmax(1) == LABELS[others]).float().tolist()
    assert own.score(found) == found.scores.mean()
    assert own.divergence(found, found).tolist() == [0.0] * 5
    assert [site.function for site in own.sites] == ["silu"]


@pytest.mark.parametrize("kind", ["tuple", "mapping", "arrays"])
def test_inputs_may_be_several_tensors_or_arrays(kind: str) -> None:
    def data() -> Any:
        for x, labels in batches():
            if kind == "arrays":
                yield x.numpy(), labels.tolist()
            else:
                yield ((x, -x), labels) if kind == "tuple" else ({"x": x, "y": -x}, labels)

    found = OwnNetwork("mine:net", Net, data).outputs("test", {})
    x = INPUTS if kind == "arrays" else torch.zeros_like(INPUTS)
    expected = Net()(x[torch.arange(10) % 4 != 0]).log_softmax(1)
    np.testing.assert_allclose(found.predictions, expected.detach(), rtol=1e-5, atol=1e-6)


def test_batches_that_differ_from_pass_to_pass_are_refused() -> None:
    calls = iter(range(100))

    def data() -> Any:
        turned = LABELS.roll(next(calls))
        return [(INPUTS, turned)]

    with pytest.raises(RunError, match="gives the same batches each time, got others; do not shuffle"):
        OwnNetwork("mine:net", Net, data).outputs("test", {})


def bad(data: Any = None, model: Any = Net) -> OwnNetwork:
    return OwnNetwork("mine:net", model, batches if data is None else data)


@pytest.mark.parametrize(
    ("own", "error", "said"),
    [
        (bad(model=lambda: 3), ConfigError, "returns an nn.Module, got a int"),
        (bad(model=lambda needed: needed), RunError, "of --model must run without arguments, got TypeError"),
        (bad(lambda: [(INPUTS[:, :1], LABELS)], nn.Identity), ConfigError, "labels are 0 to 0, got 0 to 2"),
        (
            bad(model=lambda: nn.Flatten(0)),
            ConfigError,
            r"gives logits \(2, classes\) for such a batch, got shape \(8,\)",
        ),
        (bad(model=lambda: nn.LSTM(4, 3)), ConfigError, r"gives logits .*, got a tuple"),
        (bad(lambda: 3), ConfigError, r"iterable of \(inputs, labels\), got a int; return a list"),
        (bad(lambda: [INPUTS]), ConfigError, r"iterable of \(inputs, labels\), got a Tensor; give pairs"),
        (bad(lambda: [(INPUTS, INPUTS)]), ConfigError, "labels are whole numbers in a row, got torch.float32"),
        (bad(lambda: []), ConfigError, "at least two samples, one for calibration, got fewer"),
    ],
)
def test_functions_that_return_something_else_are_refused(own: OwnNetwork, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said) as caught:
        own.outputs("test", {})
    assert "\n" not in str(caught.value)
