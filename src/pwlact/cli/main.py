"""The command `pwlact`: picks a command's file, and turns exceptions into exit codes."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

from pwlact._version import __version__
from pwlact.cli.first_use import first_use
from pwlact.cli.interrupts import INTERRUPTED, sigterm_as_interrupt
from pwlact.cli.records import COMMANDS, module_of
from pwlact.cli.warnings import warnings_as_notes
from pwlact.errors import ConfigError, InputError, PwlactError, did_you_mean

USAGE = """usage: pwlact COMMAND [OPTIONS]

Piecewise-linear approximations of activation functions, placed by reinforcement learning
and by exact and classical methods held beside it.

commands:
{commands}

`pwlact COMMAND --help` shows a command's everyday options, `--help-all` all of them.
`pwlact --version` shows the version."""

COLLECT_EVERY = 100_000  # objects: imports and kernels make many that stay, and looking at them took a sixth of a start


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0, 2 for bad input, 1 for a failed run or 130 for an interrupted one."""
    if arguments is None:
        gc.set_threshold(COLLECT_EVERY)
    argv = list(sys.argv[1:] if arguments is None else arguments)
    try:
        with first_use(argv[0] if argv else ""), sigterm_as_interrupt(), warnings_as_notes():
            code = _dispatch(argv)
            _flush()
            return code
    except InputError as fault:
        return _complain(fault, 2)
    except PwlactError as fault:
        return _complain(fault, 1)
    except (KeyboardInterrupt, SystemError) as fault:
        from pwlact.runs.interrupt import is_interrupt  # loads more than some commands need

        if not is_interrupt(fault):
            raise
        said = fault if isinstance(fault, KeyboardInterrupt) and fault.args else "nothing was kept; run it again"
        return _complain(f"interrupted: {said}", INTERRUPTED)
    except BrokenPipeError:
        _silence()  # the reader left, as `| head` does
        return 0
    except OSError as fault:
        return _complain(_system_fault(fault), 1)
    finally:
        if arguments is None:
            gc.freeze()  # the process ends: no object need be looked at again


def _dispatch(argv: list[str]) -> int:
    if not argv or argv[0] in {"-h", "--help", "--help-all"}:
        print(USAGE.format(commands="\n".join(f"  {name:<11} {text}" for name, text in COMMANDS.items())))
        return 0
    if argv[0] == "--version":
        print(f"pwlact {__version__}")
        return 0
    if argv[0] == "--print-completion":
        argv = ["completion", *argv[1:]]
    if argv[0] not in COMMANDS:
        hint = did_you_mean(argv[0], COMMANDS)
        raise ConfigError(f"a command is one of {', '.join(COMMANDS)}, got {argv[0]!r}; {hint}see `pwlact --help`")
    # Each command is imported alone: only those that train wait for torch.
    code: int = module_of(argv[0]).run(argv[1:])
    return code


def _flush() -> None:
    """Write out what is printed, while a fault can still be told."""
    if sys.stdout is not None:
        sys.stdout.flush()


def _silence() -> None:
    """Let what is left to print go nowhere, as when Python flushes it at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _system_fault(fault: OSError) -> str:
    """Return in words what the system refused, such as a full disk."""
    try:
        _flush()
    except OSError:
        _silence()
    place = fault.filename or "what is printed or written"
    return f"{place} must have room and be accessible, got {fault.strerror or fault}; choose another place"


def _complain(fault: object, code: int) -> int:
    line = " ".join(str(fault).split())
    print(f"pwlact: {line}", file=sys.stderr)
    return code
