"""The inside of a module while it is written: steps, registers between them, bits that nothing reads."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass, field

from pwlact.rtl.text import Signal

# After which steps registers stand, by latency; the output has one always.
INDEX, TABLE, MULTIPLY = "index", "table", "multiply"
REGISTERS = {1: (), 2: (TABLE,), 3: (TABLE, MULTIPLY), 4: (INDEX, TABLE, MULTIPLY)}


@dataclass(slots=True)
class Body:
    """Lines of a module, in the order of the data.

    Parameters
    ----------
    latency : int
        Clocks from input to output.
    lines : list of str
        Written so far.
    clocks : int
        Registers that the data has gone through.
    live : dict of str to Signal
        What later steps may read, by the name without its clocks.
    watched, unread : dict
        Signals whose reading is taken account of, and the bits of each that nothing has read.
    """

    latency: int
    lines: list[str] = field(default_factory=list)
    clocks: int = 0
    live: dict[str, Signal] = field(default_factory=dict)
    watched: dict[str, Signal] = field(default_factory=dict)
    unread: dict[str, set[int]] = field(default_factory=dict)

    def step(self, title: str, lines: Iterable[str]) -> None:
        """Add a step under a comment."""
        self.lines += ["", f"// {title}", *lines]

    def watch(self, signal: Signal) -> Signal:
        """Keep account of which bits of a signal are read; the others are named at the end, for linters."""
        self.watched[signal.name] = signal
        self.unread[signal.name] = set(range(signal.width))
        return signal

    def read(self, signal: Signal, high: int | None = None, low: int = 0) -> str:
        """Return the bits of a watched signal from `high` down to `low`, all by default, and take them as read."""
        high = signal.width - 1 if high is None else high
        self.unread[signal.name] -= set(range(low, high + 1))
        return signal.bits(high, low)

    def carry(self, signals: Iterable[Signal]) -> None:
        """Make signals known to later steps, by name."""
        self.live.update({signal.name: signal for signal in signals})

    def hold(self, step: str, names: Iterable[str]) -> None:
        """End a step: later ones know the signals of these names alone, in registers if some stand here."""
        self.live = {name: self.live[name] for name in dict.fromkeys(names)}
        if step not in REGISTERS[self.latency]:
            return
        self.clocks += 1
        moved = {name: signal for name, signal in self.live.items() if not signal.constant}
        later = {name: dataclasses.replace(signal, name=f"{name}_{self.clocks}") for name, signal in moved.items()}
        if moved:
            assigned = [f"    {later[name].name} <= {signal.name};" for name, signal in moved.items()]
            remark = ": the number after a name is how many clocks after the input" if self.clocks == 1 else ""
            self.lines += ["", f"// registers{remark}"]
            self.lines += [signal.declare("reg") for signal in later.values()]
            self.lines += ["always @(posedge clk) begin", *assigned, "end"]
        self.live.update(later)

    def finish(self, result: str) -> list[str]:
        """Return all lines, with the output's register and the bit that goes with valid results."""
        more = "{valid[LATENCY-2:0], in_valid}" if self.latency > 1 else "in_valid"
        lines = [
            *self.lines,
            "",
            "// output; data has no reset: out_valid says what counts",
            "reg [OUT_WIDTH-1:0] result;",
            "reg [LATENCY-1:0] valid;",
            "always @(posedge clk) begin",
            f"    result <= {result};",
            "    if (rst) valid <= {LATENCY{1'b0}};",
            f"    else valid <= {more};",
            "end",
            "assign out_data = result;",
            "assign out_valid = valid[LATENCY-1];",
        ]
        unread = [self.watched[name].bits(high, low) for name, bits in self.unread.items() for high, low in _runs(bits)]
        if unread:
            lines += ["", "// nothing depends on these", f"wire unused = &{{1'b0, {', '.join(unread)}}};"]
        return lines


def _runs(bits: set[int]) -> list[tuple[int, int]]:
    """Return the first and last of each run of neighbours, from the top."""
    runs: list[tuple[int, int]] = []
    for bit in sorted(bits, reverse=True):
        if runs and runs[-1][1] == bit + 1:
            runs[-1] = (runs[-1][0], bit)
        else:
            runs.append((bit, bit))
    return runs
