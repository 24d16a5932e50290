"""Hardware: Verilog text of units."""

from pwlact.rtl.design import Design
from pwlact.rtl.verilog import unit_verilog

__all__ = ["Design", "unit_verilog"]
