"""Types of settings by what stands for them in a command's help."""

from __future__ import annotations

from typing import Annotated

from tyro.conf import arg

File = Annotated[str, arg(metavar="FILE")]
Folder = Annotated[str, arg(metavar="DIR")]
