"""Rows that are solved together."""

from __future__ import annotations

from typing import NamedTuple

from pwlact._types import Codes
from pwlact.datapath import UnitSpec
from pwlact.many.family import FamilyObjective
from pwlact.many.row_solver import FamilyMethod
from pwlact.many.rows import Rows


class Chunk(NamedTuple):
    """Rows that are solved together, and how; see `row_solver.solve_rows`; with a spec, their units are found too."""

    rows: Rows
    segments: Codes
    objective: FamilyObjective
    method: FamilyMethod
    spec: UnitSpec | None = None
