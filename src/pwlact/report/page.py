"""The page: one self-contained HTML file, that asks the network for nothing."""

from __future__ import annotations

import base64
import dataclasses
import gzip
import importlib.util
import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from pwlact._version import __version__
from pwlact.errors import ConfigError, require
from pwlact.report.comparison import comparison
from pwlact.report.section import Section
from pwlact.report.sections import sections_of
from pwlact.report.study import Study
from pwlact.report.subject import Subject
from pwlact.search.describe import problem_lines

LARGEST = 5_000_000  # characters of a page: about 13 units of 16 bits


def require_libraries(*names: str) -> None:
    """Check that libraries of the extra `report` are installed.

    Raises
    ------
    ConfigError
        If one is missing.
    """
    missing = [name for name in names if importlib.util.find_spec(name) is None]
    if missing:
        raise ConfigError(
            f"a page needs the extra report, got no {', no '.join(missing)}; pip install 'pwlact[report]'"
        )


def page(subjects: Sequence[Subject | Study]) -> str:
    """Return the page of one result, or of several beside each other.

    Parameters
    ----------
    subjects : sequence of Subject or Study
        The results and studies.

    Raises
    ------
    ConfigError
        If plotly or jinja2 is missing, or the page would be larger than LARGEST.
    """
    require_libraries("jinja2", "plotly")  # before anything is compiled
    count = len(subjects)
    made = {f"r{number}": (subject.name, _sections(subject, count)) for number, subject in enumerate(subjects, 1)}
    results = {f"r{number}": one for number, one in enumerate(subjects, 1) if isinstance(one, Subject)}
    beside = comparison(results)
    drawn = [(id, sections) for id, (_, sections) in made.items()] + ([] if beside is None else [("all", [beside])])
    text = render(
        "page.html",
        title=_title(subjects),
        comparison=None if beside is None else _body(beside, "all"),
        articles=[article(name, sections, id) for id, (name, sections) in made.items()],
        figures=packed(json.dumps(figures_of(drawn), allow_nan=False)),
        style=static("page.css"),
        script=script(),
        version=__version__,
        plotly=packed(plotly_script()),
        notice=plotly_notice(),
    )
    require(
        len(text) <= LARGEST,
        f"a page has at most {LARGEST / 1e6:g} MB",
        f"{len(text) / 1e6:.2f} of {count} results",
        "give fewer results",
    )
    return text


def _sections(subject: Subject | Study, beside: int) -> list[Section]:
    if isinstance(subject, Subject):
        return sections_of(dataclasses.replace(subject, beside=beside))
    return [subject.section]


def _title(subjects: Sequence[Subject | Study]) -> str:
    """Return what was asked of the only result, the only study's title, or the names of several."""
    if len(subjects) > 1:
        return ", ".join(subject.name for subject in subjects)
    only = subjects[0]
    return problem_lines(only.result.problem)[0] if isinstance(only, Subject) else only.section.title


def article(name: str, sections: Sequence[Section], id: str) -> str:
    """Return the HTML of one result's sections; ids of figures are `ID-KEY`."""
    return render("article.html", name=name, sections=[(section, _body(section, id)) for section in sections], id=id)


def figures_of(articles: Sequence[tuple[str, Sequence[Section]]]) -> dict[str, Any]:
    """Return the figures of articles by their ids, `ID-KEY`."""
    return {
        f"{id}-{key}": figure
        for id, sections in articles
        for section in sections
        for key, figure in section.figures.items()
    }


def _body(section: Section, id: str) -> str:
    return render(f"{section.name}.html", id=id, section=section, **section.values)


def render(template: str, **values: Any) -> str:
    """Return a template with its values, escaped."""
    return str(_environment().get_template(template).render(**values))


@cache  # templates are compiled once
def _environment() -> Any:
    import jinja2

    return jinja2.Environment(
        loader=jinja2.PackageLoader("pwlact.report"), autoescape=True, undefined=jinja2.StrictUndefined
    )


def static(name: str) -> str:
    """Return a file of the folder `static`."""
    return (files("pwlact.report") / "static" / name).read_text(encoding="utf-8")


def script() -> str:
    """Return all scripts of the folder `static` as one, page.js first; `pwlact.start()` runs it."""
    names = sorted(file.name for file in (files("pwlact.report") / "static").iterdir() if file.name.endswith(".js"))
    return "\n".join(static(name) for name in sorted(names, key="page.js".__ne__))


def packed(text: str) -> str:
    """Return a text, gzipped, in base64, for `pwlact.unpack`: of plotly's script 2 MB in place of 4.8."""
    return base64.b64encode(gzip.compress(text.encode(), mtime=0)).decode()


def plotly_notice() -> str:
    """Return plotly's version, copyright and licence in one line, from the comment at the head of its script.

    The script's own notices are packed with it, where a reader of the page does not see them.
    """
    comment = plotly_script().partition("*/")[0]
    return "; ".join(line.strip("/* .") for line in comment.splitlines() if line.strip("/* "))


def plotly_script() -> str:
    """Return plotly's script."""
    from plotly.offline import get_plotlyjs

    script: str = get_plotlyjs()
    return script
