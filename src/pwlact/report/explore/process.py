"""The process that searches, as the server sees it: one request at a time, and of each page the newest alone."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping
from typing import Any

LIMIT = 60.0  # seconds of a search; the first of a kind may compile kernels for 20
PATIENCE = 2.0  # seconds that a search may go on once its page asks for another
MAX_LINE = 1 << 27  # bytes of an answer
WORDS = ("-P", "-m", "pwlact.report.explore.worker")  # -P: no module of the folder that the server runs in


class Searcher:
    """Puts requests to the process in turn.

    A request that waits is dropped where its page asks for another; one that runs has `PATIENCE` seconds from its
    start, then its process is killed and another started, as for one that takes longer than its limit. A new process
    loads first, which is not part of a request's time, and says with a line that it is ready.
    """

    def __init__(self) -> None:
        self._free = asyncio.Lock()
        self._waiting: dict[str, asyncio.Task[bool]] = {}
        self._process: Process | None = None
        self._running: tuple[str, float] | None = None  # page, and when it began
        self._dropped = False

    async def ask(self, page: str, request: Mapping[str, Any], limit: float | None = LIMIT) -> bytes | None:
        """Return the answer to a request, a JSON object; None where the page has asked for another meanwhile.

        Parameters
        ----------
        page : str
            Who asks.
        request : mapping
            What `worker.reply` takes.
        limit : float or None
            Seconds that it may take; None for no limit.
        """
        if not await self._turn(page):
            return None
        self._dropped = False
        try:
            return await self._answer(page, request, limit)
        finally:
            self._running = None
            self._free.release()

    async def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    async def _turn(self, page: str) -> bool:
        """Wait for the process; return whether the request is still wanted then."""
        if page in self._waiting:
            self._waiting[page].cancel()
        turn = self._waiting[page] = asyncio.ensure_future(self._free.acquire())
        self._hurry(page)
        try:
            return await turn
        except asyncio.CancelledError:
            if asyncio.current_task().cancelling():  # type: ignore[union-attr]  # the server ends
                raise
            return False
        finally:
            if self._waiting.get(page) is turn:
                del self._waiting[page]

    def _hurry(self, page: str) -> None:
        """Let the page's running request end soon."""
        running = self._running
        if running is not None and running[0] == page:
            asyncio.get_running_loop().call_at(running[1] + PATIENCE, self._drop, running)

    def _drop(self, running: tuple[str, float]) -> None:
        if self._running is running and self._process is not None:
            self._dropped = True
            self._process.kill()

    async def _answer(self, page: str, request: Mapping[str, Any], limit: float | None) -> bytes | None:
        try:
            async with asyncio.timeout(limit):
                return await self._exchange(page, request)
        except TimeoutError:
            fault = f"a search here has {limit:g} seconds, got one that takes longer; run it by its command"
        except (OSError, asyncio.IncompleteReadError):
            fault = "the search's process ended, for want of memory perhaps; ask for less"
        await self.close()
        if self._dropped:
            return None
        return json.dumps({"fault": fault, "sequence": request.get("sequence")}).encode()

    async def _exchange(self, page: str, request: Mapping[str, Any]) -> bytes:
        process = self._process or await self._start()
        assert process.stdin is not None
        self._running = (page, asyncio.get_running_loop().time())
        if page in self._waiting:  # the page asked for another while the process loaded
            self._hurry(page)
        process.stdin.write(json.dumps(request).encode() + b"\n")
        await process.stdin.drain()
        return await _line(process)

    async def _start(self) -> Process:
        """Start the process apart from the terminal's Ctrl-C, and wait until it is ready; it ends with its input."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, *WORDS, stdin=PIPE, stdout=PIPE, limit=MAX_LINE, start_new_session=True
        )
        await _line(self._process)
        return self._process


async def _line(process: Process) -> bytes:
    assert process.stdout is not None
    return await process.stdout.readuntil(b"\n")
