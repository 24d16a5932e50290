"""Calls met while a forward runs."""

from __future__ import annotations

import copy

import pytest
import torch
from network_modules import Constant, Gated, Nested
from torch import nn
from torch.nn import functional as F

from pwlact.models.torch.exact import Exact
from pwlact.models.torch.swap import swapped

X = torch.linspace(-2.0, 2.0, 12).reshape(3, 4)


class InPlace(nn.Module):
    def forward(self, x):
        x = x.clone()
        x.sigmoid_()
        F.silu(x, inplace=True)
        return x


class Failing(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = nn.Linear(9, 9)

    def forward(self, x):
        return self.inner(torch.tanh(x)) if x.shape[-1] == 9 else torch.tanh(x) + self.inner(x)


def test_the_exact_functions_at_all_sites_change_nothing():
    model = Nested()
    names = {"tanh_0": "tanh", "inner.silu_0": "silu", "inner.silu_1": "silu", "inner.sigmoid_1": "sigmoid"}
    expected = model(X)
    with swapped(model, {name: Exact(function) for name, function in names.items()}):
        assert torch.allclose(model(X), expected)


def test_calls_are_numbered_anew_in_each_forward():
    model, constant = Nested(), Constant()
    with swapped(model, {"tanh_1": constant}):
        for _ in range(3):
            assert torch.all(model(X) == 0.5)
    assert len(constant.inputs) == 3


def test_what_works_in_place_still_does():
    with swapped(InPlace(), {}) as _, torch.no_grad():
        model = InPlace()
        with swapped(model, {"sigmoid_0": Constant(0.25), "silu_0": Constant(0.75)}):
            assert torch.all(model(X) == 0.75)
        with swapped(model, {"sigmoid_0": Constant(0.25)}):
            assert torch.allclose(model(X), F.silu(torch.tensor(0.25)))


def test_a_fault_inside_leaves_the_model_usable():
    model, constant = Failing(), Constant()
    with swapped(model, {"tanh_0": constant}):
        with pytest.raises(RuntimeError):
            model(X)
        model(torch.zeros(1, 9))
    assert len(constant.inputs) == 2


def test_a_copy_of_a_swapped_model_has_its_own_modules():
    model = Gated()
    with swapped(model, {"silu_0": Constant(), "act": Constant()}):
        other = copy.deepcopy(model)
        other.silu_0.value = 0.0
        expected = model(X)
        assert torch.equal(model(X), expected)
        assert not torch.equal(other(X), expected)
    assert "silu_0" in dict(other.named_modules())
    assert "silu_0" not in dict(model.named_modules())


def test_modules_at_sites_move_and_train_with_their_owner():
    model = Gated()
    with swapped(model, {"silu_0": nn.Linear(4, 4)}):
        assert "silu_0.weight" in dict(model.named_parameters())
        model(X).square().sum().backward()
        assert model.silu_0.weight.grad is not None
