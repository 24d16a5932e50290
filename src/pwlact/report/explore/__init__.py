"""The page live: settings come from the browser, a search answers, and files are handed out.

ask.py        what the browser asks, as settings of a search    server.py     one port of 127.0.0.1, until Ctrl-C
answer.py     a search, as HTML and figures                     app.py        addresses, and who may call them
files.py      exported files of the same search                 process.py    the process that searches: newest request first
worker.py     that process: a JSON object a line, in and out    live.js, live.css    the controls
"""

from pwlact.report.explore.server import WARM_UP, serve

__all__ = ["WARM_UP", "serve"]
