"""PyTorch's modules exported, rewritten and run by onnxruntime: as the tables in PyTorch."""

from __future__ import annotations

import onnx_models as models
import pytest
import torch
from torch import nn

from pwlact.models.onnx.exported import OnnxModule, export_module
from pwlact.models.onnx.rewrite import rewrite_model
from pwlact.models.torch.module import PWLActivation
from pwlact.models.torch.swap import swapped

TABLES = {name: models.uniform(name, 6) for name in ("silu", "gelu", "tanh", "sigmoid")}


@pytest.fixture(scope="module")
def network() -> nn.Module:
    """Give a small CNN of random weights with four activations."""
    torch.manual_seed(0)
    return nn.Sequential(
        nn.Conv2d(1, 4, 3, stride=2), nn.SiLU(), nn.Conv2d(4, 4, 3, stride=2), nn.GELU(), nn.Flatten(),
        nn.Linear(144, 8), nn.Tanh(), nn.Linear(8, 8), nn.Sigmoid(), nn.Linear(8, 3),
    ).eval()  # fmt: skip


def test_a_rewritten_export_gives_what_the_swapped_module_gives(network):
    model = export_module(network, (torch.zeros(2, 1, 28, 28),))
    done = rewrite_model(model, TABLES)
    assert [site.function for site in done.replaced] == ["silu", "gelu", "tanh", "sigmoid"]
    models.check(done.model)
    x = torch.randn(9, 1, 28, 28)
    modules = {"1": "silu", "3": "gelu", "6": "tanh", "8": "sigmoid"}
    with torch.no_grad(), swapped(network, {at: PWLActivation(TABLES[name]) for at, name in modules.items()}):
        expected = network(x)
    found = OnnxModule(done.model)(x)
    assert torch.allclose(found, expected, atol=1e-5)
    assert torch.equal(found.argmax(1), expected.argmax(1))
    assert not torch.allclose(OnnxModule(model)(x), expected, atol=1e-3)


def test_a_field_names_the_output():
    module = OnnxModule(models.model_of("y = Relu (x)"), "logits")
    assert module(torch.tensor([-1.0, 2.0]), use_cache=False).logits.tolist() == [0.0, 2.0]
