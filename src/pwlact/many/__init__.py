"""Many functions at once: one approximation a row."""

from pwlact.many.family import Family
from pwlact.many.solve import solve_family

__all__ = ["Family", "solve_family"]
