"""The body of a module while it is written: steps, registers between them, bits that nothing reads."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass, field

from pwlact.rtl.text import Signal

# Steps that end in a register, by latency; the output always has one.
THRESHOLDS, INDEX, TABLE, MULTIPLY = "thresholds", "index", "table", "multiply"
REGISTERS = {1: (), 2: (TABLE,), 3: (TABLE, MULTIPLY), 4: (INDEX, TABLE, MULTIPLY)}
# Where thresholds are a table too, a register behind it lets a block RAM hold it.
TABLED_REGISTERS = {**REGISTERS, 4: (THRESHOLDS, TABLE, MULTIPLY)}


@dataclass(slots=True)
class Body:
    """Lines of a module, in the order in which data flows.

    Parameters
    ----------
    latency : int
        Clocks from input to output.
    tabled : bool
        Whether thresholds are a table, by function.
    lines : list of str
        Lines so far.
    clocks : int
        Registers so far on the way from input to output.
    live : dict of str to Signal
        Signals that later steps may read, by their names without the number of clocks.
    watched : dict of str to Signal
        Signals whose unread bits are listed at the end, by name.
    unread : dict of str to set of int
        Bits of the watched signals that no step has read.
    """

    latency: int
    tabled: bool = False
    lines: list[str] = field(default_factory=list)
    clocks: int = 0
    live: dict[str, Signal] = field(default_factory=dict)
    watched: dict[str, Signal] = field(default_factory=dict)
    unread: dict[str, set[int]] = field(default_factory=dict)

    def step(self, title: str, lines: Iterable[str]) -> None:
        """Add a step under a comment."""
        self.lines += ["", f"// {title}", *lines]

    def watch(self, signal: Signal) -> Signal:
        """Record which bits of a signal are read; the others are listed at the end, for linters."""
        self.watched[signal.name] = signal
        self.unread[signal.name] = set(range(signal.width))
        return signal

    def read(self, signal: Signal, high: int | None = None, low: int = 0) -> str:
        """Return the bits of a watched signal from `high` down to `low`, all by default, and mark them as read."""
        high = signal.width - 1 if high is None else high
        self.unread[signal.name] -= set(range(low, high + 1))
        return signal.bits(high, low)

    def carry(self, signals: Iterable[Signal]) -> None:
        """Let later steps read signals, by name."""
        self.live.update({signal.name: signal for signal in signals})

    def hold(self, step: str, names: Iterable[str]) -> None:
        """End a step: later steps read only the signals of these names, in registers where the latency has one here."""
        self.live = {name: self.live[name] for name in dict.fromkeys(names)}
        if step not in (TABLED_REGISTERS if self.tabled else REGISTERS)[self.latency]:
            return
        self.clocks += 1
        moved = {name: signal for name, signal in self.live.items() if not signal.constant}
        later = {name: dataclasses.replace(signal, name=f"{name}_{self.clocks}") for name, signal in moved.items()}
        if moved:
            assigned = [f"    {later[name].name} <= {signal.name};" for name, signal in moved.items()]
            remark = "; the number after a name counts clocks from the input" if self.clocks == 1 else ""
            self.lines += ["", f"// registers{remark}"]
            self.lines += [signal.declare("reg") for signal in later.values()]
            self.lines += ["always @(posedge clk) begin", *assigned, "end"]
        self.live.update(later)

    def finish(self, result: str) -> list[str]:
        """Return all lines, with the output's register and its valid bit."""
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
    """Return the first and last bit of each run of neighbours, the highest run first."""
    runs: list[tuple[int, int]] = []
    for bit in sorted(bits, reverse=True):
        if runs and runs[-1][1] == bit + 1:
            runs[-1] = (runs[-1][0], bit)
        else:
            runs.append((bit, bit))
    return runs
