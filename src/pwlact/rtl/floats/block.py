"""A combinational function, written as a named block, so that its signals keep names that other blocks use too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pwlact.rtl.text import Signal


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Statements that compute an output from inputs, without registers.

    Parameters
    ----------
    title : str
        Comment above the block.
    inputs : tuple of Signal
        Signals that the statements read.
    output : Signal
        Signal that the statements assign.
    lines : tuple of str
        The statements, Verilog-2005; an empty line stays empty.
    """

    title: str
    inputs: tuple[Signal, ...]
    output: Signal
    lines: tuple[str, ...]

    def instance(self, name: str, values: Sequence[str], result: Signal) -> list[str]:
        """Return the lines of a generate block that assigns the output for given inputs to a wire.

        Parameters
        ----------
        name : str
            Name of the block.
        values : sequence of str
            An expression for each input, as wide as the input.
        result : Signal
            Wire of the surrounding module, as wide as the output. Neither it nor the values may have the name of a
            signal of the block.
        """
        inside = [
            *(signal.declare("wire", value) for signal, value in zip(self.inputs, values, strict=True)),
            self.output.declare("wire"),
            *self.lines,
            f"assign {result.name} = {self.output.name};",
        ]
        return [
            f"// {self.title}",
            f"generate if (1) begin : {name}",
            *(f"    {line}" if line else "" for line in inside),
            "end endgenerate",
        ]
