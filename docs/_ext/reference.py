"""An extension of Sphinx: the reference from the package's own records, nothing copied by hand."""

from __future__ import annotations

import inspect
from importlib import import_module
from typing import Any

from catalogues import TABLES
from command_pages import write_pages
from docutils import nodes
from plain_text import escaped
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective


class Catalogue(SphinxDirective):
    """A table of `catalogues`, by its name."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        found: list[nodes.Node] = self.parse_text_to_nodes(TABLES[self.arguments[0]]())
        return found


class MarkdownDocstring(SphinxDirective):
    """The docstring of a class that is written in Markdown, as gymnasium has them, by the class's full name."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the docstring."""
        module, _, name = self.arguments[0].rpartition(".")
        text = inspect.getdoc(getattr(import_module(module), name)) or ""
        found: list[nodes.Node] = self.parse_text_to_nodes(text, allow_section_headings=True)
        return found


def escape_docstring(_app: Sphinx, _what: str, _name: str, _object: Any, _options: Any, lines: list[str]) -> None:
    """Escape the lines of a docstring that autodoc has read, in place."""
    lines[:] = escaped("\n".join(lines)).split("\n")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive, and write the commands' pages before sources are listed."""
    app.setup_extension("sphinx.ext.autodoc")
    app.add_directive("catalogue", Catalogue)
    app.add_directive("markdown-docstring", MarkdownDocstring)
    app.connect("autodoc-process-docstring", escape_docstring, priority=900)  # behind napoleon
    app.connect("builder-inited", lambda app: write_pages(app.srcdir))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
