"""Many functions at once: one approximation a row."""

from pwlact.many.family import Family
from pwlact.many.file import load_family, save_family
from pwlact.many.solve import solve_family

__all__ = ["Family", "load_family", "save_family", "solve_family"]
