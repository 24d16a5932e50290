"""The model of the hardware in integers, equal to it bit for bit; every other part uses this one."""

from pwlact.datapath.code_values import CodeValues, code_values
from pwlact.datapath.inputs import codes_within, input_codes, require_enumerable, row_codes, table_codes
from pwlact.datapath.report import AllCodes, UnitReport, unit_report
from pwlact.datapath.shifts import fewest_terms, terms_of
from pwlact.datapath.spec import UnitSpec, fraction
from pwlact.datapath.unit import Unit, order_key, order_key_limits

__all__ = [
    "AllCodes",
    "CodeValues",
    "Unit",
    "UnitReport",
    "UnitSpec",
    "code_values",
    "codes_within",
    "fewest_terms",
    "fraction",
    "input_codes",
    "order_key",
    "order_key_limits",
    "require_enumerable",
    "row_codes",
    "table_codes",
    "terms_of",
    "unit_report",
]
