"""Models made ready: types known, opset 13 at least, faults in one line."""

from __future__ import annotations

import onnx_models as models
import pytest
from onnx import TensorProto

from pwlact.errors import RunError
from pwlact.models.onnx.prepare import check, first_line, opset_of, prepare


def test_types_are_inferred_on_a_copy():
    model = models.model_of("a = Sigmoid (x) y = Relu (a)")
    ready = prepare(model)
    assert not model.graph.value_info
    assert [(value.name, value.type.tensor_type.elem_type) for value in ready.graph.value_info] == [
        ("a", TensorProto.FLOAT)
    ]


@pytest.mark.parametrize(("opset", "then"), [(9, 13), (12, 13), (13, 13), (21, 21)])
def test_older_opsets_become_13(opset, then):
    assert opset_of(prepare(models.model_of("y = Relu (x)", opset=opset))) == then


def test_an_invalid_model_is_a_fault_of_ours():
    with pytest.raises(RunError, match="the rewritten model must be valid"):
        check(models.model_of("y = Relu (z)"))


def test_a_fault_has_one_line():
    assert first_line(ValueError("one\ntwo")) == "one"
    assert first_line(ValueError()) == "ValueError"
