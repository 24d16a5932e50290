"""Search methods: one a file, all with the same signature."""

from pwlact.search.methods.method import Method, evaluate
from pwlact.search.methods.registry import METHODS
from pwlact.search.placement import Placement

__all__ = ["METHODS", "Method", "Placement", "evaluate"]
