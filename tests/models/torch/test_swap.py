"""Modules at sites for a while."""

from __future__ import annotations

import pytest
import torch
from network_modules import Constant, Gated, Repeated
from torch import nn

from pwlact.errors import ConfigError
from pwlact.models.torch.swap import find_sites, swapped

X = torch.linspace(-2.0, 2.0, 12).reshape(3, 4)


def test_every_site_takes_a_module_and_gives_it_back():
    model = Gated()
    names = [site.name for site in find_sites(model, softmax=True)]
    before, structure = model(X), str(model)
    modules = {name: Constant() for name in names}
    with swapped(model, modules):
        model(X)
    assert all(len(module.inputs) == 1 for module in modules.values())
    assert torch.equal(model(X), before)
    assert str(model) == structure
    assert "forward" not in model.__dict__


def test_softmax_feeds_its_module_what_exp_is_fed():
    for model, name in ((nn.Sequential(nn.Softmax(-1)), "0"), (Gated(), "softmax_0")):
        constant = Constant()
        with swapped(model, {name: constant}):
            y = model(X)
        assert torch.all(constant.inputs[0].amax(-1) == 0.0)
        assert torch.all(y == 0.25)


def test_the_model_is_given_back_after_a_fault():
    model = Repeated()
    exact = model.first
    with pytest.raises(RuntimeError, match="stop"), swapped(model, {"first": Constant(), "second": Constant()}):
        raise RuntimeError("stop")
    assert model.first is model.second is exact


@pytest.mark.parametrize("activation", ["gelu", nn.GELU()], ids=["function", "module"])
def test_the_fused_encoder_layer_of_pytorch_does_not_hide_its_activation(activation):
    layer = nn.TransformerEncoderLayer(8, 2, 16, activation=activation, batch_first=True).eval()
    model, x, constant = nn.TransformerEncoder(layer, 1), torch.randn(2, 3, 8), Constant()
    with torch.no_grad():
        before = model(x)
        (site,) = find_sites(model, example=x)
        with swapped(model, {site.name: constant}):
            model(x)
        assert len(constant.inputs) == 1
        assert torch.equal(model(x), before)


def test_an_unknown_site_is_refused_and_nothing_is_changed():
    model = Repeated()
    exact = model.first
    modules = {"first": Constant(), "inner.act": Constant()}
    with pytest.raises(ConfigError, match=r"a site is one of the model's, got 'inner\.act'"), swapped(model, modules):
        pass
    assert model.first is exact
