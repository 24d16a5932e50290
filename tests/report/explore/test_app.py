"""The addresses of the live page, and who may call them."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

pytest.importorskip("starlette", reason="needs the extra report")

from pwlact.report.explore.app import HEADERS, MAX_BODY, make_app

JSON = {"content-type": "application/json"}


class Told:
    """Stands in for the searcher: keeps what it is asked."""

    def __init__(self, answer: bytes | None = b'{"answer": 1}') -> None:
        self.answer = answer
        self.asked: list[tuple[str, Any]] = []

    async def ask(self, page, request):
        """Answer a request."""
        self.asked.append((page, request))
        return self.answer


def call(path, method="GET", body=b"", headers=None, searcher=None, host="127.0.0.1:5000"):
    """Return status, headers and body of a request."""
    sent: list[dict[str, Any]] = []
    named = {"host": host, **(headers or {})}
    scope = {
        "type": "http", "method": method, "path": path, "raw_path": path.encode(), "root_path": "", "scheme": "http",
        "query_string": b"", "http_version": "1.1", "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 5000),
        "headers": [(name.encode(), value.encode()) for name, value in named.items() if value is not None],
    }  # fmt: skip

    async def receive():
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message):
        sent.append(message)

    asyncio.run(make_app("token", 5000, searcher or Told())(scope, receive, send))
    told = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], told, b"".join(message.get("body", b"") for message in sent[1:])


@pytest.mark.parametrize(
    ("name", "kind", "holds"),
    [
        ("", "text/html", b'<form id="ask"'),
        ("page.css", "text/css", b"--ink"),
        ("live.css", "text/css", b".live"),
        ("page.js", "text/javascript", b"pwlact.start ="),
        ("live.js", "text/javascript", b"live.start ="),
        ("plotly.js", "text/javascript", b"plotly.js"),
    ],
)
def test_page_and_its_files_are_served_under_the_token(name, kind, holds):
    status, headers, body = call(f"/token/{name}")
    assert status == 200
    assert headers["content-type"].startswith(kind)
    assert holds in body
    assert headers.items() >= HEADERS.items()


@pytest.mark.parametrize(
    "path", ["/", "/page.js", "/toke/", "/token2/", "/tokenpage.js", "/token/../page.js", "//", "/TOKEN/"]
)
def test_other_addresses_do_not_exist(path):
    assert call(path)[0] == 404


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:5000", "127.0.0.1", "127.0.0.1:5001", "localhost", "127.0.0.1.nip.io:5000", None],
)
def test_a_request_to_another_host_is_refused(host):
    status, headers, _ = call("/token/", host=host)
    assert status == 403
    assert headers.items() >= HEADERS.items()


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1:5000", "http://127.0.0.1:8000"])
def test_a_request_from_another_page_is_refused(origin):
    searcher = Told()
    assert call("/token/search", "POST", b"{}", {**JSON, "origin": origin}, searcher)[0] == 403
    assert searcher.asked == []


@pytest.mark.parametrize("host", ["127.0.0.1:5000", "localhost:5000"])
def test_own_page_is_answered(host):
    headers = {**JSON, "origin": f"http://{host}"}
    searcher = Told()
    body = json.dumps({"page": "one", "sequence": 3, "ask": {}}).encode()
    assert call("/token/search", "POST", body, headers, searcher, host)[::2] == (200, b'{"answer": 1}')
    assert searcher.asked == [("one:search", {"kind": "search", "sequence": 3, "ask": {}})]


def test_a_dropped_request_has_no_content():
    assert call("/token/search", "POST", b"{}", JSON, Told(None))[::2] == (204, b"")


@pytest.mark.parametrize(
    ("path", "method", "body", "kind", "status"),
    [
        ("search", "GET", b"", None, 405),
        ("search", "POST", b"{}", "text/plain", 415),
        ("search", "POST", b"{}", "application/x-www-form-urlencoded", 415),
        ("search", "POST", b"{}", None, 415),
        ("search", "POST", b"{", "application/json", 400),
        ("search", "POST", b"[]", "application/json", 400),
        ("search", "POST", b"[" * 10_000, "application/json", 400),
        ("search", "POST", b'{"x": NaN}', "application/json", 400),
        ("search", "POST", b"\xff", "application/json", 400),
        ("search", "POST", b" " * (MAX_BODY + 1), "application/json", 413),
        ("secrets", "POST", b"{}", "application/json", 404),
        ("page.js", "POST", b"{}", "application/json", 404),
    ],
)
def test_bad_requests_reach_no_search(path, method, body, kind, status):
    searcher = Told()
    assert call(f"/token/{path}", method, body, {"content-type": kind}, searcher)[0] == status
    assert searcher.asked == []
