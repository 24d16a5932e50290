"""`pwlact plot` as a process."""

from __future__ import annotations

from processes import Run, Trained, one_object


def test_a_figure_is_drawn_to_a_new_folder(trained: Trained, run: Run) -> None:
    done = run("plot", "first", "--kind", "error", "--to", "new/error.pdf", "--json")
    assert one_object(done) == {"figures": ["new/error.pdf"]}
    assert (trained.home / "new" / "error.pdf").read_bytes().startswith(b"%PDF")
