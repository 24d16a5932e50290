"""A result in the hands of a user: what can be drawn, exported, proven and saved."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pwlact.api import checks, html
from pwlact.api.typed import record as record_of
from pwlact.errors import ConfigError, require
from pwlact.files import output_file, write_text
from pwlact.search import result as record
from pwlact.search.result_json import result_to_json, save_result

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from pwlact.export import LookupOptions
    from pwlact.rtl.simulation.simulate import SimulatorName
    from pwlact.rtl.simulation.verify import Verification
    from pwlact.rtl.synthesis.synth import Cost
    from pwlact.rtl.synthesis.yosys import YosysName
    from pwlact.search.noisy.bootstrap import BootstrapName


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Result(record.Result):
    """A problem's answer, with how it was found, and what can be done with it.

    Parameters
    ----------
    folder : Path or None
        The run folder, where there is one.
    """

    folder: Path | None = None

    @classmethod
    def of(cls, found: record.Result, folder: Path | None = None) -> Result:
        """Return a search's or a training's result with the methods of this class."""
        fields = dataclasses.fields(record.Result)
        return cls(**{field.name: getattr(found, field.name) for field in fields}, folder=folder)

    def plot(self, kind: str = "approximation", path: str | Path | None = None) -> Figure:
        """Return a figure, and write it to `path` if given.

        Parameters
        ----------
        kind : str
            approximation, error, inset, curvature; of noisy data approximation and residuals; of a unit also unit; of
            an agent also episode, and training where there is a run folder; of a random search also histogram, of the
            policy also walk.
        path : str or Path, optional
            File ending in .png, .svg or .pdf. Beside an approximation of more than 16 segments, their equations are
            written to a file that ends in _equations.csv.

        Raises
        ------
        InputError
            If there is no such kind for this result, or the file cannot be written.
        """
        from pwlact.cli.figures import KINDS, TRAINING, training_figure
        from pwlact.plots import FIGURES, draw_to, save_figure

        file = None if path is None else output_file(checks.text("path", path, "silu.png"))
        known = isinstance(kind, str) and kind in KINDS
        require(known, f"a kind is one of {', '.join(KINDS)}", repr(kind), "choose one")
        if kind != TRAINING:
            return FIGURES[kind](self) if file is None else draw_to(self, kind, file)[0]
        if self.folder is None:
            raise ConfigError("a training's figure needs its run folder, got none; train with out='runs'")
        figure = training_figure(self.folder, self)
        if file is not None:
            save_figure(figure, file)
        return figure

    def export(
        self,
        to: str | Iterable[str],
        folder: str | Path,
        *,
        name: str | None = None,
        latency: int | None = None,
        lookup: LookupOptions | None = None,
    ) -> list[Path]:
        """Write files for hardware and software; return their paths.

        Parameters
        ----------
        to : str or iterable of str
            Targets: verilog, c, hls, lut8, lut16, gqa_lut, finn_thresholds, finn_onnx, sv, json, csv.
        folder : str or Path
            Where they go.
        name : str, optional
            What names of modules, files and symbols are made of; by default the function's name.
        latency : int, optional
            Target verilog: clocks from input to output, 1 to 4; by default 3.
        lookup : LookupOptions, optional
            Targets lut8 and lut16: quantisation or preset, and construction. Targets finn_*: whose thresholds, and the
            output's format.

        Raises
        ------
        InputError
            If there is no such target, it needs a unit, or the folder cannot be written.
        """
        from pwlact.export import LookupOptions, export, from_result

        source = from_result.source_of(
            [self],
            name=None if name is None else checks.text("name", name, "silu"),
            latency=_latency(latency),
            lookup=None if lookup is None else record_of("lookup", LookupOptions, lookup),
        )
        targets = checks.names_of("to", to, ["verilog", "c"])
        return export(source, targets, Path(checks.text("folder", folder, "out")))

    def bootstrap(
        self, count: int = 200, *, kind: BootstrapName = "residuals", level: float = 0.95, seed: int = 0
    ) -> dict[str, Any]:
        """Return percentile intervals of the breakpoints and values of noisy data, by searches on data drawn anew.

        Parameters
        ----------
        count : int
            How often data are drawn.
        kind : {"residuals", "pairs"}
            Draw residuals and add them to the approximation, or draw points.
        level : float
            What share of the draws an interval holds.
        seed : int
            Same seed, same draws.

        Returns
        -------
        dict
            `points`, an interval for each interior breakpoint; `values`, for the value at each breakpoint, or `ends`,
            for those of pieces that need not join.

        Raises
        ------
        ConfigError
            If the result is of a function, its points were given, or a setting is bad.
        """
        from pwlact.search.noisy.bootstrap import bootstrap

        whole = checks.whole("count", count, 200), checks.whole("seed", seed, 0)
        return bootstrap(self, count=whole[0], kind=kind, level=checks.real("level", level, 0.95), seed=whole[1])

    def verify(self, simulator: SimulatorName = "icarus", *, latency: int | None = None) -> Verification:
        """Prove the unit's Verilog equal to its model on every input code, by simulation.

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
            If the result is in real numbers.
        RunError
            If the simulator is missing or fails.
        """
        from pwlact.export import from_result
        from pwlact.rtl.simulation.verify import verify

        return verify(from_result.design_of([self], latency=_latency(latency)), simulator)

    def synth(
        self,
        target: str | Iterable[str] = ("ice40", "xilinx"),
        *,
        latency: int | None = None,
        liberty: str | Path | None = None,
        yosys: YosysName = "yowasp",
    ) -> list[Cost]:
        """Map the unit's Verilog to cells by Yosys and count them; one record for each target.

        Parameters
        ----------
        target : str or iterable of str
            ice40, ice40-nodsp, xilinx, generic, asic.
        latency : int, optional
            Clocks from input to output, 1 to 4; by default 3.
        liberty : str or Path, optional
            Liberty file of target asic.
        yosys : {"yowasp", "system"}
            The wheel of ``pip install 'pwlact[rtl]'``, or the one on the PATH.

        Raises
        ------
        InputError
            If the result is in real numbers, or the target is unknown.
        RunError
            If Yosys is missing or fails.
        """
        from pwlact.export import from_result
        from pwlact.rtl import unit_verilog
        from pwlact.rtl.synthesis.synth import synthesise

        targets = checks.names_of("target", target, ["ice40", "xilinx"])
        design = from_result.design_of([self], latency=_latency(latency))
        file = None if liberty is None else Path(checks.text("liberty", liberty, "cells.lib"))
        text = unit_verilog(design)
        return [synthesise(text, design.name, name, liberty=file, yosys=yosys) for name in targets]

    def report(self, path: str | Path) -> Path:
        """Write the result as one page of HTML that needs no network, whole or not at all; return the path.

        Parameters
        ----------
        path : str or Path
            The file, as in "silu.html".

        Raises
        ------
        ConfigError
            If plotly or jinja2 is missing.
        FileError
            If the file cannot be written.
        """
        from pwlact.report import page, subject_from

        file = output_file(checks.text("path", path, "silu.html"))
        write_text(file, page([subject_from(self, self.folder)]))
        return file

    def save(self, path: str | Path) -> Path:
        """Write the result as JSON, whole or not at all; `pwlact.load` reads it. Return the path.

        Raises
        ------
        FileError
            If the file cannot be written.
        """
        file = output_file(checks.text("path", path, "result.json"))
        save_result(self, file)
        return file

    def to_json(self) -> dict[str, Any]:
        """Return the result as a JSON object, schema pwlact.result/1."""
        return result_to_json(self)

    def _repr_html_(self) -> str:
        return html.result(self)


def _latency(latency: int | None) -> int:
    from pwlact.export import from_result

    return from_result.LATENCY if latency is None else checks.whole("latency", latency, from_result.LATENCY)
