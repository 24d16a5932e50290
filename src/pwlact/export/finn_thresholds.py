"""Target finn_thresholds: initial thresholds of FINN's thresholding RTL, a file for each stage, and their record.

The RTL searches N stages, one for each bit of the output. Its stage s reads threshs_PE_s.dat: for i = 0 .. 2**s - 1 the
threshold number i 2**(N-s) + 2**(N-s-1) - 1, in hexadecimal (finn-rtllib/thresholding/hdl/thresholding.sv).
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from pwlact.export.source import Source
from pwlact.export.target import Target
from pwlact.export.thresholds import Thresholds, thresholds_note, thresholds_of
from pwlact.formats import FixedPoint

SCHEMA = "pwlact.thresholds/1"


def files(source: Source) -> Mapping[str, str]:
    """Return the record, with the parameters of the RTL, and the files of one processing element.

    Raises
    ------
    FormatError
        If there is no unit, its input has more than 20 bits, the output is no fixed point or has more than 16 bits, or
        the rounded output falls somewhere.
    """
    thresholds = thresholds_of(source, "finn_thresholds")
    stages = {f"threshs_0_{stage}.dat": _stage(thresholds, stage) for stage in range(thresholds.output.bits)}
    return {f"{source.symbol}_thresholds.json": json.dumps(_record(source, thresholds), indent=2) + "\n", **stages}


def _record(source: Source, thresholds: Thresholds) -> Mapping[str, object]:
    input_, output = thresholds.input, thresholds.output
    return {
        "schema": SCHEMA,
        "function": source.activation.name,
        "of": source.lookup.thresholds_of,
        "note": [*thresholds_note(source), *_usage(thresholds)],
        "input": input_.name,
        "output": output.name,
        "N": output.bits,
        "WI": input_.bits,
        "WT": thresholds.threshold_bits,
        "C": 1,
        "PE": 1,
        "SIGNED": int(not isinstance(input_, FixedPoint) or input_.signed),
        "FPARG": int(not isinstance(input_, FixedPoint)),
        "BIAS": thresholds.bias,
        "thresholds": thresholds.codes.tolist(),
    }


def _usage(thresholds: Thresholds) -> list[str]:
    """Return the sentences that say how to read the thresholds."""
    lines = [
        "output code = BIAS + number of thresholds at or below the input code; halves are rounded up",
        f"value of an output code = code * 2**{-thresholds.output.fraction}",
        f"where the RTL's N is the number of thresholds, as in later versions, give {thresholds.codes.size}",
        "for more PE, copy threshs_0_S.dat to threshs_1_S.dat and so on; for C channels repeat its lines C / PE times",
        "the RTL has these names of files for every function: keep a folder for each",
    ]
    if thresholds.threshold_bits > thresholds.input.bits:
        lines.append(
            f"{thresholds.never} levels are never reached: their threshold is beyond the input's codes, and WT = "
            f"{thresholds.threshold_bits} bits; extend the input to them"
        )
    return lines


def _stage(thresholds: Thresholds, stage: int) -> str:
    """Return the text of a stage's file."""
    bits = thresholds.output.bits
    mask, digits = (1 << thresholds.threshold_bits) - 1, -(-thresholds.threshold_bits // 4)
    chosen = thresholds.codes[(1 << (bits - stage - 1)) - 1 :: 1 << (bits - stage)]
    return "".join(f"{code & mask:0{digits}x}\n" for code in chosen.tolist())


TARGET = Target("finn_thresholds", "FINN's thresholding RTL: all thresholds, a .dat a stage", files)
