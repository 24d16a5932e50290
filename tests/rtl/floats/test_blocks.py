"""The floating-point blocks, each as a module, simulated by Icarus, against exact rational arithmetic rounded here."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from icarus import icarus, verilator, yosys
from random_units import spec_of

from pwlact.datapath.spec import ArithmeticName
from pwlact.errors import FormatError
from pwlact.formats import FloatFormat, Overflow, Rounding, parse_format
from pwlact.rtl.floats.block import Block
from pwlact.rtl.floats.blocks import float_blocks

Codes = np.ndarray[Any, np.dtype[np.int64]]
Modes = tuple[tuple[Rounding, Overflow], ...]

OVERFLOWS = (Overflow.INFINITE, Overflow.SATURATE)
MODES = tuple(product(Rounding, OVERFLOWS))
SOME = tuple((rounding, OVERFLOWS[i % 2]) for i, rounding in enumerate(Rounding))  # every rounding, both overflows
IEEE = (Rounding.NEAREST_EVEN, Overflow.INFINITE)
ARITHMETICS: tuple[ArithmeticName, ...] = ("fused", "separate")
FORMATS = ("fp16", "bf16", "fp8_e4m3", "fp8_e5m2", "e6m9", "e2m23", "e8m23")
RANDOM = 700  # vectors of each random kind


# The oracle: numbers are integers times the smallest subnormal; rounding compares a remainder with a half.

NAN, INFINITE, FINITE = 0, 1, 2
EXACT, BELOW, TIE, ABOVE = range(4)


class Oracle:
    """Sums and products of a format's codes, one exact result at a time, and roundings of many."""

    def __init__(self, format_: FloatFormat) -> None:
        self.e, self.m = format_.exponent, format_.mantissa
        self.infinities = format_.infinities
        self.sign_bit = 1 << (self.e + self.m)
        self.unit = (1 << (self.e - 1)) - 2 + self.m  # the smallest subnormal is 2**-unit
        top = ((1 << self.e) - 1) << self.m
        self.infinity = top if self.infinities else self.sign_bit - 1
        self.nan = top | (1 << (self.m - 1)) if self.infinities else self.sign_bit - 1
        self.value = cache(self._value)

    def _value(self, code: int) -> tuple[int, int, int]:
        """Return the kind, the sign and the magnitude in units."""
        sign, bits = int(code >= self.sign_bit), code % self.sign_bit
        if self.infinities and bits >= self.infinity:
            return (INFINITE if bits == self.infinity else NAN), sign, 0
        if not self.infinities and bits == self.nan:
            return NAN, sign, 0
        field, part = bits >> self.m, bits & ((1 << self.m) - 1)
        return FINITE, sign, part if field == 0 else ((1 << self.m) + part) << (field - 1)

    def multiply(self, a: int, b: int) -> tuple[int, int, int]:
        """Return a * b in squared units."""
        (kind_a, sign_a, size_a), (kind_b, sign_b, size_b) = self.value(a), self.value(b)
        sign = sign_a ^ sign_b
        if NAN in (kind_a, kind_b):
            return NAN, 0, 0
        if kind_a == FINITE and size_a == 0:
            return FINITE, sign, 0
        if INFINITE in (kind_a, kind_b):
            return (NAN if kind_b == FINITE and size_b == 0 else INFINITE), sign, 0
        return FINITE, sign, size_a * size_b

    def add(self, a: tuple[int, int, int], b: tuple[int, int, int]) -> tuple[int, int, int]:
        """Return a + b; the sign 2 is that of a difference of zero."""
        (kind_a, sign_a, size_a), (kind_b, sign_b, size_b) = a, b
        if NAN in (kind_a, kind_b) or (kind_a == kind_b == INFINITE and sign_a != sign_b):
            return NAN, 0, 0
        if INFINITE in (kind_a, kind_b):
            return INFINITE, sign_a if kind_a == INFINITE else sign_b, 0
        total = (-size_a if sign_a else size_a) + (-size_b if sign_b else size_b)
        if total:
            return FINITE, int(total < 0), abs(total)
        return FINITE, sign_a if sign_a == sign_b else 2, 0

    def place(self, number: tuple[int, int, int], scale: int) -> tuple[int, int, int, int]:
        """Return the kind, the sign, the bits of the code toward zero, and what part of a step is above it.

        `number` is in units / 2**scale; the bits go on beyond the largest.
        """
        kind, sign, size = number
        above = max((size >> scale).bit_length() - self.m - 1, 0)
        shift = scale + above
        whole, rest = size >> shift, size & ((1 << shift) - 1)
        twice = rest << 1
        part = EXACT if rest == 0 else BELOW + (twice >= 1 << shift) + (twice > 1 << shift)
        return kind, sign, (above << self.m) + whole, part

    def fused(self, slope: int, x: int, intercept: int) -> tuple[int, int, int, int]:
        kind, sign, size = self.value(intercept)
        return self.place(self.add(self.multiply(slope, x), (kind, sign, size << self.unit)), self.unit)

    def round(self, places: Codes, rounding: Rounding, overflow: Overflow) -> Codes:
        """Return the codes of many placed numbers."""
        kind, sign, bits, part = places.T
        sign = np.where(sign == 2, rounding is Rounding.DOWN, sign)
        positive, rest = sign == 0, part != EXACT
        grow = {
            Rounding.NEAREST_EVEN: (part == ABOVE) | ((part == TIE) & (bits % 2 == 1)),
            Rounding.NEAREST_AWAY: part >= TIE,
            Rounding.NEAREST_UP: (part == ABOVE) | ((part == TIE) & positive),
            Rounding.TOWARD_ZERO: np.zeros_like(rest),
            Rounding.DOWN: rest & ~positive,
            Rounding.UP: rest & positive,
        }[rounding]
        inward = {Rounding.TOWARD_ZERO: np.ones_like(rest), Rounding.DOWN: positive, Rounding.UP: ~positive}
        largest = inward.get(rounding, np.zeros_like(rest)) | (overflow is Overflow.SATURATE)
        bits = bits + grow
        bits = np.where(bits >= self.infinity, self.infinity - largest, bits)
        bits = np.where(kind == INFINITE, self.infinity, bits)
        return np.where(kind == NAN, self.nan, bits + sign * self.sign_bit)

    def expected(self, vectors: Codes, arithmetic: ArithmeticName, modes: Modes) -> Iterator[Codes]:
        """Return the results of (slope, x, intercept), mode by mode."""
        if arithmetic == "fused":
            exact = np.array([self.fused(*vector) for vector in vectors.tolist()])
            yield from (self.round(exact, *mode) for mode in modes)
            return
        exact = np.array([self.place(self.multiply(a, b), self.unit) for a, b in vectors[:, :2].tolist()])
        placed = cache(lambda a, b: self.place(self.add(self.value(a), self.value(b)), 0))
        for mode in modes:
            pairs = zip(self.round(exact, *mode).tolist(), vectors[:, 2].tolist(), strict=True)
            yield self.round(np.array([placed(a, b) for a, b in pairs]), *mode)


