"""A comparison in the hands of a user."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pwlact.api import checks, html
from pwlact.search.describe import GAP_MEANING, number, share
from pwlact.studies import comparison_record as record

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Comparison(record.Comparison):
    """Methods on one problem, best first, with the largest lower bound that is proven."""

    @classmethod
    def of(cls, found: record.Comparison) -> Comparison:
        """Return a comparison with the methods of this class."""
        return cls(**{field.name: getattr(found, field.name) for field in dataclasses.fields(record.Comparison)})

    def plot(self, path: str | Path | None = None) -> Figure:
        """Return the figure, and write it to `path` if given: a file ending in .png, .svg or .pdf.

        Raises
        ------
        InputError
            If the file's suffix is another, or it cannot be written.
        """
        from pwlact.plots import comparison, save_figure

        figure = comparison(self)
        if path is not None:
            save_figure(figure, Path(checks.text("path", path, "compare.png")))
        return figure

    def __repr__(self) -> str:
        problem = self.problem
        low, high = problem.interval
        rows = [
            f"{row.name:<12} {number(row.objective):>12} {share(row.gap):>10}  {row.note}".rstrip() for row in self.rows
        ]
        title = f"{problem.activation.name} on [{low:g}, {high:g}], {problem.segments} segments, by {self.objective}:"
        return "\n".join((title, *rows, f"lower bound  {number(self.lower_bound):>12}", GAP_MEANING))

    def _repr_html_(self) -> str:
        return html.comparison(self)
