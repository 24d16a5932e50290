"""The addresses of the live page, and who may call them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib.resources import files
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pwlact.files import parse_json
from pwlact.report.explore.page import live_page
from pwlact.report.explore.process import Searcher
from pwlact.report.page import plotly_script, script, static

MAX_BODY = 20_000  # bytes
KINDS = ("search", "rest", "targets", "files")
HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "connect-src 'self'; img-src data: blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


def make_app(token: str, port: int, searcher: Searcher) -> ASGIApp:
    """Return the application: every address begins with the token, others do not exist.

    Parameters
    ----------
    token : str
        A text that nobody can guess.
    port : int
        The port; a request must name it with 127.0.0.1 or localhost as its host, and come from no other page.
    searcher : Searcher
        Answers the requests.
    """

    async def answer(request: Request) -> Response:
        body = await _body(request)
        if isinstance(body, Response):
            return body
        told = await searcher.ask(f"{body.pop('page', '')!s:.40}:{request.path_params['kind']}", body)
        return Response(status_code=204) if told is None else Response(told, media_type="application/json")

    texts = {
        "": (live_page, "text/html"),
        "page.css": (lambda: static("page.css"), "text/css"),
        "live.css": (lambda: _own("live.css"), "text/css"),
        "page.js": (script, "text/javascript"),
        "live.js": (lambda: _own("live.js"), "text/javascript"),
        "plotly.js": (plotly_script, "text/javascript"),
    }
    routes = [
        *(Route(f"/{name}", _text(make, kind)) for name, (make, kind) in texts.items()),
        Route("/{kind:str}", answer, methods=["POST"]),
    ]
    return OnlyHere(Starlette(routes=[Mount(f"/{token}", routes=routes)]), port)


def _text(make: Callable[[], str], kind: str) -> Callable[[Request], Awaitable[Response]]:
    async def answer(_request: Request) -> Response:
        return Response(make(), media_type=f"{kind}; charset=utf-8")

    return answer


def _own(name: str) -> str:
    return (files("pwlact.report.explore") / name).read_text(encoding="utf-8")


async def _body(request: Request) -> dict[str, Any] | Response:
    """Return the JSON object of a request with its kind; or what is answered to one that is bad."""
    if request.path_params["kind"] not in KINDS:
        return PlainTextResponse("Not Found", 404)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        return PlainTextResponse("a request is application/json", 415)
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MAX_BODY:
            return PlainTextResponse(f"a request has at most {MAX_BODY} bytes", 413)
    try:
        data = parse_json(body.decode())
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        return PlainTextResponse("a request is a JSON object", 400)
    return {**data, "kind": request.path_params["kind"]}


class OnlyHere:
    """Refuses requests whose Host or Origin is another than this server's, and gives every answer its headers.

    A name that another site lets point to 127.0.0.1 shows in Host; a request from another site's page in Origin.
    """

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._app = app
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request of ASGI."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        here = headers.get("host") in self._hosts and (origin is None or origin.removeprefix("http://") in self._hosts)
        app = self._app if here else PlainTextResponse("Forbidden", 403)
        await app(scope, receive, _with_headers(send))


def _with_headers(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
            message = {**message, "headers": [*message["headers"], *own]}
        await send(message)

    return sent
