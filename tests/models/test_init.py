"""The face of the part on networks."""

from __future__ import annotations

import subprocess
import sys

import pwlact.models


def test_names_are_loaded_when_they_are_asked_for():
    program = "import sys, pwlact.models; assert 'torch' not in sys.modules; pwlact.models.PWLActivation"
    subprocess.run([sys.executable, "-c", program], check=True)
    assert {"PWLActivation", "swap_activations", "find_sites"} <= set(dir(pwlact.models))


def test_without_the_extra_one_line_tells_how_to_get_it():
    program = "import sys; sys.modules['torch'] = None; from pwlact.models import PWLActivation"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    last = done.stderr.strip().splitlines()[-1]
    assert "ConfigError" in last
    assert "pip install 'pwlact[models]'" in last


def test_an_unknown_name_is_no_attribute():
    assert not hasattr(pwlact.models, "nosuch")
