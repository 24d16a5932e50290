"""Values for given breakpoints: least squares, readable and fast."""

from pwlact.fit.lstsq import Fit, Fits, lstsq, lstsq_batch
from pwlact.fit.reference import hinge_matrix, lstsq_betas
from pwlact.fit.samples import Samples, sample

__all__ = ["Fit", "Fits", "Samples", "hinge_matrix", "lstsq", "lstsq_batch", "lstsq_betas", "sample"]
