"""The same test bench as a C++ program around Verilator's model of the unit."""

from __future__ import annotations

from pwlact.rtl.simulation.bench_spec import BURST, DRAIN, DRIVES, BenchSpec, Mode

PREFIX = "Vunit"  # of the class that Verilator writes


def verilator_main(spec: BenchSpec) -> str:
    """Return the C++ program that drives what the Verilog bench drives, and prints what it prints."""
    inputs, outputs = spec.memories
    select = "unit.select = word >> INPUT_BITS;\n        " if spec.select_bits else ""
    constants = f"""\
constexpr unsigned LATENCY = {spec.latency};
constexpr std::size_t INPUTS = {spec.inputs};
constexpr unsigned INPUT_BITS = {spec.input_bits};
constexpr unsigned WORD_BITS = {spec.input_bits + spec.select_bits};
constexpr unsigned OUTPUT_BITS = {spec.output_bits};
constexpr std::size_t BURST = {BURST};
constexpr std::size_t JUMP = {spec.jump};
constexpr unsigned long PERIOD = {spec.period};
constexpr unsigned DRAIN = {DRAIN};
constexpr unsigned long LIMIT = {spec.limit};

static void drive({PREFIX}& unit, std::uint32_t word) {{
        {select}unit.in_data = word & ((std::uint64_t{{1}} << INPUT_BITS) - 1);
}}
"""
    lines = "\n".join(f"    {_call(mode)}" for mode in spec.modes)
    main = f"""\
int main() {{
    Bench bench{{read("{inputs}"), read("{outputs}")}};
{lines}
    std::printf("%s inputs=%zu mismatches=%lu\\n", bench.failures ? "FAIL" : "PASS", INPUTS, bench.failures);
    return 0;
}}
"""
    return "\n".join([HEAD, constants, BODY, main])


def _call(mode: Mode) -> str:
    flags = ", ".join(str(flag).lower() for flag in DRIVES[mode])
    return f'bench.stream("{mode}", {flags});'


HEAD = f"""\
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <string>
#include <vector>

#include "{PREFIX}.h"

double sc_time_stamp() {{ return 0; }}
"""

BODY = """\
using Words = std::vector<std::uint32_t>;

static Words read(const char* name) {
    Words words;
    std::FILE* file = std::fopen(name, "r");
    unsigned word;
    while (file && std::fscanf(file, "%x", &word) == 1) words.push_back(word);
    if (words.size() != INPUTS) {
        std::printf("error: %s must hold %zu words, got %zu\\n", name, INPUTS, words.size());
        std::exit(1);
    }
    return words;
}

static std::string hex(std::uint32_t word, unsigned bits) {
    char text[16];
    std::snprintf(text, sizeof text, "%0*x", int(bits + 3) / 4, word);
    return text;
}

struct Entry {
    bool valid;
    std::size_t at;
};

struct Bench {
    Words inputs, outputs;
    Vunit unit;
    std::vector<bool> failed = std::vector<bool>(INPUTS);
    std::deque<Entry> flight;  // what went in LATENCY, ..., 2, 1 clocks ago
    const char* name = "";
    unsigned long compared = 0, wrong = 0, missing = 0, unexpected = 0, printed = 0, failures = 0;

    Bench(Words inputs_, Words outputs_) : inputs(inputs_), outputs(outputs_) {
        unit.clk = 0;
        unit.rst = 1;
        unit.in_valid = 0;
        drive(unit, 0);
        unit.eval();
        pulse();
        flight.assign(LATENCY, Entry{false, 0});
    }

    void pulse() {
        unit.clk = 1;
        unit.eval();
        unit.clk = 0;
        unit.eval();
    }

    void report(const char* kind, const std::string& input, const std::string& expected, const std::string& got) {
        if (++printed <= LIMIT)
            std::printf("mismatch stream=%s kind=%s input=%s expected=%s got=%s\\n", name, kind, input.c_str(),
                        expected.c_str(), got.c_str());
    }

    void fail_input(const char* kind, std::size_t due, const std::string& got) {
        if (!failed[due]) ++failures;
        failed[due] = true;
        report(kind, hex(inputs[due], WORD_BITS), hex(outputs[due], OUTPUT_BITS), got);
    }

    // One clock: compares the output, sends the input.
    void tick(bool rst, bool valid, std::uint32_t word, std::size_t at) {
        unit.rst = rst;
        unit.in_valid = valid;
        drive(unit, word);
        unit.eval();
        const Entry due = flight.front();
        const std::string got = hex(unit.out_data, OUTPUT_BITS);
        if (due.valid) {
            ++compared;
            if (!unit.out_valid) {
                ++missing;
                fail_input("missing", due.at, "-");
            } else if (unit.out_data != outputs[due.at]) {
                ++wrong;
                fail_input("wrong", due.at, got);
            }
        } else if (unit.out_valid) {
            ++unexpected;
            ++failures;
            report("unexpected", "-", "-", got);
        }
        flight.pop_front();
        flight.push_back(Entry{valid, at});
        if (rst) flight.assign(LATENCY, Entry{false, 0});
        pulse();
    }

    void stream(const char* title, bool scattered, bool gaps, bool resets) {
        name = title;
        compared = wrong = missing = unexpected = 0;
        unsigned long clocks = 0, sent = 0;
        std::uint32_t lfsr = 0xace1, word = 0;
        for (std::size_t at = 0; sent < INPUTS;) {
            const bool rst = resets && ++clocks % PERIOD == 0;
            const bool valid = !gaps || (lfsr & 3) != 0;
            word = valid ? inputs[at] : ~inputs[at];
            tick(rst, valid, word, at);
            if (valid) {
                ++sent;
                if (++at % BURST == 0 && scattered) at = (at + JUMP) % INPUTS;
            }
            lfsr = ((lfsr << 1) | ((lfsr >> 15 ^ lfsr >> 13 ^ lfsr >> 12 ^ lfsr >> 10) & 1)) & 0xffff;
        }
        for (unsigned i = 0; i < LATENCY + DRAIN; ++i) tick(false, false, ~word, 0);
        std::printf("stream name=%s sent=%lu compared=%lu wrong=%lu missing=%lu unexpected=%lu\\n", name, sent,
                    compared, wrong, missing, unexpected);
    }
};
"""
