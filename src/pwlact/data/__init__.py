"""Points in place of a formula: x, y and weights, from arrays or files."""

from pwlact.data.read import read_data
from pwlact.data.record import Data, data_of

__all__ = ["Data", "data_of", "read_data"]
