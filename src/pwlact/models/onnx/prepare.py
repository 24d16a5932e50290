"""A model made ready: its own functions written out, its operators new enough, the types of its tensors known."""

from __future__ import annotations

from typing import Any

from onnx import ModelProto, checker, inliner, shape_inference, version_converter

from pwlact.errors import FileError, RunError

OLDEST = 13
STANDARD = ("", "ai.onnx")


def opset_of(model: ModelProto) -> int:
    """Return the version of a model's standard operators, 0 where it has none."""
    return max((entry.version for entry in model.opset_import if entry.domain in STANDARD), default=0)


def prepare(model: ModelProto) -> ModelProto:
    """Return a copy with functions inlined, of opset 13 or newer, with the types that can be inferred.

    Raises
    ------
    FileError
        If the model is not valid, or is older and cannot be converted.
    """
    try:
        if model.functions:
            model = inliner.inline_local_functions(model)
        if 0 < opset_of(model) < OLDEST:
            model = version_converter.convert_version(model, OLDEST)
        return _with_types(model)
    except FAULTS as fault:
        raise FileError(
            f"an ONNX model is valid and of opset {OLDEST} or newer, got opset {opset_of(model)}: "
            f"{first_line(fault)}; export it again"
        ) from fault


def _with_types(model: ModelProto) -> ModelProto:
    try:
        return shape_inference.infer_shapes(model)
    except FAULTS:  # as of operators with wrong attributes, which the checker names better
        copy = ModelProto()
        copy.CopyFrom(model)
        return copy


def check(model: Any) -> None:
    """Check a model, or the file of one, as ONNX defines it.

    Raises
    ------
    RunError
        If it is not valid.
    """
    try:
        checker.check_model(model)
    except FAULTS as fault:
        raise RunError(f"the rewritten model must be valid, got {first_line(fault)}; please report it") from fault


def first_line(fault: BaseException) -> str:
    """Return the first line of a fault's text."""
    return (str(fault).strip() or type(fault).__name__).splitlines()[0][:160].rstrip(".")


FAULTS = (
    checker.ValidationError,
    shape_inference.InferenceError,
    version_converter.ConvertError,
    RuntimeError,
    ValueError,
)
