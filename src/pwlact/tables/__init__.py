"""Tables that others made: one reader a file, and the table as lines."""

from pwlact.tables.options import ReadOptions
from pwlact.tables.read import read_table, table_of
from pwlact.tables.table import Table

__all__ = ["ReadOptions", "Table", "read_table", "table_of"]
