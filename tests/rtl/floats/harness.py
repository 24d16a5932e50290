"""Combinational Verilog, simulated by Icarus on many vectors."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

from pwlact.rtl.floats.block import Block
from pwlact.rtl.text import Signal

BENCH = """
module bench;
    reg [{last}:0] vectors [0:{count}];
{declarations}
    integer i, file;
{lines}
    initial begin
        $readmemh("vectors.hex", vectors);
        file = $fopen("y.hex", "w");
        for (i = 0; i <= {count}; i = i + 1) begin
            {{{names}}} = vectors[i];
            #1 $fdisplay(file, "{holes}", {outputs});
        end
    end
endmodule
"""


def evaluate(
    inputs: Sequence[Signal],
    outputs: Sequence[Signal],
    lines: Iterable[str],
    vectors: Iterable[Sequence[int]],
    folder: Path,
    modules: Iterable[str] = (),
) -> list[list[int]]:
    """Return the outputs of statements for each vector of inputs, in one run; undefined bits are an error."""
    rows = [list(vector) for vector in vectors]
    (folder / "vectors.hex").write_text("\n".join(f"{packed(row, inputs):x}" for row in rows))
    bench = BENCH.format(
        last=sum(signal.width for signal in inputs) - 1,
        count=len(rows) - 1,
        declarations="\n".join(signal.declare("reg") for signal in inputs),
        lines="\n".join(lines),
        names=", ".join(signal.name for signal in inputs),
        holes=" ".join(["%h"] * len(outputs)),
        outputs=", ".join(signal.name for signal in outputs),
    )
    (folder / "bench.v").write_text("\n".join([*modules, bench]))
    run(folder, "iverilog", "-g2005", "-Wall", "-o", "bench.vvp", "bench.v")
    run(folder, "vvp", "-n", "bench.vvp")
    words = [int(word, 16) for word in (folder / "y.hex").read_text().split()]
    return [words[i : i + len(outputs)] for i in range(0, len(words), len(outputs))]


def evaluate_block(block: Block, vectors: Iterable[Sequence[int]], folder: Path) -> list[list[int]]:
    """Return the outputs of a block; its inputs and output keep their names."""
    lines = [block.output.declare("wire"), *block.lines]
    return evaluate(block.inputs, [block.output], lines, vectors, folder)


def packed(row: Sequence[int], inputs: Sequence[Signal]) -> int:
    word = 0
    for value, signal in zip(row, inputs, strict=True):
        word = (word << signal.width) | (value & ((1 << signal.width) - 1))
    return word


def module(name: str, block: Block) -> str:
    """Return a block as a module of its own."""
    ports = [signal.typed("input  wire") for signal in block.inputs] + [block.output.typed("output wire")]
    return "\n".join([f"module {name} (", ",\n".join(ports), ");", *block.lines, "endmodule", ""])


def run(folder: Path, *command: str) -> None:
    """Run a tool, which must have nothing to complain of."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    said = [line for line in (done.stdout + done.stderr).splitlines() if "warning" in line.lower() or "%" in line]
    assert done.returncode == 0, done.stdout + done.stderr
    assert not said, said
