"""The floating-point blocks, each as a module, simulated by Icarus, against exact rational arithmetic rounded here."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from icarus import icarus, verilator, yosys
from random_units import spec_of
from rtl.floats.harness import evaluate, module, run
from rtl.floats.oracle import Modes, Oracle
from rtl.floats.vectors import all_pairs, all_triples, mixed_vectors

from pwlact.datapath.spec import ArithmeticName
from pwlact.errors import FormatError
from pwlact.formats import FloatFormat, Overflow, Rounding, parse_format
from pwlact.rtl.floats.blocks import float_blocks
from pwlact.rtl.text import Signal

Codes = np.ndarray[Any, np.dtype[np.int64]]

OVERFLOWS = (Overflow.INFINITE, Overflow.SATURATE)
MODES = tuple(product(Rounding, OVERFLOWS))
SOME = tuple((rounding, OVERFLOWS[i % 2]) for i, rounding in enumerate(Rounding))  # every rounding, both overflows
IEEE = (Rounding.NEAREST_EVEN, Overflow.INFINITE)
ARITHMETICS: tuple[ArithmeticName, ...] = ("fused", "separate")
FORMATS = ("fp16", "bf16", "fp8_e4m3", "fp8_e5m2", "e6m9", "e2m23", "e8m23")


def simulate(format_: FloatFormat, arithmetic: ArithmeticName, modes: Modes, vectors: Codes, folder: Path) -> Codes:
    """Return the results, a row a mode, of one run in which the units of all modes stand side by side."""
    modules, lines, outputs = [], [], []
    for i, (rounding, overflow) in enumerate(modes):
        blocks = float_blocks(spec_of(format_.name, rounding=rounding, overflow=overflow, arithmetic=arithmetic))
        modules += [module(f"multiply_{i}", blocks.multiply), module(f"add_{i}", blocks.add)]
        product, y = (Signal(f"{block.output.name}_{i}", block.output.width) for block in blocks)
        lines += [product.declare("wire"), y.declare("wire")]
        lines.append(f"multiply_{i} m{i} (.slope(slope), .x(x), .product({product.name}));")
        lines.append(f"add_{i} a{i} (.product({product.name}), .intercept(intercept), .y({y.name}));")
        outputs.append(y)
    inputs = [Signal(name, format_.bits) for name in ("slope", "x", "intercept")]
    return np.array(evaluate(inputs, outputs, lines, vectors.tolist(), folder, modules)).T


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
def test_blocks_round_and_overflow_in_every_mode(name: str, arithmetic: ArithmeticName, tmp_path: Path) -> None:
    format_ = parse_format(name)
    check(format_, arithmetic, MODES, mixed_vectors(format_), tmp_path)


@icarus
@pytest.mark.parametrize(
    ("name", "arithmetic"),
    [
        ("fp8_e4m3", "fused"),
        ("fp8_e5m2", "separate"),
        pytest.param("fp8_e4m3", "separate", marks=pytest.mark.slow),
        pytest.param("fp8_e5m2", "fused", marks=pytest.mark.slow),
    ],
)
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
def test_yosys_synthesizes_every_block(
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
