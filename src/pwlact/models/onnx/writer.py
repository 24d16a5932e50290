"""Nodes and constants that are added to a model, under names that it does not have."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import DTypeLike
from onnx import NodeProto, TensorProto, helper, numpy_helper

PREFIX = "pwlact_"


class Writer:
    """Collects nodes of one site at a time, and constants that all sites share.

    Parameters
    ----------
    taken : set of str
        Names of the model's tensors and nodes.
    """

    def __init__(self, taken: set[str]) -> None:
        self.taken = taken
        self.constants: dict[tuple[Any, ...], TensorProto] = {}
        self.nodes: list[NodeProto] = []
        self._numbers: Iterator[int] = count()

    def constant(self, values: Any, dtype: DTypeLike = np.float32) -> str:
        """Return the name of a constant; equal ones are one."""
        array = np.ascontiguousarray(np.asarray(values, dtype=dtype))
        key = (array.dtype.str, array.shape, array.tobytes())
        if key not in self.constants:
            shaped = array.reshape(np.shape(values))
            self.constants[key] = numpy_helper.from_array(shaped, self._name("constant"))
        name: str = self.constants[key].name
        return name

    def node(self, kind: str, *inputs: str, output: str | None = None, **attributes: Any) -> str:
        """Add a node of one output, and return the output's name, a new one by default."""
        result = output or self._name(kind.lower())
        self.nodes.append(helper.make_node(kind, list(inputs), [result], self._name(kind.lower()), **attributes))
        return result

    def take(self) -> list[NodeProto]:
        """Return the nodes added since the last call."""
        nodes, self.nodes = self.nodes, []
        return nodes

    def _name(self, stem: str) -> str:
        name = next(name for name in (f"{PREFIX}{stem}_{number}" for number in self._numbers) if name not in self.taken)
        self.taken.add(name)
        return name
