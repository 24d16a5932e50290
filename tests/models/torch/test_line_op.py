"""The compiled operators: equal to PyTorch's own bit for bit, with gradients of the first and second order."""

from __future__ import annotations

import pytest
import torch
from network_tables import uniform_pwl

from pwlact.models.torch.evaluate import plain
from pwlact.models.torch.line_op import lines, lines_backward, lines_sums
from pwlact.models.torch.line_table import FixedKnots, Lines

X = torch.cat((torch.linspace(-12.0, 12.0, 3001), torch.tensor([torch.inf, -torch.inf, torch.nan, 1e38, -1e38])))


def table(name: str, segments: int) -> Lines:
    return FixedKnots(uniform_pwl(name, segments), torch.float32)()


@pytest.mark.parametrize("segments", [1, 2, 7, 8, 16, 71])
@pytest.mark.parametrize("name", ["silu", "sigmoid", "exp"])
def test_results_are_those_of_plain_operators_bit_for_bit(name, segments):
    given = table(name, segments)
    assert torch.equal(lines(X, *given).nan_to_num(), plain(X, given).nan_to_num())
    assert torch.equal(lines(X, *given).isnan(), X.isnan())


@pytest.mark.parametrize("segments", [1, 16])
def test_gradients_are_those_of_plain_operators(segments):
    given = Lines(*(tensor.clone().requires_grad_(k > 0) for k, tensor in enumerate(table("gelu", segments))))
    x = X[:3001].clone().requires_grad_()
    weights = torch.randn(3001, generator=torch.Generator().manual_seed(0))
    one = torch.autograd.grad(lines(x, *given), (x, *given[1:]), weights)
    other = torch.autograd.grad(plain(x, given), (x, *given[1:]), weights)
    assert torch.equal(one[0], other[0])
    for a, b in zip(one[1:], other[1:], strict=True):
        assert torch.allclose(a, b, rtol=1e-4, atol=1e-3)


def test_second_gradients_are_those_of_plain_operators():
    given = Lines(*(tensor.clone().requires_grad_(k > 0) for k, tensor in enumerate(table("gelu", 8))))
    found = []
    for evaluate in (lambda x: lines(x, *given), lambda x: plain(x, given)):
        x = X[:3001].clone().requires_grad_()
        (slope,) = torch.autograd.grad(evaluate(x).square().sum(), x, create_graph=True)
        found.append(torch.autograd.grad(slope.square().sum(), (x, given.slopes)))
    for a, b in zip(*found, strict=True):
        assert torch.allclose(a, b, rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize("shape", [(), (0,), (7,), (2, 3, 4), (2, 3, 4, 5)])
def test_shapes_are_kept(shape):
    assert lines(torch.zeros(shape), *table("silu", 8)).shape == shape


def test_operators_keep_pytorchs_rules():
    given = table("silu", 8)
    x = torch.randn(4, 5)
    for op, arguments in (
        (lines, (x, *given)),
        (lines, (x.t(), *given)),
        (lines_backward, (x, x, *given[:2])),
        (lines_sums, (x, x, given.thresholds)),
    ):
        torch.library.opcheck(op, arguments, test_utils=("test_schema", "test_faketensor"))
