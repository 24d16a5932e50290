"""Values for given breakpoints: least squares and minimax, readable and fast."""

from pwlact.fit.best import BestFits, best_batch
from pwlact.fit.curve import Curve, curve_of
from pwlact.fit.density import Density
from pwlact.fit.lstsq import Fit, Fits, Pins, lstsq, lstsq_batch
from pwlact.fit.minimax import minimax_batch
from pwlact.fit.reference import best_reference, hinge_matrix, lstsq_betas, minimax_values
from pwlact.fit.samples import Samples, sample
from pwlact.fit.weighted import weighted_batch

__all__ = [
    "BestFits",
    "Curve",
    "Density",
    "Fit",
    "Fits",
    "Pins",
    "Samples",
    "best_batch",
    "best_reference",
    "curve_of",
    "hinge_matrix",
    "lstsq",
    "lstsq_batch",
    "lstsq_betas",
    "minimax_batch",
    "minimax_values",
    "sample",
    "weighted_batch",
]
