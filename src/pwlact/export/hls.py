"""Target hls: a C++ header of ap_fixed tables and a templated function, as hls4ml's activations are.

Its names are in a namespace of the source's symbol: `pwl_silu::activation<data_T, res_T, CONFIG_T>(data, res)`, on
arrays, and `activation_stream` on streams of packets.
The array of thresholds is named `begins`, as in earlier headers.

Every type holds all its values exactly, so that only the rounded types round and only the output overflows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pwlact.datapath import Unit, UnitSpec, fraction
from pwlact.errors import FormatError
from pwlact.export.source import Source, about, fixed_unit
from pwlact.export.target import Target
from pwlact.export.text import comment, guarded, rows
from pwlact.formats import FixedPoint, Format, Overflow, Rounding
from pwlact.functions import Symmetry

MODES = {  # of quantisation in ap_fixed; it has no rounding up, for which the negative is rounded down
    Rounding.NEAREST_EVEN: "AP_RND_CONV",
    Rounding.NEAREST_AWAY: "AP_RND_INF",
    Rounding.NEAREST_UP: "AP_RND",
    Rounding.TOWARD_ZERO: "AP_TRN_ZERO",
    Rounding.DOWN: "AP_TRN",
    Rounding.UP: "AP_TRN",
}
OVERFLOWS = {Overflow.SATURATE: "AP_SAT", Overflow.WRAP: "AP_WRAP"}


def files(source: Source) -> Mapping[str, str]:
    """Return the header.

    Raises
    ------
    FormatError
        If there is no unit, or it is in floats.
    """
    unit = fixed_unit(source, "hls")
    name, file = source.symbol, f"{source.symbol}_hls.h"
    lines = [
        *comment([*source.note, *about(unit)], "//"),
        "",
        '#include "ap_fixed.h"',
        "",
        f"namespace {name} {{",
        "",
        *_types(unit.spec),
        "",
        *_tables(unit),
        "",
        *_evaluate(unit),
        "",
        *_layer(),
        "",
        *_stream_layer(),
        "",
        f"}}  // namespace {name}",
    ]
    return {file: guarded(file, lines)}


def _types(spec: UnitSpec) -> list[str]:
    """Return the types of all numbers."""
    x, slope = _fixed(spec.input), _fixed(spec.slope)
    product = x.integer + slope.integer + 2
    total = max(product, _fixed(spec.intercept).integer + 1, x.integer + 1, 2) + 2
    mode = MODES[spec.rounding]
    return [
        f"typedef {_type(spec.input, f', {mode}, {OVERFLOWS[spec.overflow]}')} input_t;  // wider data is rounded",
        f"typedef {_type(spec.slope)} slope_t;",
        f"typedef {_type(spec.intercept)} intercept_t;",
        f"typedef {_type(spec.output, f', AP_TRN, {OVERFLOWS[spec.overflow]}')} output_t;",
        f"typedef {_wide(x.integer + 1, x.fraction)} order_key_t;  // of x, or of |x|",
        f"typedef {_wide(product, spec.product_fraction, mode)} product_t;",
        f"typedef {_wide(total, spec.sum_fraction)} sum_t;",
        f"typedef {_wide(total + 1, fraction(spec.output), mode)} rounded_t;  // not yet overflowed",
    ]


def _fixed(format_: Format) -> FixedPoint:
    if not isinstance(format_, FixedPoint):
        raise FormatError(f"ap_fixed is fixed point, got {format_.name}; choose a format such as q4.12")
    return format_


def _type(format_: Format, modes: str = "") -> str:
    fixed = _fixed(format_)
    return f"ap_{'' if fixed.signed else 'u'}fixed<{fixed.bits}, {fixed.integer}{modes}>"


def _wide(integer: int, fraction_bits: int, mode: str = "") -> str:
    """Return a signed type with these integer and fraction bits, and at least two bits."""
    integer = max(integer, 2 - fraction_bits)
    return f"ap_fixed<{integer + fraction_bits}, {integer}{f', {mode}' if mode else ''}>"


def _tables(unit: Unit) -> list[str]:
    spec = unit.spec
    lines = [f"static const unsigned pieces = {unit.pieces};"]
    if unit.thresholds.size:
        lines += _table("order_key_t", "begins[pieces - 1]", spec.input.decode(unit.thresholds))
    lines += _table("slope_t", "slopes[pieces]", spec.slope.decode(unit.slopes))
    return lines + _table("intercept_t", "intercepts[pieces]", spec.intercept.decode(unit.intercepts))


def _table(kind: str, name: str, values: Any) -> list[str]:
    """Return a table of numbers that the type holds exactly."""
    return [f"static const {kind} {name} = {{", *rows([repr(float(value)) for value in values]), "};"]


def _evaluate(unit: Unit) -> list[str]:
    spec = unit.spec
    negative = spec.mirrored and _fixed(spec.input).signed
    search: Sequence[str] = (
        "    for (unsigned i = 0; i < pieces - 1; i++) {",
        "#pragma HLS UNROLL",
        "        if (order_key >= begins[i]) k = i + 1;",
        "    }",
    )
    return [
        "inline output_t evaluate(const input_t x) {",
        "#pragma HLS PIPELINE II = 1",
        *(_magnitude() if negative else ["    const order_key_t order_key = x;"]),
        "    unsigned k = 0;",
        *(search if unit.thresholds.size else ()),
        *_rounded("product_t", "product", "slopes[k] * order_key", spec.rounding),
        "    sum_t sum = product;",
        "    sum += intercepts[k];",
        *(_reflected(spec) if negative else []),
        *_rounded("rounded_t", "rounded", "sum", spec.rounding),
        "    return output_t(rounded);",
        "}",
    ]


def _magnitude() -> list[str]:
    """Return the statements that make |x|."""
    return [
        "    const bool negative = x < input_t(0);",
        "    order_key_t order_key = x;",
        "    if (negative) order_key = -x;",
    ]


def _rounded(kind: str, name: str, value: str, rounding: Rounding) -> list[str]:
    """Return the declaration of a rounded value."""
    if rounding is Rounding.UP:
        return [f"    {kind} {name} = -({value});", f"    {name} = -{name};  // rounds up"]
    return [f"    const {kind} {name} = {value};"]


def _reflected(spec: UnitSpec) -> list[str]:
    """Return the statement that makes f(x) of f(|x|) for a negative x."""
    values = {Symmetry.ODD: "-sum", Symmetry.COMPLEMENTARY: "sum_t(1) - sum", Symmetry.GATED: "sum - order_key"}
    return [f"    if (negative) sum = {values[spec.symmetry]};"] if spec.symmetry in values else []


def _layer() -> list[str]:
    """Return the function over an array, with the signature of hls4ml's activations."""
    return [
        "template <class data_T, class res_T, typename CONFIG_T>",
        "void activation(data_T data[CONFIG_T::n_in], res_T res[CONFIG_T::n_in]) {",
        "#pragma HLS INLINE",
        "    for (unsigned i = 0; i < CONFIG_T::n_in; i++) {",
        "#pragma HLS UNROLL",
        "        res[i] = evaluate(data[i]);",
        "    }",
        "}",
    ]


def _stream_layer() -> list[str]:
    """Return the function over a stream of packets, such as hls4ml's `hls::stream<nnet::array<...>>`."""
    return [
        "template <class data_T, class res_T, typename CONFIG_T, class data_stream, class res_stream>",
        "void activation_stream(data_stream &data, res_stream &res) {",
        "    for (unsigned i = 0; i < CONFIG_T::n_in / data_T::size; i++) {",
        "#pragma HLS PIPELINE II = 1",
        "        const data_T packet = data.read();",
        "        res_T results;",
        "        for (unsigned j = 0; j < data_T::size; j++) {",
        "#pragma HLS UNROLL",
        "            results[j] = evaluate(packet[j]);",
        "        }",
        "        res.write(results);",
        "    }",
        "}",
    ]


TARGET = Target("hls", "C++ header for high-level synthesis: ap_fixed tables and a function template", files)
