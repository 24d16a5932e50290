"""Simulation of designs by Icarus: every input code of many modules in one run, compared with the models."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pwlact.rtl import Design, unit_verilog

Codes = np.ndarray[Any, np.dtype[np.int64]]


def needs(tool: str) -> pytest.MarkDecorator:
    """Return the mark of tests that need a tool of the system."""
    return pytest.mark.skipif(shutil.which(tool) is None, reason=f"no {tool}; apt-get install {tool}")


icarus, verilator, yosys = needs("iverilog"), needs("verilator"), needs("yosys")

STREAM = """
module stream_{k}(input wire clk, output reg done);
    reg [{word}:0] words [0:{last}];
    reg rst, in_valid;
    reg [{word}:0] word;
    wire out_valid;
    wire [{out}:0] out_data;
    integer i, file;
    {name} dut (.clk(clk), .rst(rst), .in_valid(in_valid), .in_data(word[{data}:0]){select},
        .out_valid(out_valid), .out_data(out_data));
    initial begin
        done = 0; rst = 1; in_valid = 0;
        $readmemh("in_{k}.hex", words);
        file = $fopen("out_{k}.hex", "w");
        @(negedge clk); @(negedge clk); rst = 0;
        for (i = 1; i <= {last} + {latency}; i = i + 1) begin
            in_valid = i <= {last} + 1;
            word = in_valid ? words[i - 1] : {{{word} + 1{{1'bx}}}};
            @(negedge clk);
            if (out_valid !== (i >= {latency})) $fdisplay(file, "valid");
            if (out_valid) $fdisplay(file, "%h", out_data);
        end
        $fclose(file); done = 1;
    end
endmodule
"""
TOP = """
module bench;
    reg clk = 0;
    wire [{last}:0] done;
    always #1 clk = ~clk;
    always @(posedge clk) if (&done) $finish;
{streams}
endmodule
"""


def run(folder: Path, *command: str) -> str:
    """Run a tool; it must succeed, and warn of nothing."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    assert "warning" not in said.lower(), said
    return said


def every_word(design: Design) -> tuple[Codes, Codes]:
    """Return every pattern of {select, in_data}, and what the models give for it."""
    input_, output = design.spec.input, design.spec.output
    codes = input_.codes()
    words, wanted = [], []
    for select in range(1 << design.select_bits):
        unit = design.units[select if select < len(design.units) else 0]
        words.append((select << input_.bits) | input_.pattern(codes))
        wanted.append(output.pattern(unit(codes)))
    return np.concatenate(words), np.concatenate(wanted)


def simulate(designs: Sequence[Design], words: Sequence[Codes], folder: Path) -> list[Codes]:
    """Return what the designs give for words of {select, in_data}."""
    texts = [unit_verilog(design) for design in designs]
    for k, (design, stream) in enumerate(zip(designs, words, strict=True)):
        data = design.spec.input.bits - 1
        (folder / f"in_{k}.hex").write_text("\n".join(f"{word:x}" for word in stream.tolist()))
        select = f", .select(word[{data + design.select_bits}:{data + 1}])" if design.select_bits else ""
        texts.append(
            STREAM.format(
                k=k,
                name=design.name,
                latency=design.latency,
                last=stream.size - 1,
                word=data + design.select_bits,
                data=data,
                out=design.spec.output.bits - 1,
                select=select,
            )
        )
    streams = "".join(f"    stream_{k} s{k} (.clk(clk), .done(done[{k}]));\n" for k in range(len(designs)))
    (folder / "bench.v").write_text("\n".join([*texts, TOP.format(last=len(designs) - 1, streams=streams)]))
    run(folder, "iverilog", "-g2005", "-Wall", "-o", "bench.vvp", "bench.v")
    run(folder, "vvp", "-n", "bench.vvp")
    found = [(folder / f"out_{k}.hex").read_text().split() for k in range(len(designs))]
    for design, lines in zip(designs, found, strict=True):
        odd = [line for line in lines if set(line) - set("0123456789abcdef")]
        assert not odd, f"{design.name}: undefined bits, or out_valid at a wrong time, {odd[:3]}; {design.spec}"
    return [np.array([int(line, 16) for line in lines]) for lines in found]


def check(designs: Sequence[Design], folder: Path) -> None:
    """Compare designs with their models on every input code."""
    words, wanted = zip(*(every_word(design) for design in designs), strict=True)
    for design, stream, right, got in zip(designs, words, wanted, simulate(designs, words, folder), strict=True):
        assert got.size == right.size, design.name
        wrong = np.flatnonzero(got != right)
        if wrong.size:
            first = wrong[0]
            pytest.fail(
                f"{design.name}: {wrong.size} of {right.size} differ; {stream[first]:#x} gave {got[first]:#x}, not "
                f"{right[first]:#x}; {design.spec}"
            )
