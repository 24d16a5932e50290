"""Where the breakpoints go: one method a file, all with one signature."""

from pwlact.search.methods.method import Method, Placement, judged
from pwlact.search.methods.registry import METHODS

__all__ = ["METHODS", "Method", "Placement", "judged"]
