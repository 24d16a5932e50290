"""Settings of error against area."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from pwlact.area.model import area_model
from pwlact.errors import ConfigError
from pwlact.rtl.synthesis.synth import check_target
from pwlact.rtl.synthesis.yosys import YosysName
from pwlact.settings.function import FunctionChoice
from pwlact.settings.marks import File
from pwlact.settings.unit import ADDRESS_BITS

SchemeName = Literal["comparators", "address", "shifts", "mirrored"]
SCHEMES: tuple[SchemeName, ...] = get_args(SchemeName)

AREAS = {
    "ice40": "logic cells of an iCE40, beside its multipliers",
    "ice40-nodsp": "logic cells of an iCE40, without multipliers",
    "xilinx": "LUTs of a Xilinx 7 series, beside its multipliers",
    "generic": "gates",
    "asic": "area, in the Liberty file's unit",
}
"""What an area is, by target."""


@dataclass(frozen=True, kw_only=True)
class AreaFrontierConfig(FunctionChoice):
    """Error against area, over segments, formats and schemes; the Pareto set is marked."""

    segments_list: tuple[int, ...] = (4, 8, 16, 32)
    """Numbers of segments, as in 4,8,16."""
    formats: tuple[str, ...] = ("q4.12", "q4.8")
    """Number formats."""
    schemes: tuple[SchemeName, ...] = ()
    """Kinds of unit: comparators, address, shifts, mirrored; by default all that fit. With address, the input's leading
    bits find the piece; with shifts, comparators find it and slopes need no multiplier; with mirrored, comparators find
    it in a table of |x|. Selection exponential is not among them: `pwlact synth` counts its cells."""
    address_bits: int = ADDRESS_BITS
    """Leading bits, for scheme address."""
    shift_terms: int = 3
    """Powers of two in a slope, for scheme shifts."""
    target: str = "ice40-nodsp"
    """Technology: ice40, ice40-nodsp, xilinx, generic or asic. A multiplier of the device is not counted in the area;
    without multipliers all schemes compare."""
    liberty: File | None = None
    """Liberty file of the cells, for target asic."""
    estimate: bool = False
    """Estimate logic cells of an iCE40 by the fitted model, without synthesis."""
    yosys: YosysName = "yowasp"
    """Yosys: yowasp (the wheel that pwlact[rtl] pins) or system (the one on the PATH)."""
    jobs: int = 2
    """Number of units to synthesise side by side."""

    def __post_init__(self) -> None:
        FunctionChoice.__post_init__(self)
        for name in ("segments_list", "formats"):
            if not getattr(self, name):
                raise ConfigError(f"{name.replace('_', '-')} has one value or more, got none; leave it out")
        unknown = [scheme for scheme in self.schemes if scheme not in SCHEMES]
        if unknown:
            raise ConfigError(f"a scheme is one of {', '.join(SCHEMES)}, got {unknown[0]!r}; choose one")
        if self.jobs < 1 or self.shift_terms < 1:
            raise ConfigError(
                f"jobs and shift-terms must be at least 1, got {self.jobs} and {self.shift_terms}; try 2 and 3"
            )
        if self.estimate:
            area_model(self.target)
        check_target(self.target, None if self.liberty is None else Path(self.liberty))
