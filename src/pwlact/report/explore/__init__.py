"""The page live: settings come from the browser, a search answers, and files are handed out.

server.py    one port of 127.0.0.1, until Ctrl-C          process.py   the process that searches, as the server sees it
app.py       addresses, and who may call them             worker.py    that process: a JSON object a line, in and out
page.py      the page without an answer                   ask.py       what is asked, checked: settings of a search
live.js      controls, requests, drawing                  found.py     searches, the latest of them kept
live.css     where controls stand                         answer.py, files.py   what is answered
"""

from pwlact.report.explore.server import WARM_UP, serve

__all__ = ["WARM_UP", "serve"]