# Vectors


def specials(format_: FloatFormat) -> Codes:
    """Return zeros, ends of the subnormals and normals, one, infinity and NaN, of both signs."""
    hidden, one = 1 << format_.mantissa, format_.bias << format_.mantissa
    sizes = [0, 1, 2, hidden - 1, hidden, hidden + 1, one - 1, one, one + 1, format_.largest_pattern - 1]
    sizes += [format_.largest_pattern, format_.infinity, format_.nan]
    return np.unique([size | sign << (format_.bits - 1) for size in sizes for sign in (0, 1)])


def near(format_: FloatFormat, rng: np.random.Generator, count: int) -> Codes:
    """Return vectors whose intercept nearly cancels the product, or ends where a tie of the sum begins."""
    m, n = format_.mantissa, format_.bits
    whole = rng.integers(0, 1 << m, (count, 2)) & -(1 << rng.integers(0, m + 1, (count, 2)))  # few ones: many ties
    field = rng.integers(0, format_.bias + 2, (count, 2)) + format_.bias // 2
    slope, x = (np.minimum((field << m) | whole, format_.largest_pattern)).T
    sizes = np.abs(format_.decode(slope) * format_.decode(x))
    sizes *= np.ldexp(1.0, rng.choice([0, 0, 0, 1, -1, m, -m, m + 1, -m - 1, 2 * m + 2, -2 * m - 2], count))
    toward = format_.encode(np.clip(sizes, 0, format_.limits[1])) + rng.integers(-2, 3, count)
    vectors = np.stack([slope, x, np.clip(toward, 0, format_.largest_pattern)], axis=1)
    return vectors | (rng.integers(0, 2, vectors.shape) << (n - 1))


