"""Change the source in small ways, one at a time, and tell which changes no test notices.

python experiments/mutants.py [--count 36] [--seed 0] [--timeout 600]

A mutant is a file of the package with one comparison, operator, truth value or number changed. The test file that
mirrors it must fail, or else the tests of its folder. The same seed makes the same mutants of the same source.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pwlact.cli.interrupts import INTERRUPTED, sigterm_as_interrupt

ROOT = Path(__file__).parents[1]
SOURCE, TESTS = ROOT / "src" / "pwlact", ROOT / "tests"
OPERATORS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.LShift: ast.RShift, ast.RShift: ast.LShift,
}  # fmt: skip


CLAIMS = shutil.ignore_patterns("*.claim")  # of kernels that another process compiles


class Mutant(NamedTuple):
    """A change: the file, the line, the text before and after, and the whole new source."""

    path: Path
    line: int
    before: str
    after: str
    source: str


def mutants_of(path: Path, text: str) -> Iterator[Mutant]:
    """Yield every mutant of a file's text."""
    lines = text.splitlines(keepends=True)
    for node in _code(ast.parse(text)):
        before = ast.get_source_segment(text, node)
        after = _changed(node)
        if before is None or after is None or node.lineno != node.end_lineno:
            continue
        raw = lines[node.lineno - 1].encode()
        line = (raw[: node.col_offset] + f"({after})".encode() + raw[node.end_col_offset :]).decode()
        source = "".join([*lines[: node.lineno - 1], line, *lines[node.lineno :]])
        yield Mutant(path, node.lineno, before, after, source)


def _code(node: ast.AST) -> Iterator[ast.expr]:
    """Yield the expressions that compute something: no annotations, texts or types."""
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not isinstance(child, ast.JoinedStr):
                if isinstance(child, ast.expr):
                    yield child
                yield from _code(child)


def _changed(node: ast.expr) -> str | None:
    """Return the text of an expression with its own operator or number changed; None where it has none."""
    match node:
        case ast.Constant(value=bool() as value):
            return str(not value)
        case ast.Constant(value=(int() | float()) as value):
            return repr(value + 1)
        case ast.Compare(left=left, ops=[op], comparators=comparators) if type(op) in OPERATORS:
            return ast.unparse(ast.Compare(left=left, ops=[OPERATORS[type(op)]()], comparators=comparators))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
            return ast.unparse(ast.BinOp(left=left, op=OPERATORS[type(op)](), right=right))
        case ast.BoolOp(op=op, values=values):
            return ast.unparse(ast.BoolOp(op=OPERATORS[type(op)](), values=values))
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            return ast.unparse(operand)
    return None


def test_of(path: Path) -> Path:
    """Return the test file that mirrors a source file."""
    inner = path.relative_to(SOURCE)
    return TESTS / inner.parent / f"test_{inner.stem.removeprefix('_')}.py"


def draw(count: int, seed: int) -> list[Mutant]:
    """Draw mutants, at most one of a file as long as there are files."""
    chance = random.Random(seed)
    files = [path for path in sorted(SOURCE.rglob("*.py")) if test_of(path).is_file()]
    chance.shuffle(files)
    found = []
    for path in (files * (1 + count // len(files)))[: 2 * count]:
        every = list(mutants_of(path, path.read_text(encoding="utf-8")))
        found += [chance.choice(every)] if every else []
    return found[:count]


def survives(mutant: Mutant, timeout: float) -> bool:
    """Tell whether the tests pass with a mutant in the place of its file; a test without end has noticed it.

    Raises
    ------
    RuntimeError
        If the mirroring tests fail without it too, so that they prove nothing.
    """
    if not _passes(test_of(mutant.path), ROOT / "src", timeout):
        raise RuntimeError(f"{test_of(mutant.path)} must pass before the source is changed; mend it first")
    with tempfile.TemporaryDirectory() as name:
        source = Path(shutil.copytree(ROOT / "src", Path(name) / "src", ignore=CLAIMS))
        (source / mutant.path.relative_to(ROOT / "src")).write_text(mutant.source, encoding="utf-8")
        return all(_passes(tests, source, timeout) for tests in (test_of(mutant.path), test_of(mutant.path).parent))


def _passes(tests: Path, source: Path, timeout: float) -> bool:
    words = [sys.executable, "-m", "pytest", "-q", "-x", "-m", "not slow", "-p", "no:cacheprovider", str(tests)]
    environment = {**os.environ, "PYTHONPATH": str(source), "OMP_NUM_THREADS": "1"}
    try:
        done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, timeout=timeout, check=False)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def main() -> int:
    """Print each mutant and whether it lived; return 1 where one did."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=36, help="number of mutants")
    parser.add_argument("--seed", type=int, default=0, help="which ones")
    parser.add_argument("--timeout", type=float, default=600.0, help="seconds for one mutant's tests")
    given = parser.parse_args()
    try:
        with sigterm_as_interrupt():  # so that the tests end, and the copy of the source goes
            alive = sum(_told(mutant, given.timeout) for mutant in draw(given.count, given.seed))
    except KeyboardInterrupt:
        print("mutants: interrupted; run it again", file=sys.stderr)
        return INTERRUPTED
    print(f"{alive} of {given.count} mutants live")
    return 1 if alive else 0


def _told(mutant: Mutant, timeout: float) -> bool:
    """Print a mutant and whether it lives, and return that."""
    lives = survives(mutant, timeout)
    place = f"{mutant.path.relative_to(ROOT)}:{mutant.line}"
    print(f"{'LIVES ' if lives else 'killed'}  {place}  {mutant.before}  ->  {mutant.after}", flush=True)
    return lives


if __name__ == "__main__":
    sys.exit(main())
