"""What a forward was seen to call."""

from __future__ import annotations

import torch
from torch.nn import functional as F

from pwlact.models.torch.calls import Call
from pwlact.models.torch.known import LINEAR_ALREADY, NOT_ASKED
from pwlact.models.torch.seen import Keys, Seen


def test_keys_count_each_kind_apart():
    keys = Keys()
    assert [keys.next(kind) for kind in ("silu", "tanh", "silu")] == ["silu_0", "tanh_0", "silu_1"]


def test_softmax_and_its_fused_forms_count_only_if_they_are_asked_for():
    seen = Seen()
    seen.add("softmax_0", Call("softmax", "exp", None), None)
    seen.add("silu_0", Call("silu", "silu", None), "sigmoid_0")
    for func in (F.relu, F.scaled_dot_product_attention, torch.add):
        seen.leave(func)
    assert seen.functions(softmax=False) == [("silu_0", "silu")]
    assert seen.functions(softmax=True) == [("softmax_0", "exp"), ("silu_0", "silu")]
    assert seen.reasons(softmax=False) == [("relu", LINEAR_ALREADY), ("softmax", NOT_ASKED)]
    assert [name for name, _ in seen.reasons(softmax=True)] == ["relu", "scaled_dot_product_attention"]
    assert seen.covered == {"sigmoid_0": "silu_0"}