def mixed_vectors(format_: FloatFormat) -> Codes:
    """Return vectors of random bits, of few ones, near cancellation and ties, and of two special values."""
    rng = np.random.default_rng(format_.bits)
    random = rng.integers(0, 1 << format_.bits, (RANDOM, 3))
    special = specials(format_)
    pairs = np.array(list(product(special, special)))
    filled = [np.insert(pairs, at, rng.choice(special, len(pairs)), axis=1) for at in (0, 2)]
    few = rng.integers(0, 1 << format_.bits, (RANDOM, 3)) & ~((1 << rng.integers(0, format_.bits, (RANDOM, 1))) - 1)
    return np.concatenate([random, near(format_, rng, RANDOM), few, *filled])


def all_pairs(format_: FloatFormat) -> Codes:
    """Return every (slope, x), the intercept going through all codes by a stride that no factor repeats."""
    slope, x = np.divmod(np.arange(1 << (2 * format_.bits)), 1 << format_.bits)
    return np.stack([slope, x, (slope * 89 + x * 151) % (1 << format_.bits)], axis=1)


def all_triples(format_: FloatFormat) -> Codes:
    return np.array(list(product(range(1 << format_.bits), repeat=3)))


# Simulation


def module(name: str, block: Block) -> str:
    """Return a block as a module of its own."""
    ports = [signal.typed("input  wire") for signal in block.inputs] + [block.output.typed("output wire")]
    return "\n".join([f"module {name} (", ",\n".join(ports), ");", *block.lines, "endmodule", ""])


BENCH = """
module bench;
    reg [{last}:0] vectors [0:{count}];
    reg [{top}:0] slope, x, intercept;
    integer i, file;
{units}
    initial begin
        $readmemh("vectors.hex", vectors);
        file = $fopen("y.hex", "w");
        for (i = 0; i <= {count}; i = i + 1) begin
            {{slope, x, intercept}} = vectors[i];
            #1 $fdisplay(file, "{holes}", {outputs});
        end
    end
endmodule
"""
UNIT = """
    wire [{product}:0] product_{i};
    wire [{top}:0] y_{i};
    multiply_unit_{i} multiply_{i} (.slope(slope), .x(x), .product(product_{i}));
    add_unit_{i} add_{i} (.product(product_{i}), .intercept(intercept), .y(y_{i}));
"""


def simulate(format_: FloatFormat, arithmetic: ArithmeticName, modes: Modes, vectors: Codes, folder: Path) -> Codes:
    """Return the results, a row a mode, of one run of Icarus in which the units of all modes stand side by side."""
    n = format_.bits
    made = [
        float_blocks(spec_of(format_.name, rounding=mode[0], overflow=mode[1], arithmetic=arithmetic)) for mode in modes
    ]
    units = [UNIT.format(i=i, top=n - 1, product=one.multiply.output.width - 1) for i, one in enumerate(made)]
    modules = [
        module(f"{kind}_unit_{i}", block)
        for i, one in enumerate(made)
        for kind, block in zip(("multiply", "add"), one, strict=True)
    ]
    bench = BENCH.format(
        last=3 * n - 1,
        top=n - 1,
        count=len(vectors) - 1,
        units="".join(units),
        holes=" ".join(["%h"] * len(made)),
        outputs=", ".join(f"y_{i}" for i in range(len(made))),
    )
    (folder / "bench.v").write_text("\n".join([*modules, bench]))
    words = [(slope << 2 * n) | (x << n) | intercept for slope, x, intercept in vectors.tolist()]
    (folder / "vectors.hex").write_text("\n".join(f"{word:x}" for word in words))
    run(folder, "iverilog", "-g2005", "-Wall", "-o", "bench.vvp", "bench.v")
    run(folder, "vvp", "-n", "bench.vvp")
    results = [int(word, 16) for word in (folder / "y.hex").read_text().split()]  # fails at undefined bits
    return np.array(results).reshape(len(vectors), len(made)).T


