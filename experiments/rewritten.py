"""Rewritten ONNX models of the shipped networks: their scores in onnxruntime, beside those of the tables in PyTorch.

python experiments/rewritten.py [NETWORK ...] [--segments 8] [--csv rewritten.csv]

PyTorch's networks are exported by torch.onnx.export (dynamo, opset 20) and rewritten; of g2p the two GRU cells are, and
the loop over letters and phonemes stays in Python. rapidocr is an ONNX model as it is: there the other way cuts the
model at its activations, runs the parts, and computes the tables by NumPy between them. "apart" is the largest
difference between the two ways' predictions: logarithms of probabilities, or embeddings.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx.utils
import torch
from onnx import ModelProto
from torch import Tensor, nn

from pwlact import functions
from pwlact.cli.console import print_table
from pwlact.files import csv_text, write_text
from pwlact.models.network import Outputs, Table, real_function
from pwlact.models.networks.registry import network
from pwlact.models.onnx.exported import OnnxModule, export_module
from pwlact.models.onnx.network import OnnxNetwork
from pwlact.models.onnx.rewrite import rewrite_model
from pwlact.models.onnx.session import make_session
from pwlact.models.torch.network import TorchNetwork
from pwlact.search.methods import METHODS
from pwlact.search.problem import Problem
from pwlact.search.solve import solve

COUNTS = {"cnn": 2000, "vit": 2000, "rapidocr": 150, "g2p": 500, "minilm": 320, "smollm2": 1024}
FIELDS = {"minilm": "last_hidden_state", "smollm2": "logits"}
COLUMNS = ("network", "samples", "sites", "exact", "swapped", "rewritten", "equal", "apart", "seconds")
"""Scores: exact, with tables by PyTorch or NumPy, with tables in the rewritten model; samples whose score is equal."""


def minimax_table(name: str, segments: int) -> Table:
    """Return the table of smallest maximum error on [-8, 8]."""
    activation = functions.get(name)
    problem = Problem(activation=activation, interval=activation.interval, segments=segments, fit="minimax")
    return solve(problem, METHODS["minimax"], METHODS["minimax"].config(), 0).candidate.pwl


class Field(nn.Module):
    """A module of transformers that returns one field of its record."""

    def __init__(self, module: nn.Module, field: str) -> None:
        super().__init__()
        self.module, self.field = module, field

    def forward(self, ids: Tensor) -> Tensor:
        """Return the field of token ids."""
        found: Tensor = getattr(
            self.module(ids, use_cache=False) if self.field == "logits" else self.module(ids), self.field
        )
        return found


def put_whole(found: TorchNetwork, tables: Mapping[str, Table], count: int) -> int:
    """Put the rewritten export in the place of a network's module; return the number of sites."""
    batch = next(found.batches("test", count))
    field = FIELDS.get(found.name)
    example = batch[0] if isinstance(batch, tuple) else batch[None, :-1] if field == "logits" else batch
    module = found.model if field is None else Field(found.model, field)
    model, sites = rewritten(export_module(module, (example,), dynamic=field is None), tables)
    found.__dict__["model"] = OnnxModule(model, field)
    return sites


def put_cells(found: TorchNetwork, tables: Mapping[str, Table], count: int) -> int:
    """Put rewritten exports in the place of g2p's GRU cells; return the number of sites."""
    sites = 0
    for name in ("encoder", "decoder"):
        cell = found.model.get_submodule(name)
        model, here = rewritten(export_module(cell, (torch.zeros(7, 256), torch.zeros(7, 256))), tables)
        setattr(found.model, name, OnnxModule(model))
        sites += here
    return sites


PUT: dict[str, Callable[[TorchNetwork, Mapping[str, Table], int], int]] = {"g2p": put_cells}


def rewritten(model: ModelProto, tables: Mapping[str, Table]) -> tuple[ModelProto, int]:
    """Return a model with tables, and how many sites have one."""
    done = rewrite_model(model, tables)
    return done.model, len(done.replaced)


def compare(name: str, segments: int) -> tuple[str, ...]:
    """Return a line of the table."""
    found, count = network(name), COUNTS[name]
    began = time.process_time()
    tables = {function: minimax_table(function, segments) for function in {site.function for site in found.sites}}
    by_site = {site.name: tables[site.function] for site in found.sites}
    exact, swapped = found.outputs("test", {}, count), found.outputs("test", by_site, count)
    if isinstance(found, TorchNetwork):
        sites = PUT.get(name, put_whole)(found, tables, count)
        outputs = (exact, swapped, found.outputs("test", {}, count))
    else:
        assert isinstance(found, OnnxNetwork)
        sites, outputs = len(found.sites), (exact, cut_outputs(found, by_site, count), swapped)
    return line(found, sites, outputs, time.process_time() - began)


def cut_outputs(found: OnnxNetwork, tables: Mapping[str, Table], count: int) -> Outputs:
    """Return what an ONNX network gives where it is cut at its sites, and their tables are computed by NumPy."""
    extractor = onnx.utils.Extractor(found.model)
    known = [value.name for value in found.model.graph.input]
    parts = []
    for site in found.found:
        parts.append((make_session(extractor.extract_model(known, [site.input])), site))
        known.append(site.output)
    last = make_session(extractor.extract_model(known, [value.name for value in found.model.graph.output]))
    rows = []
    for feeds, truth in found.batches("test", count):
        values = dict(feeds)
        for session, site in parts:
            x = session.run(None, {value.name: values[value.name] for value in session.get_inputs()})[0]
            values[site.output] = real_function(tables[site.name])(x).astype(x.dtype)
        rows.append(found.predict(last.run(None, values), truth))
    predictions, scores = (np.concatenate(part) for part in zip(*rows, strict=True))
    return Outputs(predictions=predictions, scores=scores)


def line(found: Any, sites: int, outputs: tuple[Outputs, Outputs, Outputs], seconds: float) -> tuple[str, ...]:
    """Return a line of the table from the three outputs."""
    _, swapped, other = outputs
    apart = float(np.abs(swapped.predictions - other.predictions).max())
    equal = float(np.isclose(swapped.scores, other.scores, rtol=1e-4, atol=1e-4).mean())
    scores = (f"{found.score(each):.5g}" for each in outputs)
    return found.name, str(len(swapped.scores)), str(sites), *scores, f"{equal:.2%}", f"{apart:.1e}", f"{seconds:.0f}"


def main() -> None:
    """Print the table, and write it where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("networks", nargs="*", default=list(COUNTS))
    parser.add_argument("--segments", type=int, default=8)
    parser.add_argument("--csv", type=Path)
    given = parser.parse_args()
    torch.set_num_threads(1)
    rows = [compare(name, given.segments) for name in given.networks]
    print_table(f"minimax tables of {given.segments} segments", COLUMNS, rows)
    if given.csv is not None:
        write_text(given.csv, csv_text(COLUMNS, rows))


if __name__ == "__main__":
    main()
