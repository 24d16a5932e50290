"""What a command loads: no library that it does not use."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {"cmaes", "gymnasium", "matplotlib", "scipy.optimize", "scipy.stats", "sympy", "torch"}

PROGRAM = """
import sys
from pwlact.cli.main import main
code = main(sys.argv[1:])
print(code, *sys.modules)
"""


@pytest.mark.parametrize(
    ("words", "used"),
    [
        (("functions", "silu", "--json"), {"scipy.optimize"}),  # curvature maxima are refined by it
        (("fit", "gelu_tanh", "-P", "-5", "-4", "0", "1", "--json"), set()),
        (("search", "silu", "--no-figures", "--json"), set()),
        (("search", "silu", "--format", "q4.12", "--no-figures", "--json"), set()),
    ],
)
def test_command_loads_only_the_libraries_that_it_uses(words, used, tmp_path):
    answer = subprocess.run(
        [sys.executable, "-c", PROGRAM, *words], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    code, *modules = answer.stdout.splitlines()[-1].split()
    assert code == "0"
    assert HEAVY & set(modules) <= used


def test_functions_need_no_compiler():
    program = (
        "from pwlact.cli.main import main; import sys; main(['functions', 'silu']); sys.exit('numba' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)


@pytest.mark.parametrize("module", ["pwlact", "pwlact.settings.function", "pwlact.functions"])
def test_import_needs_no_compiler(module):
    subprocess.run([sys.executable, "-c", f"import {module}, sys; sys.exit('numba' in sys.modules)"], check=True)