def run(folder: Path, *command: str) -> None:
    """Run a tool, which must have nothing to complain of."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    said = [line for line in (done.stdout + done.stderr).splitlines() if "warning" in line.lower() or "%" in line]
    assert done.returncode == 0, done.stdout + done.stderr
    assert not said, said


def check(format_: FloatFormat, arithmetic: ArithmeticName, modes: Modes, vectors: Codes, folder: Path) -> None:
    """Simulate, and compare with the oracle."""
    results = simulate(format_, arithmetic, modes, vectors, folder)
    wanted = Oracle(format_).expected(vectors, arithmetic, modes)
    for mode, got, right in zip(modes, results, wanted, strict=True):
        wrong = np.flatnonzero(got != right)
        if wrong.size:
            slope, x, intercept = (f"{code:#x}" for code in vectors[wrong[0]])
            pytest.fail(
                f"{format_.name} {arithmetic} {mode}: {wrong.size} of {len(vectors)} differ; first {slope} * {x} + "
                f"{intercept} gave {got[wrong[0]]:#x}, not {right[wrong[0]]:#x}"
            )


@icarus
@pytest.mark.parametrize("arithmetic", ARITHMETICS)
@pytest.mark.parametrize("name", FORMATS)
def test_every_mode(name: str, arithmetic: ArithmeticName, tmp_path: Path) -> None:
    format_ = parse_format(name)
    check(format_, arithmetic, MODES, mixed_vectors(format_), tmp_path)


@icarus
@pytest.mark.parametrize("arithmetic", ARITHMETICS)
@pytest.mark.parametrize("name", ["fp8_e4m3", "fp8_e5m2"])
def test_all_pairs_of_fp8(name: str, arithmetic: ArithmeticName, tmp_path: Path) -> None:
    format_ = parse_format(name)
    check(format_, arithmetic, SOME, all_pairs(format_), tmp_path)


@icarus
@pytest.mark.parametrize("arithmetic", ARITHMETICS)
@pytest.mark.parametrize("name", ["e2m1", "e2m1fn"])
def test_all_triples_of_the_smallest_formats(name: str, arithmetic: ArithmeticName, tmp_path: Path) -> None:
    format_ = parse_format(name)
    check(format_, arithmetic, MODES, all_triples(format_), tmp_path)


def assert_agrees(codes: Codes, peer: np.ndarray[Any, Any], format_: FloatFormat, compared: Codes) -> None:
    """Compare with another library's results; its NaNs may be any."""
    theirs = np.where(np.isnan(peer.astype(np.float64)), format_.nan, peer.view(np.uint16).astype(np.int64))
    assert np.array_equal(codes[compared], theirs[compared])


@icarus
@np.errstate(all="ignore")
def test_fp16_agrees_with_numpy(tmp_path: Path) -> None:
    format_ = parse_format("fp16")
    vectors = mixed_vectors(format_)
    slope, x, intercept = vectors.T.astype(np.uint16).view(np.float16)
    (codes,) = simulate(format_, "separate", (IEEE,), vectors, tmp_path)
    assert_agrees(codes, slope * x + intercept, format_, ~((slope == 0) & np.isinf(x)))


