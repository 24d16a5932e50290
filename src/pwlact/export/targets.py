"""The registry of export targets: one line a target."""

from __future__ import annotations

from pwlact.errors import ConfigError, did_you_mean
from pwlact.export import c, csv_file, finn_onnx, finn_thresholds, gqa_lut, hls, json_file, lut8, lut16, sv, verilog
from pwlact.export.target import Target

TARGETS: dict[str, Target] = {
    target.name: target
    for target in (
        verilog.TARGET,
        c.TARGET,
        hls.TARGET,
        lut8.TARGET,
        lut16.TARGET,
        gqa_lut.TARGET,
        finn_thresholds.TARGET,
        finn_onnx.TARGET,
        sv.TARGET,
        json_file.TARGET,
        csv_file.TARGET,
    )
}


def target_of(name: str) -> Target:
    """Return a target by name; case does not matter, and hyphens count as underscores.

    Raises
    ------
    ConfigError
        If the name is unknown.
    """
    key = name.strip().lower().replace("-", "_")
    if key not in TARGETS:
        raise ConfigError(
            f"a target is one of {', '.join(TARGETS)}, got {name[:40]!r}; {did_you_mean(key, TARGETS)}choose one"
        )
    return TARGETS[key]
