"""The sites of models, by tracing and by a run."""

from __future__ import annotations

import pytest
import torch
from network_modules import Branching, Gated, Nested, Repeated
from torch import nn

from pwlact.models.torch.survey import survey
from pwlact.models.torch.swap import swapped

X = torch.linspace(-2.0, 2.0, 12).reshape(3, 4)


def functions(found):
    return {site.name: site.function for site in found.sites}


@pytest.mark.parametrize("example", [None, X, (X,), {"x": X}], ids=["traced", "run", "tuple", "dict"])
def test_modules_and_calls_are_found_by_both_ways(example):
    found = survey(Gated(), softmax=True, example=example)
    assert functions(found) == {
        "act": "silu", "silu_0": "silu", "silu_1": "silu", "sigmoid_0": "sigmoid", "sigmoid_1": "sigmoid",
        "softmax_0": "exp",
    }  # fmt: skip
    assert found.covered == {"sigmoid_0": "silu_1"}
    assert [(left.what, left.name) for left in found.left] == [("relu", "")]
    assert "sigmoid_0" not in {site.name for site in found.plain}


@pytest.mark.parametrize("example", [None, X])
def test_calls_belong_to_the_module_in_whose_forward_they_stand(example):
    found = functions(survey(Nested(), example=example))
    assert {"tanh_0", "tanh_1", "inner.act", "inner.silu_0"} <= set(found)
    assert "silu_0" not in found


def test_what_cannot_be_traced_is_told_and_found_by_a_run():
    (left,) = survey(Branching()).left
    assert left.what == "Branching"
    assert "torch.fx cannot trace it" in left.reason
    assert "\n" not in left.reason
    assert functions(survey(Branching(), example=X + 9.0)) == {"tanh_0": "tanh"}
    assert functions(survey(Branching(), example=X - 9.0)) == {"gelu_0": "gelu"}


def test_an_activation_with_two_names_has_two_sites():
    assert functions(survey(Repeated())) == {"first": "tanh", "second": "tanh"}


def test_a_model_that_is_one_activation_has_none_in_it():
    assert survey(nn.Sequential(nn.Linear(2, 2))).sites == ()


def test_softmax_is_a_site_only_if_it_is_asked_for():
    model = nn.Sequential(nn.Softmax(-1), nn.GLU())
    assert functions(survey(model)) == {"1": "sigmoid"}
    assert functions(survey(model, softmax=True)) == {"0": "exp", "1": "sigmoid"}
    assert [left.what for left in survey(model).left] == ["Softmax"]


def test_fused_modules_are_left():
    model = nn.ModuleList([nn.LSTM(2, 2), nn.MultiheadAttention(4, 2)])
    assert [left.what for left in survey(model).left] == ["LSTM"]
    assert [left.what for left in survey(model, softmax=True).left] == ["LSTM", "MultiheadAttention"]


def test_a_survey_leaves_no_trace():
    model = Nested()
    survey(model, example=X)
    assert not any("forward" in module.__dict__ or module._forward_hooks for module in model.modules())


def test_a_submodule_that_has_the_name_of_a_site_is_no_site():
    model = Gated()
    model.silu_0 = nn.Linear(4, 4)
    found = survey(model)
    assert "silu_0" not in functions(found)
    assert any("rename that" in left.reason for left in found.left)


def test_a_swapped_model_has_the_same_sites():
    model = Gated()
    before = functions(survey(model))
    with swapped(model, {"silu_0": nn.Identity()}):
        assert functions(survey(model)) == functions(survey(model, example=X)) == before