@icarus
@np.errstate(all="ignore")
def test_bf16_agrees_with_ml_dtypes(tmp_path: Path) -> None:
    ml_dtypes = pytest.importorskip("ml_dtypes", reason="no ml_dtypes; pip install ml_dtypes")
    format_ = parse_format("bf16")
    vectors = mixed_vectors(format_)
    slope, x, intercept = vectors.T.astype(np.uint16).view(ml_dtypes.bfloat16)
    (codes,) = simulate(format_, "separate", (IEEE,), vectors, tmp_path)
    exact = np.abs(slope.astype(np.float64) * x.astype(np.float64))
    twice = (exact > 0) & (exact < 2.0**-126)  # ml_dtypes goes through float32, whose subnormals round a first time
    assert_agrees(codes, slope * x + intercept, format_, ~twice & ~((slope == 0) & np.isinf(x)))


CONFIGURATIONS = [
    ("fp16", "fused", IEEE),
    ("bf16", "separate", IEEE),
    ("fp8_e4m3", "separate", (Rounding.TOWARD_ZERO, Overflow.SATURATE)),
    ("fp8_e4m3", "fused", (Rounding.NEAREST_AWAY, Overflow.INFINITE)),
    ("fp8_e5m2", "separate", (Rounding.NEAREST_UP, Overflow.INFINITE)),
    ("e6m9", "fused", (Rounding.DOWN, Overflow.INFINITE)),
    ("e2m1fn", "fused", (Rounding.TOWARD_ZERO, Overflow.INFINITE)),
    ("e2m1", "separate", (Rounding.UP, Overflow.SATURATE)),
    ("e8m23", "separate", (Rounding.NEAREST_AWAY, Overflow.SATURATE)),
]


@verilator
@pytest.mark.parametrize(("name", "arithmetic", "mode"), CONFIGURATIONS)
def test_verilator_has_nothing_to_say(
    name: str, arithmetic: ArithmeticName, mode: tuple[Rounding, Overflow], tmp_path: Path
) -> None:
    blocks = float_blocks(spec_of(name, rounding=mode[0], overflow=mode[1], arithmetic=arithmetic))
    for kind, block in zip(("multiply", "add"), blocks, strict=True):  # a module a file, as the linter asks
        (tmp_path / f"{kind}.v").write_text(module(kind, block))
        run(tmp_path, "verilator", "--lint-only", "-Wall", f"{kind}.v")


@yosys
@pytest.mark.parametrize(("name", "arithmetic", "mode"), [CONFIGURATIONS[i] for i in (0, 2, 7)])
def test_yosys_synthesizes(
    name: str, arithmetic: ArithmeticName, mode: tuple[Rounding, Overflow], tmp_path: Path
) -> None:
    blocks = float_blocks(spec_of(name, rounding=mode[0], overflow=mode[1], arithmetic=arithmetic))
    for kind, block in zip(("multiply", "add"), blocks, strict=True):
        (tmp_path / f"{kind}.v").write_text(module(kind, block))
        run(tmp_path, "yosys", "-q", "-p", f"read_verilog {kind}.v; synth -top {kind}; check -assert")


def test_the_product_is_a_code_or_exact() -> None:
    made = {
        arithmetic: float_blocks(spec_of("fp16", rounding=IEEE[0], overflow=IEEE[1], arithmetic=arithmetic))
        for arithmetic in ARITHMETICS
    }
    assert made["separate"].multiply.output.width == 16
    assert made["fused"].multiply.output.width == 2 * 11 + 7 + 3
    for blocks in made.values():
        assert blocks.add.inputs[0].width == blocks.multiply.output.width


def test_floats_do_not_wrap() -> None:
    with pytest.raises(FormatError, match="does not wrap"):
        float_blocks(spec_of("fp16", overflow=Overflow.WRAP))


def test_an_unknown_arithmetic_is_refused() -> None:
    with pytest.raises(FormatError, match="fused or separate, got 'exact'"):
        float_blocks(spec_of("fp16", arithmetic="exact"))


def test_fixed_point_is_refused() -> None:
    with pytest.raises(FormatError, match=r"needs a float, got q4\.12"):
        float_blocks(spec_of("q4.12"))
