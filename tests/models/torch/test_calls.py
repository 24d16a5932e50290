"""Calls of functions by name."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor
from torch.nn import functional as F

from pwlact.models.torch.calls import REMEMBERED, Call, Gates, call_of, reason_left

X = torch.tensor([0.5])


@pytest.mark.parametrize(
    ("func", "args", "kwargs", "kind", "function", "in_place"),
    [
        (F.silu, (X,), {}, "silu", "silu", False),
        (F.silu, (X, True), {}, "silu", "silu", True),
        (F.silu, (), {"input": X, "inplace": True}, "silu", "silu", True),
        (F.gelu, (X,), {}, "gelu", "gelu", False),
        (F.gelu, (X,), {"approximate": "tanh"}, "gelu_tanh", "gelu_tanh", False),
        (F.softplus, (X, 2.0), {}, "softplus", "softplus:beta=2", False),
        (F.elu, (X,), {"alpha": 0.5, "inplace": True}, "elu", "elu:alpha=0.5", True),
        (Tensor.sigmoid_, (X,), {}, "sigmoid", "sigmoid", True),
        (torch.special.expit, (X,), {}, "sigmoid", "sigmoid", False),
        (Tensor.tanh, (X,), {}, "tanh", "tanh", False),
        (torch.softmax, (X, -1), {}, "softmax", "exp", False),
        (F.glu, (X,), {}, "glu", "sigmoid", False),
    ],
)
def test_a_call_is_told_by_its_function_and_arguments(func, args, kwargs, kind, function, in_place):
    assert call_of(func, args, kwargs) == Call(kind, function, X, in_place)


def test_other_calls_are_none():
    assert call_of(torch.add, (X, X), {}) is None
    assert call_of(F.softplus, (X, 1.0, 2.0), {}) is None
    assert reason_left(F.relu)
    assert reason_left(torch.add) is None


def test_a_gate_is_met_from_both_sides_and_with_a_factor():
    gates, scaled, gate = Gates(), torch.tensor([1.0]), torch.tensor([0.7])
    gates.note_other(torch.mul, (1.702, X), scaled)
    gates.note_sigmoid(Call("sigmoid", "sigmoid", scaled), "sigmoid_0", gate)
    for args in ((X, gate), (gate, X)):
        assert gates.product(torch.mul, args) == (Call("silu", "silu:beta=1.702", X, False), "sigmoid_0")
    assert gates.product(torch.mul, (gate, gate)) is None
    assert gates.product(torch.add, (X, gate)) is None


def test_only_the_last_gates_are_remembered():
    gates, outputs = Gates(), [torch.zeros(1) for _ in range(REMEMBERED + 1)]
    for output in outputs:
        gates.note_sigmoid(Call("sigmoid", "sigmoid", X), "sigmoid_0", output)
    assert gates.product(torch.mul, (X, outputs[0])) is None
    assert gates.product(torch.mul, (X, outputs[-1])) is not None
