"""Nodes and constants under new names."""

from __future__ import annotations

import numpy as np

from pwlact.models.onnx.writer import Writer


def test_equal_constants_are_one_and_others_are_not():
    writer = Writer(set())
    first = writer.constant([1.0, 2.0])
    assert writer.constant(np.array([1, 2])) == first
    assert (
        len({first, writer.constant([[1.0, 2.0]]), writer.constant([1.0, 2.0], np.float64), writer.constant(-0.0)}) == 4
    )
    assert writer.constant(0.0) != writer.constant(-0.0)


def test_names_are_new():
    taken = {"pwlact_relu_0", "pwlact_relu_1"}
    writer = Writer(set(taken))
    outputs = [writer.node("Relu", "x") for _ in range(3)]
    nodes = writer.take()
    assert len({*taken, *outputs, *(node.name for node in nodes)}) == 8
    assert writer.take() == []


def test_an_output_may_be_named():
    writer = Writer(set())
    assert writer.node("Relu", "x", output="y") == "y"
    assert writer.take()[0].output == ["y"]
