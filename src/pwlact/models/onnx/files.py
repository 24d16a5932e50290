"""ONNX files: read without their external data, checked, and written whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import onnx
from onnx import ModelProto, TensorProto
from onnx.external_data_helper import ExternalDataInfo, uses_external_data

from pwlact.errors import FileError
from pwlact.files import check_regular, check_writable, is_file, output_file, write_atomically
from pwlact.models.onnx.prepare import FAULTS, check, first_line
from pwlact.models.onnx.scope import scopes

ALIGNMENT = 4096  # of tensors in a data file, as onnxruntime maps it into memory
CHUNK = 1 << 24


def read_model(path: Path) -> ModelProto:
    """Read and check a model; large tensors in files beside it stay there.

    Raises
    ------
    FileError
        If there is no such file, or it is damaged, or a file beside it is missing.
    """
    check_regular(path)
    if not is_file(path):
        raise FileError(f"an ONNX model must exist, got {str(path)!r}; give the path of a .onnx file")
    try:
        onnx.checker.check_model(str(path))
        return onnx.load_model(path, format="protobuf", load_external_data=False)
    except (*FAULTS, OSError) as fault:
        raise FileError(
            f"an ONNX model must be whole and valid, got {path}: {first_line(fault)}; export it again"
        ) from fault


def write_model(model: ModelProto, path: Path, source: Path) -> None:
    """Check and write a model; external data goes to one file beside it, whose name ends in .data.

    Parameters
    ----------
    model : ModelProto
        The model, which is changed where it has external data.
    path : Path
        The file.
    source : Path
        The folder that its external data is in.

    Raises
    ------
    FileError
        If the place cannot be written, external data cannot be read, or its file would be replaced.
    RunError
        If the model is not valid.
    """
    check_output(path)
    tensors = [tensor for tensor in _tensors(model) if uses_external_data(tensor)]
    if not tensors:
        check(model)
        write_atomically(path, lambda temporary: _write(temporary, model))
        return
    data = path.parent / f"{path.name}.data"
    if data.resolve() in {(source / ExternalDataInfo(tensor).location).resolve() for tensor in tensors}:
        raise FileError(f"a model's own data stay as they are, got {data} for the new one's; choose another --out")
    try:
        _write_with_data(model, tensors, path, source)
    except OSError as fault:
        raise FileError(f"{path} and its data must be writable, got {fault}; choose another --out") from fault


def check_output(path: Path) -> None:
    """Check that a model can be written there.

    Raises
    ------
    FileError
        If its folder does not exist, or it cannot be written.
    """
    check_writable(output_file(str(path)))


def _write(path: Path, model: ModelProto) -> None:
    path.write_bytes(model.SerializeToString())


def _write_with_data(model: ModelProto, tensors: list[TensorProto], path: Path, source: Path) -> None:
    """Write both files into a folder beside the place, check them, and move them."""
    staging = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
    try:
        data = staging / f"{path.name}.data"
        with data.open("wb") as file:
            for tensor in tensors:
                _move(tensor, file, source, data.name)
        _write(staging / path.name, model)
        check(str(staging / path.name))
        for written in (data, staging / path.name):
            written.replace(path.parent / written.name)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _move(tensor: TensorProto, file: BinaryIO, source: Path, location: str) -> None:
    """Copy a tensor's data to the end of a file, and let the tensor point there."""
    info = ExternalDataInfo(tensor)
    file.write(b"\0" * (-file.tell() % ALIGNMENT))
    offset = file.tell()
    with (source / info.location).open("rb") as old:
        old.seek(info.offset or 0)
        rest = os.fstat(old.fileno()).st_size - old.tell() if info.length is None else info.length
        while rest > 0 and (chunk := old.read(min(rest, CHUNK))):
            rest -= file.write(chunk)
    del tensor.external_data[:]
    for key, value in (("location", location), ("offset", offset), ("length", file.tell() - offset)):
        tensor.external_data.add(key=key, value=str(value))


def _tensors(model: ModelProto) -> Iterator[TensorProto]:
    for scope in scopes(model):
        yield from scope.graph.initializer
        for node in scope.graph.node:
            for attribute in node.attribute:
                yield from (attribute.t, *attribute.tensors)
