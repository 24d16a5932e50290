"""Points in place of a formula: x, y and weights, from arrays or files."""

from pwlact.data.arrays import write_npz
from pwlact.data.read import is_data_file, read_data
from pwlact.data.record import Data, data_of

__all__ = ["Data", "data_of", "is_data_file", "read_data", "write_npz"]
