"""Verilog of floating-point units."""
