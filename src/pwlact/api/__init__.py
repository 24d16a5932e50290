"""The front door: approximate, train, compare, load, and what their answers can do."""

from pwlact.api.approximate import approximate
from pwlact.api.compare import compare
from pwlact.api.comparison import Comparison
from pwlact.api.load import load
from pwlact.api.result import Result
from pwlact.api.train import train

__all__ = ["Comparison", "Result", "approximate", "compare", "load", "train"]
