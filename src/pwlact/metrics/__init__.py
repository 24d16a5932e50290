"""Errors of an approximation: on the sampling grid and exact."""

from pwlact.metrics.exact import error_extrema, exact_errors, exact_worst
from pwlact.metrics.grid import BatchErrors, grid_errors, grid_errors_batch
from pwlact.metrics.record import Errors
from pwlact.metrics.report import ErrorReport, error_report
from pwlact.metrics.weight import ErrorWeight, weight_of

__all__ = [
    "BatchErrors",
    "ErrorReport",
    "ErrorWeight",
    "Errors",
    "error_extrema",
    "error_report",
    "exact_errors",
    "exact_worst",
    "grid_errors",
    "grid_errors_batch",
    "weight_of",
]
