"""Calls found without a run."""

from __future__ import annotations

from network_modules import Branching, Gated, Nested

from pwlact.models.torch.tracing import traced


def test_each_forward_is_read_apart():
    model = Nested()
    seen, faults = traced({"": model, "inner": model.inner})
    assert faults == {}
    assert list(seen[""].calls) == ["tanh_0", "tanh_1"]
    assert list(seen["inner"].calls) == ["silu_0", "sigmoid_0", "silu_1", "sigmoid_1", "softmax_0"]
    assert seen["inner"].covered == {"sigmoid_0": "silu_1"}


def test_a_forward_that_cannot_be_traced_has_its_reason_in_one_line():
    seen, faults = traced({"good": Gated(), "bad": Branching()})
    assert list(seen) == ["good"]
    assert faults["bad"]
    assert "\n" not in faults["bad"]
