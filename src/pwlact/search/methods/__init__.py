"""Where the breakpoints go: one method a file, all with one signature."""

from pwlact.search.methods.method import Method, Placement, evaluate
from pwlact.search.methods.registry import METHODS

__all__ = ["METHODS", "Method", "Placement", "evaluate"]
