"""`python -m pwlact` is `pwlact`."""

import sys

from pwlact.cli.main import main

sys.exit(main())
