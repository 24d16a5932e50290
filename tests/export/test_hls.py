"""The HLS header: compiled with a stand-in for ap_fixed.h, and compared on every code."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from export.units import every_code, fixed_units, floating_units, random_unit, silu_unit, source_of

from pwlact.datapath import Unit, UnitSpec
from pwlact.errors import FormatError
from pwlact.export import TARGETS
from pwlact.formats import FixedPoint

gxx = pytest.mark.skipif(shutil.which("g++") is None, reason="no g++; apt-get install g++")

STRICT = ("-std=c++14", "-Wall", "-Wextra", "-Werror", "-Wno-unknown-pragmas")
HERE = Path(__file__).parent

# Results in a type that only holds the codes, through the layer's template, eight numbers at a time.
MAIN = """
struct config { static const unsigned n_in = 8; };
template <class In, class Out, class Layer>
void run(const char *name, Layer layer) {
    FILE *file = fopen(name, "rb");
    long long codes[8];
    In data[8];
    Out results[8];
    while (size_t count = fread(codes, 8, 8, file)) {
        for (size_t i = 0; i < count; i++) data[i] = In::from_code(codes[i]);
        layer(data, results);
        for (size_t i = 0; i < count; i++) codes[i] = static_cast<long long>(results[i].code);
        fwrite(codes, 8, count, stdout);
    }
    fclose(file);
}
"""


def check(units: Sequence[Unit], folder: Path) -> None:
    """Compare the compiled headers with the model."""
    (folder / "ap_fixed.h").write_text((HERE / "ap_fixed.h").read_text())
    includes, calls = ["#include <cstdio>"], []
    for i, unit in enumerate(units):
        ((file, text),) = TARGETS["hls"].files(source_of(unit, f"u{i}")).items()
        (folder / file).write_text(text)
        every_code(unit.spec.input).astype(np.int64).tofile(folder / f"codes{i}.bin")
        includes += [f'#include "{file}"'] * 2
        types = f"pwl_u{i}::input_t, pwl_u{i}::output_t"
        calls.append(f'    run<{types}>("codes{i}.bin", pwl_u{i}::activation<{types}, config>);')
    (folder / "main.cpp").write_text("\n".join([*includes, MAIN, "int main() {", *calls, "}", ""]))
    subprocess.run(["g++", *STRICT, "-O1", "-o", "main", "main.cpp"], cwd=folder, timeout=300, check=True)
    done = subprocess.run(["./main"], cwd=folder, timeout=120, check=True, capture_output=True)
    sizes = [every_code(unit.spec.input).size for unit in units]
    for unit, found in zip(units, np.split(np.frombuffer(done.stdout, np.int64), np.cumsum(sizes)[:-1]), strict=True):
        codes = every_code(unit.spec.input)
        wrong = np.flatnonzero(found != unit(codes))
        assert wrong.size == 0, (unit.spec, codes[wrong[:5]], found[wrong[:5]], unit(codes)[wrong[:5]])


@gxx
def test_the_header_equals_the_unit_on_every_code(tmp_path: Path) -> None:
    units = list(fixed_units())
    check([*units[:30], silu_unit()], tmp_path)


@gxx
def test_one_piece_and_sums_beyond_64_bits(tmp_path: Path) -> None:
    wide, q, rng = FixedPoint(2, 30), FixedPoint(4, 12), np.random.default_rng(8)
    specs = [
        UnitSpec(input=q, slope=q, intercept=wide, output=q),
        UnitSpec(input=q, slope=wide, intercept=wide, output=wide),
        UnitSpec(input=wide, slope=wide, intercept=wide, output=wide),
    ]
    check([random_unit(spec, rng, max_thresholds) for spec in specs for max_thresholds in (1, 40)], tmp_path)


WIDER = """
struct config { static const unsigned n_in = 4; };
typedef ap_fixed<21, 7> data_t;  // two fraction bits more, and three integer bits
template <class T>
struct packet {
    static const unsigned size = 2;
    T data[2];
    T &operator[](unsigned i) { return data[i]; }
    const T &operator[](unsigned i) const { return data[i]; }
};
template <class T>
struct stream {
    packet<T> packets[2];
    unsigned taken = 0, given = 0;
    packet<T> read() { return packets[taken++]; }
    void write(const packet<T> &value) { packets[given++] = value; }
};
int main() {
    using namespace pwl_silu;
    for (long long code = -(1 << 20); code < 1 << 20; code += 32) {
        data_t data[4];
        output_t arrayed[4];
        stream<data_t> in;
        stream<output_t> out;
        for (int i = 0; i < 4; i++) in.packets[i / 2][i % 2] = data[i] = data_t::from_code(code + 7 * i);
        activation<data_t, output_t, config>(data, arrayed);
        activation_stream<packet<data_t>, packet<output_t>, config>(in, out);
        for (int i = 0; i < 4; i++) {
            const long long pair[] = {static_cast<long long>(arrayed[i].code),
                                      static_cast<long long>(out.packets[i / 2][i % 2].code)};
            fwrite(pair, 8, 2, stdout);
        }
    }
}
"""


@gxx
def test_wider_data_is_rounded_and_saturated_in_arrays_and_in_streams(tmp_path: Path) -> None:
    unit = silu_unit()
    (tmp_path / "ap_fixed.h").write_text((HERE / "ap_fixed.h").read_text())
    ((file, text),) = TARGETS["hls"].files(source_of(unit)).items()
    (tmp_path / file).write_text(text)
    (tmp_path / "main.cpp").write_text(f'#include <cstdio>\n#include "{file}"\n{WIDER}')
    subprocess.run(["g++", *STRICT, "-O1", "-o", "main", "main.cpp"], cwd=tmp_path, timeout=300, check=True)
    done = subprocess.run(["./main"], cwd=tmp_path, timeout=120, check=True, capture_output=True)
    codes = np.add.outer(np.arange(-(1 << 20), 1 << 20, 32), 7 * np.arange(4)).ravel()
    wanted = unit(np.clip((codes + 2) >> 2, -32768, 32767))
    assert np.array_equal(np.frombuffer(done.stdout, np.int64).reshape(-1, 2), np.stack([wanted, wanted], axis=1))


def test_floats_are_refused() -> None:
    unit = next(floating_units(("fp16",)))
    with pytest.raises(FormatError, match=r"target hls is in fixed point, got fp16; search with --format q4.12"):
        TARGETS["hls"].files(source_of(unit))
