"""Settings of every test."""

import os
import signal
import sys

from hypothesis import settings

# A shell starts what runs in the background with Ctrl-C ignored, and every process of a test would take that over.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Hundreds of processes load the package: bytecode is kept, as machine code of kernels is, in the same folders.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# No deadline: the first call of a compiled kernel takes seconds, and the machine may be shared.
settings.register_profile("explore", deadline=None)
# What `make test` runs draws the same examples every time, so that landing is repeatable.
settings.register_profile("repeatable", deadline=None, derandomize=True, database=None)
# Hypothesis reads --hypothesis-profile after this file, so the command line has the last word.
settings.load_profile("repeatable")
