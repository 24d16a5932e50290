"""A module as a named block of another: a file with one module is what linters want."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pwlact.errors import RunError

MODULE = re.compile(r"((?://[^\n]*\n)*)module (\w+) \((.*?)\);\n(.*?)endmodule", re.DOTALL)
PORT = re.compile(r"(input|output)\s+wire (\[\d+:0\]) (\w+)")


def inlined(text: str, module: str, block: str, signals: Mapping[str, str]) -> list[str]:
    """Return the lines of a block that does what a module does.

    Parameters
    ----------
    text : str
        Of modules whose ports all have a range, and whose lines are indented.
    module, block : str
        Name of one of them, and of the block.
    signals : mapping of str to str
        What its ports are connected to: values of inputs, and wires for outputs, named otherwise than all within.

    Raises
    ------
    RunError
        If the text has no such module.
    """
    remark, ports, lines = _module(text, module)
    inputs, outputs = [], []
    for direction, size, name in PORT.findall(ports):
        given = direction == "input"
        inputs.append(f"    wire {size} {name}{f' = {signals[name]}' if given else ''};")
        outputs += [] if given else [f"    assign {signals[name]} = {name};"]
    return [
        *remark.splitlines(),
        f"generate if (1) begin : {block}",
        *inputs,
        *lines.rstrip().splitlines(),
        *outputs,
        "end endgenerate",
    ]


def _module(text: str, name: str) -> tuple[str, str, str]:
    """Return the comment, the ports and the lines of a module."""
    for remark, found, ports, lines in MODULE.findall(text):
        if found == name:
            return remark, ports, lines
    raise RunError(f"text to be inlined must hold module {name}, got none; report this")
