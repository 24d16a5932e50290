"""Gradients other than those of what is computed."""

from __future__ import annotations

import torch

from pwlact.models.torch.exact import Exact
from pwlact.models.torch.gradient import derivative, needs_gradient, straight_through


def test_straight_through_keeps_the_value_and_takes_the_slope():
    x, y = (torch.tensor([1.0, 2.0], requires_grad=True) for _ in range(2))
    result = straight_through(x, y * 3.0, torch.tensor([10.0, 20.0]))
    result.sum().backward()
    assert result.tolist() == [3.0, 6.0]
    assert x.grad.tolist() == [10.0, 20.0]
    assert y.grad.tolist() == [3.0, 3.0]


def test_derivative_is_that_of_the_function_and_has_no_graph():
    x = torch.linspace(-3.0, 3.0, 7, requires_grad=True)
    slope = derivative(Exact("tanh"), x)
    assert torch.allclose(slope, 1.0 - torch.tanh(x) ** 2)
    assert not slope.requires_grad


def test_a_gradient_is_needed_only_where_one_is_asked_for():
    x = torch.zeros(1, requires_grad=True)
    assert needs_gradient(x)
    assert not needs_gradient(x.detach())
    with torch.no_grad():
        assert not needs_gradient(x)
