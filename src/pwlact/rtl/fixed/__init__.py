"""Verilog of fixed-point units."""
