"""Many functions on one range, each with its approximation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from pwlact._types import Array
from pwlact.errors import FormatError
from pwlact.many.units import FamilyUnits, with_numbers
from pwlact.pwl import PWL
from pwlact.pwl.piecewise import knot_pwl

if TYPE_CHECKING:  # loads the simulation and the synthesis
    from pwlact.rtl.simulation.simulate import SimulatorName
    from pwlact.rtl.simulation.verify import Verification
    from pwlact.rtl.synthesis.synth import Cost
    from pwlact.rtl.synthesis.yosys import YosysName

FamilyObjective = Literal["max", "mse"]
ROUNDING = 8.0 * float(np.finfo(np.float64).eps)  # of values: errors of this size are none


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Family:
    """Approximations of n functions, one a row; m is one more than the most segments of any.

    Parameters
    ----------
    objective : {"max", "mse"}
        What was minimised for each.
    segments : ndarray of int64, shape (n,)
        Linear pieces of each.
    breakpoints, values : ndarray, shape (n, m)
        Breakpoints, both ends of the range included, and values there; a row of fewer segments repeats its last ones.
    max_errors, mses : ndarray, shape (n,)
        Maximum error on the range, and mean square error there, weighted by the density where one was given.
    lower_bounds : ndarray, shape (n,)
        Proven: no PWL with as many segments has a smaller objective; nan where none is known.
    names : tuple of str
        A name for each function; empty where none were given.
    digest : str
        SHA-256 of what was approximated: x, Y and the density.
    units : FamilyUnits or None
        The functions as hardware units in a number format; None for a family in real numbers alone.
    """

    objective: FamilyObjective
    segments: NDArray[np.int64]
    breakpoints: Array
    values: Array
    max_errors: Array
    mses: Array
    lower_bounds: Array
    names: tuple[str, ...] = ()
    digest: str = ""
    units: FamilyUnits | None = None

    @property
    def interval(self) -> tuple[float, float]:
        """The range of all functions."""
        return float(self.breakpoints[0, 0]), float(self.breakpoints[0, -1])

    @property
    def objectives(self) -> Array:
        """The objective that each function reaches, shape (n,): `max_errors` or `mses`."""
        return self.max_errors if self.objective == "max" else self.mses

    @property
    def gaps(self) -> Array:
        """How far each may be above the best possible, shape (n,): objective / lower bound - 1; 0 for rounding."""
        rounding = ROUNDING * np.max(np.abs(self.values), axis=1)
        reached = self.objectives <= np.maximum(self.lower_bounds, rounding if self.objective == "max" else rounding**2)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(reached, 0.0, self.objectives / self.lower_bounds - 1.0)

    @property
    def slopes(self) -> Array:
        """Slope of each segment, shape (n, m - 1); a row of fewer segments repeats its last one."""
        rows, k = self._rows(), self._pieces()
        rises = self.values[rows, k + 1] - self.values[rows, k]
        return np.asarray(rises / (self.breakpoints[rows, k + 1] - self.breakpoints[rows, k]))

    @property
    def intercepts(self) -> Array:
        """Intercept of each segment, shape (n, m - 1); a row of fewer segments repeats its last one."""
        rows, k = self._rows(), self._pieces()
        return np.asarray(self.values[rows, k] - self.slopes * self.breakpoints[rows, k])

    def name(self, index: int) -> str:
        """Return a function's name, or its number where it has none."""
        return self.names[index] if self.names else str(index)

    def __repr__(self) -> str:
        """Return the figures of all functions in a line, without their tables."""
        (low, high), name = self.interval, "max error" if self.objective == "max" else "mse"
        shared = f"{len(self)} functions on [{low:g}, {high:g}], {self.segments.sum()} segments"
        return f"Family({shared}, largest {name} {self.objectives.max():.4g})"

    def __len__(self) -> int:
        """Return the number of functions."""
        return int(self.segments.size)

    def __getitem__(self, index: int) -> PWL:
        """Return one approximation; its outer pieces go on beyond the range."""
        m = int(self.segments[index]) + 1
        return knot_pwl(self.breakpoints[index, :m], self.values[index, :m])

    def __iter__(self) -> Iterator[PWL]:
        """Yield the approximations."""
        return (self[index] for index in range(len(self)))

    def __call__(self, x: Any, index: Any = None) -> Array:
        """Evaluate the approximations; outer pieces go on beyond the range.

        Parameters
        ----------
        x : array_like
            Inputs, of any shape.
        index : array_like of int, optional
            Number of the function for each x: shapes are broadcast. By default every function takes every x.

        Returns
        -------
        ndarray
            Of the broadcast shape; by default (n, *x.shape).
        """
        x, index = with_numbers(x, index, len(self))
        k = np.zeros(x.shape, dtype=np.int64)
        for j in range(1, self.breakpoints.shape[1] - 1):
            k += x >= self.breakpoints[index, j]
        k = np.minimum(k, self.segments[index] - 1)
        return np.asarray(self.values[index, k] + self.slopes[index, k] * (x - self.breakpoints[index, k]))

    def save(self, path: str | Path) -> None:
        """Write the family to an .npz file, whole or not at all; see `load_family`.

        Raises
        ------
        FileError
            If the place cannot be written.
        """
        from pwlact.many.file import save_family  # which knows this record

        save_family(self, path)

    def require_units(self) -> FamilyUnits:
        """Return the units, which hardware needs.

        Raises
        ------
        FormatError
            If the family is in real numbers.
        """
        if self.units is None:
            raise FormatError("hardware needs a family with codes, got one in real numbers; make it with format q4.12")
        return self.units

    def export(
        self, to: str | Iterable[str], folder: str | Path, *, name: str = "family", latency: int | None = None
    ) -> list[Path]:
        """Write files for hardware and software, all of them or none, and return their paths.

        Parameters
        ----------
        to : str or iterable of str
            verilog (one module with the function's number as an input, and a bench), c, json, csv.
        folder : str or Path
            Folder for the files; made where it is missing.
        name : str
            Name of the module and the files, behind pwl_.
        latency : int, optional
            Clocks of the Verilog from input to output, 1 to 4; by default 3.

        Raises
        ------
        InputError
            If there is no such target, the family is in real numbers, or the folder cannot be written.
        """
        from pwlact.export.write import write_files
        from pwlact.many.export import family_files
        from pwlact.many.hardware import family_design  # loads the simulation and the synthesis

        targets = to.split(",") if isinstance(to, str) else list(to)
        design = family_design(self, name=f"pwl_{name}", latency=latency)
        return write_files(family_files(self, targets, design), Path(folder))

    def verify(self, simulator: SimulatorName = "icarus", *, latency: int | None = None) -> Verification:
        """Prove one Verilog module of all functions equal to its model, on every input code of every function.

        Parameters
        ----------
        simulator : {"icarus", "verilator"}
            It must be installed.
        latency : int, optional
            Clocks from input to output, 1 to 4; by default 3.

        Returns
        -------
        Verification
            Its `mismatches` are 0 where the Verilog is the model.

        Raises
        ------
        FormatError
            If the family is in real numbers, or there are too many inputs to try.
        RunError
            If the simulator is missing or fails.
        """
        from pwlact.many.hardware import verify_family  # loads the simulation

        return verify_family(self, simulator, latency=latency)

    def synth(
        self,
        target: str | Iterable[str] = ("ice40", "xilinx"),
        *,
        latency: int | None = None,
        yosys: YosysName = "yowasp",
    ) -> list[Cost]:
        """Map one Verilog module of all functions to cells by Yosys and count them; one record for each target.

        Parameters
        ----------
        target : str or iterable of str
            ice40, ice40-nodsp, xilinx, generic.
        latency : int, optional
            Clocks from input to output, 1 to 4; by default 3.
        yosys : {"yowasp", "system"}
            The wheel of ``pip install 'pwlact[rtl]'``, or the one on the PATH.

        Raises
        ------
        InputError
            If the family is in real numbers, or the target is unknown.
        RunError
            If Yosys is missing or fails.
        """
        from pwlact.many.hardware import synth_family  # loads the synthesis

        targets = [target] if isinstance(target, str) else list(target)
        return [synth_family(self, name, latency=latency, yosys=yosys) for name in targets]

    def _rows(self) -> NDArray[np.int64]:
        return np.arange(len(self))[:, None]

    def _pieces(self) -> NDArray[np.int64]:
        """Return the index of each segment (n, m - 1), the last one's where a row has fewer."""
        return np.minimum(np.arange(self.breakpoints.shape[1] - 1), self.segments[:, None] - 1)
