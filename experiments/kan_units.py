"""A KAN in number formats: every edge a unit on integers, and one Verilog module for all edges of a layer."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from kan_methods import Way
from kan_trained import Trained

from pwlact._types import Array
from pwlact.many.units import FamilyUnits

GUARD = 2  # more fraction bits that an edge gives than it takes, since a node adds many of them
TARGETS = ("ice40", "xilinx")


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """One Verilog module for the edges of a layer.

    Parameters
    ----------
    data : str
        Data set.
    layer : int
        Which layer, 0 for the first.
    functions, segments : int
        Edges, and segments of each.
    format : str
        Format of the inputs.
    inputs, mismatches : int
        Inputs that were simulated, every code for every function, and those whose output is not the model's.
    cells : dict of str to str
        Lookup tables, multipliers and block RAMs on each target, by Yosys.
    """

    data: str
    layer: int
    functions: int
    segments: int
    format: str
    inputs: int
    mismatches: int
    cells: dict[str, str]


def input_format(bits: int) -> str:
    """Return the format of inputs in [-1, 1)."""
    return f"q1.{bits - 1}"


def formats(y: Array, bits: int) -> dict[str, Any]:
    """Return the formats of units for functions y: their outputs have GUARD more fraction bits than their inputs."""
    integer = 1 + max(math.floor(math.log2(np.abs(y).max())) + 1, 0)
    return {"format": input_format(bits), "unit": {"output": f"q{integer}.{bits - 1 + GUARD}"}}


def coded(one: Trained, way: Way, segments: int, bits: int) -> FamilyUnits:
    """Return the units of all edges of a network, which then computes in integers: inputs, edges and sums are codes."""
    return way.place(one.edges, one.weights, segments, **formats(one.edges.y, bits)).require_units()


def module(one: Trained, way: Way, layer: int, segments: int, bits: int, targets: Sequence[str] = TARGETS) -> Module:
    """Verify the Verilog of a layer on every input of every edge, and count its lookup tables."""
    numbers = list(one.edges.layers)[layer]
    own = one.edges.subset(numbers)
    weights = {name: each[numbers.ravel()] for name, each in one.weights.items()}
    family = way.place(own, weights, segments, **formats(own.y, bits))
    proof = family.verify()
    return Module(
        data=one.data.name,
        layer=layer,
        functions=len(family),
        segments=segments,
        format=input_format(bits),
        inputs=proof.inputs,
        mismatches=proof.mismatches,
        cells={cost.target: f"{cost.luts} / {cost.dsps} / {cost.memories}" for cost in family.synth(targets)},
    )
