"""PyTorch modules as ONNX models, and ONNX models in the place of modules."""

from __future__ import annotations

import contextlib
import logging
import warnings
from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import Any

import torch
from onnx import ModelProto
from torch import Tensor, nn

from pwlact.models.onnx.session import make_session

OPSET = 20  # the first with Gelu as an operator


def export_module(module: nn.Module, example: Sequence[Tensor], *, dynamic: bool = True) -> ModelProto:
    """Return a module in evaluation mode as an ONNX model.

    Parameters
    ----------
    module : Module
        The module, which returns a tensor.
    example : sequence of Tensor
        Inputs, which are traced.
    dynamic : bool
        Whether the first axis of the inputs may have any length; all other axes keep the example's.
    """
    axes: Any = tuple({0: torch.export.Dim.AUTO} for _ in example) if dynamic else None
    with _quiet():
        program = torch.onnx.export(
            module.eval(), tuple(example), dynamo=True, opset_version=OPSET, dynamic_shapes=axes, verbose=False
        )
    assert program is not None
    model: ModelProto = program.model_proto
    return model


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Within the context, the exporter keeps its advice to itself."""
    log = logging.getLogger("torch.onnx")
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        log.setLevel(level)


class OnnxModule(nn.Module):
    """An ONNX model that stands for a module, run by onnxruntime on one thread.

    Parameters
    ----------
    model : ModelProto
        The model.
    field : str, optional
        Field of a record that its output is returned in, as "logits"; by default the output is returned itself.
    """

    def __init__(self, model: ModelProto, field: str | None = None) -> None:
        super().__init__()
        self.session = make_session(model)
        self.names = [value.name for value in self.session.get_inputs()]
        self.field = field

    def forward(self, *inputs: Tensor, **options: object) -> Any:
        """Return the model's first output; options of the module that it stands for mean nothing to it."""
        feeds = {name: part.numpy() for name, part in zip(self.names, inputs, strict=True)}
        output = torch.from_numpy(self.session.run(None, feeds)[0])
        return output if self.field is None else SimpleNamespace(**{self.field: output})
