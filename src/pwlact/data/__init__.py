"""Points in place of a formula: x, y and weights, from arrays or files."""

from pwlact.data.kept import KEPT, check_again, copy_of, data_again, data_to_json, keep, keep_beside, stated_data
from pwlact.data.read import is_data_file, read_data
from pwlact.data.record import Data, data_of

__all__ = [
    "KEPT",
    "Data",
    "check_again",
    "copy_of",
    "data_again",
    "data_of",
    "data_to_json",
    "is_data_file",
    "keep",
    "keep_beside",
    "read_data",
    "stated_data",
]
