"""What a test bench drives, in whatever language it is written, and the files that it reads."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

from pwlact.errors import ConfigError
from pwlact.rtl.design import Design
from pwlact.rtl.memory import golden_words, memory_text

Mode = Literal["back_to_back", "gaps", "reset"]
MODES: tuple[Mode, ...] = get_args(Mode)
LIMIT = 20  # mismatches that are printed

RESETS = 16  # so many resets in a stream, where it is long enough
DRAIN = 4  # clocks beyond the latency in which nothing may come out any more
BURST = 8  # neighbouring inputs in a row in scattered streams: jumps are slow to simulate
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
    """What a bench drives.

    Parameters
    ----------
    name : str
        The unit's module.
    latency : int
        Clocks from an input to its output.
    inputs : int
        Words in the memory of inputs, and in that of outputs.
    input_bits, select_bits, output_bits : int
        Widths of the ports; select bits are 0 where there is no such port.
    modes : tuple of str
        The streams, in this order.
    limit : int
        How many mismatches are printed.
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
        """What is added after each burst of a scattered stream, so that all bursts are met, those far apart in turn."""
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
    """Return what a bench of the design drives.

    Raises
    ------
    ConfigError
        If there is no such stream, or none at all.
    """
    unknown = [mode for mode in modes if mode not in MODES]
    if unknown or not modes:
        raise ConfigError(f"streams are of {', '.join(MODES)}, got {unknown[0] if unknown else 'none'!r}; choose these")
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
