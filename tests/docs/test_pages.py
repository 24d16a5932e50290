"""The reader of how-to pages notices what is not true."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from docs.pages import Block, Reader, blocks

PAGE = """
# A page

```{code-block} c
:caption: sub/main.c

int main(void) { return 0; }
```

```bash
echo one; echo "two  three"
```

```text
one
...
```

```json
"a": 1
```
"""


def follow(folder: Path, *steps: Block) -> Reader:
    reader = Reader(folder)
    for step in steps:
        reader.follow(step)
    return reader


def test_blocks_have_language_file_and_text() -> None:
    found = list(blocks(PAGE))
    assert [(block.language, block.file) for block in found] == [
        ("c", "sub/main.c"), ("bash", None), ("text", None), ("json", None)
    ]  # fmt: skip
    assert found[0].text == "int main(void) { return 0; }\n"


def test_a_file_is_written_a_command_run_and_its_output_compared(tmp_path: Path) -> None:
    file, command, shown, excerpt = blocks(PAGE)
    reader = follow(tmp_path, file, command, shown)
    assert (tmp_path / "sub" / "main.c").read_text() == "int main(void) { return 0; }\n"
    with pytest.raises(AssertionError, match="neither run nor found in a file"):
        reader.follow(excerpt)
    (tmp_path / "made.json").write_text('{"a": 1\n}')
    reader.follow(excerpt)


@pytest.mark.parametrize(
    ("language", "text"),
    [("text", "three\n"), ("sh", "true\n"), ("", "x"), ("c", "\n"), ("python", "assert False\n"), ("bash", "false\n")],
)
def test_what_is_false_or_untested_is_noticed(language: str, text: str, tmp_path: Path) -> None:
    _, command, *_ = blocks(PAGE)
    with pytest.raises(AssertionError):
        follow(tmp_path, command, Block(language, None, text))


def test_an_output_is_stated_once(tmp_path: Path) -> None:
    _, command, shown, _ = blocks(PAGE)
    with pytest.raises(AssertionError, match="nothing printed this"):
        follow(tmp_path, command, shown, shown)


def test_pwlact_runs_in_this_process_and_without_a_shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    reader = follow(tmp_path, Block("bash", None, "pwlact functions silu\n"))
    assert reader.shown is not None
    assert "silu" in reader.shown
    with pytest.raises(AssertionError):
        reader.run("pwlact functions $HOME")
