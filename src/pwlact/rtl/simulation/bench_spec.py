"""Inputs, streams and files of a test bench, in whatever language it is written."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

from pwlact.errors import ConfigError
from pwlact.rtl.design import Design
from pwlact.rtl.simulation.memory import golden_words, memory_text

Mode = Literal["back_to_back", "gaps", "reset"]
MODES: tuple[Mode, ...] = get_args(Mode)
LIMIT = 20  # most mismatches to print

RESETS = 16  # in a stream that is long enough
DRAIN = 4  # clocks beyond the latency, without any output
BURST = 8  # neighbouring inputs in a row in scattered streams; jumps are slow to simulate
GOLDEN = (math.sqrt(5.0) - 1.0) / 2.0


class Drive(NamedTuple):
    """How a stream drives the unit: inputs in scattered bursts, gaps in valid, resets in mid-stream."""

    scattered: bool
    gaps: bool
    resets: bool


DRIVES: dict[Mode, Drive] = {
    "back_to_back": Drive(scattered=False, gaps=False, resets=False),
    "gaps": Drive(scattered=True, gaps=True, resets=False),
    "reset": Drive(scattered=True, gaps=False, resets=True),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchSpec:
    """Constants of a bench.

    Parameters
    ----------
    name : str
        Name of the unit's module.
    latency : int
        Clocks from an input to its output.
    inputs : int
        Words in each of the two memories.
    input_bits, select_bits, output_bits : int
        Widths of the ports; select bits are 0 where there is no such port.
    modes : tuple of str
        Streams in their order.
    limit : int
        Most mismatches to print.
    """

    name: str
    latency: int
    inputs: int
    input_bits: int
    select_bits: int
    output_bits: int
    modes: tuple[Mode, ...]
    limit: int

    @property
    def jump(self) -> int:
        """Step after each burst of a scattered stream: all bursts are met once, and neighbours are far apart."""
        bursts = self.inputs // BURST
        stride = round(bursts * GOLDEN) | 1  # odd, and the number of bursts is a power of two
        return BURST * (stride - 1)

    @property
    def period(self) -> int:
        """Clocks from one reset in mid-stream to the next."""
        return max(self.inputs // RESETS, self.latency + DRAIN)

    @property
    def memories(self) -> tuple[str, str]:
        """Names of the files that hold the inputs and the outputs."""
        return f"{self.name}_inputs.mem", f"{self.name}_outputs.mem"


def bench_spec(design: Design, modes: tuple[Mode, ...] = MODES, limit: int = LIMIT) -> BenchSpec:
    """Return the constants of a design's bench.

    Parameters
    ----------
    design : Design
        The unit under test.
    modes : tuple of str
        Streams to run.
    limit : int
        Most mismatches to print.

    Raises
    ------
    ConfigError
        If a stream is unknown, or there is none.
    """
    unknown = [mode for mode in modes if mode not in MODES]
    if unknown or not modes:
        raise ConfigError(
            f"a stream is one of {', '.join(MODES)}, got {unknown[0] if unknown else 'none'!r}; choose one or more"
        )
    spec = design.spec
    return BenchSpec(
        name=design.name,
        latency=design.latency,
        inputs=1 << (spec.input.bits + design.select_bits),
        input_bits=spec.input.bits,
        select_bits=design.select_bits,
        output_bits=spec.output.bits,
        modes=modes,
        limit=limit,
    )


def bench_memories(design: Design) -> Mapping[str, str]:
    """Return the files that the bench reads: name and text.

    Raises
    ------
    FormatError
        If the input format has more than 20 bits.
    """
    spec = bench_spec(design)
    words, outputs = golden_words(design.units)
    inputs_name, outputs_name = spec.memories
    return {
        inputs_name: memory_text(words, spec.input_bits + spec.select_bits),
        outputs_name: memory_text(outputs, spec.output_bits),
    }
