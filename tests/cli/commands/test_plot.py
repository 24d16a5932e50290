"""`pwlact plot` as a process."""

from __future__ import annotations

from processes import Run, Trained, one_object


def test_a_figure_is_drawn_to_a_folder_that_exists(trained: Trained, run: Run) -> None:
    words = ("plot", "first", "--kind", "error", "--to", "new/error.pdf", "--json")
    refused = run(*words)
    assert refused.returncode == 2
    assert "a file's folder must exist, got new/error.pdf; make new or choose another place" in refused.stderr
    assert not (trained.home / "new").exists()
    (trained.home / "new").mkdir()
    assert one_object(run(*words)) == {"figures": ["new/error.pdf"]}
    assert (trained.home / "new" / "error.pdf").read_bytes().startswith(b"%PDF")
