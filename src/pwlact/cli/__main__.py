"""`python -m pwlact.cli` is `pwlact`."""

import sys

from pwlact.cli.main import main

sys.exit(main())
