"""Activation modules by name."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn
from transformers.activations import ACT2CLS, ACT2FN

from pwlact import functions
from pwlact.models.torch.known import LINEAR_ALREADY, function_of, reason_left

MODULES = (
    nn.SiLU(), nn.GELU(), nn.GELU(approximate="tanh"), nn.Sigmoid(), nn.Tanh(), nn.Mish(), nn.Hardswish(),
    nn.Hardsigmoid(), nn.Softplus(), nn.Softplus(beta=2.0), nn.ELU(), nn.ELU(alpha=0.5), nn.CELU(2.0), nn.SELU(),
    nn.LogSigmoid(), nn.Softsign(), nn.Tanhshrink(),
)  # fmt: skip
X = torch.linspace(-6.0, 6.0, 501, dtype=torch.float64)


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_a_module_computes_the_function_of_its_name(module):
    assert np.allclose(module(X).numpy(), functions.get(function_of(module)).f(X.numpy()), atol=1e-6)
    assert reason_left(module) is None


@pytest.mark.parametrize("name", [name for name in ACT2CLS if name != "xielu"])  # it asks for a GPU's kernel
def test_activations_of_transformers_are_known_or_left_with_a_reason(name):
    module = ACT2FN[name]
    function = function_of(module)
    if function is None:
        assert reason_left(module)
    else:
        tolerance = 1e-3 if name in ("gelu_fast", "quick_gelu") else 1e-6
        assert np.allclose(module(X).numpy(), functions.get(function).f(X.numpy()), atol=tolerance)


@pytest.mark.parametrize("module", [nn.ReLU(), nn.ReLU6(), nn.LeakyReLU(), nn.PReLU(), nn.Hardtanh()], ids=str)
def test_what_is_piecewise_linear_is_left(module):
    assert function_of(module) is None
    assert reason_left(module) == LINEAR_ALREADY


def test_a_softplus_that_is_cut_early_is_left():
    assert function_of(nn.Softplus(threshold=2.0)) is None
    assert reason_left(nn.Softplus(threshold=2.0))


def test_other_modules_are_no_activations():
    assert function_of(nn.Linear(2, 2)) is None
    assert reason_left(nn.Linear(2, 2)) is None
    assert reason_left(nn.LSTM(2, 2))
