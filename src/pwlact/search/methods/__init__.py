"""Search methods: one a file, all with the same signature."""

from pwlact.search.methods.method import Method, Placement, evaluate
from pwlact.search.methods.registry import METHODS

__all__ = ["METHODS", "Method", "Placement", "evaluate"]
