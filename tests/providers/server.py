"""A local server that behaves as OpenAI, Stripe, Twilio and SendGrid do: their paths, their
authentication, their errors, and whatever can go wrong on the way.

`answer(method, path, handler)` adds what a test needs beside the four checks; `fail(...)` says
what becomes of the next requests.
"""

from __future__ import annotations

import base64
import json
import re
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

OPENAI_KEY = "sk-test-0123456789abcdefOPENAI"
STRIPE_KEY = "sk_test_0123456789abcdefSTRIPE"
TWILIO_SID = "AC0123456789abcdef0123456789abcdef"
TWILIO_TOKEN = "0f1e2d3c4b5a69788796a5b4c3d2TWIL"
TWILIO_KEY = f"{TWILIO_SID}:{TWILIO_TOKEN}"
SENDGRID_KEY = "SG.0123456789abcdef.SENDGRID"
_PACE = 0.05  # seconds between the bytes of a slow answer


@dataclass(frozen=True)
class Asked:
    """A request that came in; header names in lower case."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        """The fields of a form."""
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


@dataclass(frozen=True)
class Reply:
    """What is answered: JSON, or the bytes of `raw`."""

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes | None = None

    @property
    def content(self) -> bytes:
        """The body's bytes."""
        if self.raw is not None:
            return self.raw
        return b"" if self.body is None else json.dumps(self.body).encode()


@dataclass(frozen=True)
class Trouble:
    """What goes wrong instead of an answer: `cut` after half of it, `slow` (a byte now and then),
    `silent` (nothing at all), `hang_up` (the request was read, and no byte comes)."""

    kind: str


CUT, SLOW, SILENT, HANG_UP = (Trouble(each) for each in ("cut", "slow", "silent", "hang_up"))
Handler = Callable[[Asked], Reply]


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """Say nothing: that a client goes away is what some tests are about."""


class ProviderServer:
    """The server; `url` is its base URL for each of the four."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self._next: deque[Reply | Trouble] = deque()
        self._routes: list[tuple[str, re.Pattern[str], Handler]] = []
        self._lock = threading.Lock()
        self.ended = threading.Event()
        self._http = _Quiet(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}"
        self.answer("GET", "/v1/models", _models)
        self.answer("GET", "/v1/balance", _balance)
        self.answer("GET", r"/2010-04-01/Accounts/\w+\.json", _account)
        self.answer("GET", "/v3/scopes", _scopes)

    @property
    def environment(self) -> dict[str, str]:
        """The variables that send doughy here."""
        names = ("OPENAI", "STRIPE", "TWILIO", "SENDGRID")
        return {f"DOUGHY_{name}_URL": self.url for name in names}

    def answer(self, method: str, path: str, handler: Handler) -> None:
        """Let `handler` answer requests whose whole path fits the expression `path`; the latest
        that fits does."""
        self._routes.insert(0, (method, re.compile(path), handler))

    def fail(self, *troubles: Reply | Trouble) -> None:
        """Answer the next requests with these, one each, before anything else."""
        self._next.extend(troubles)

    def clear(self) -> None:
        """Forget what was to go wrong and did not."""
        self._next.clear()

    def reply(self, asked: Asked) -> Reply | Trouble:
        """Return what becomes of a request."""
        with self._lock:
            self.asked.append(asked)
            if self._next:
                return self._next.popleft()
        for method, path, handler in self._routes:
            if method == asked.method and path.fullmatch(asked.path):
                return handler(asked)
        return Reply(404, {"code": 20404, "message": f"{asked.path} was not found", "status": 404})

    @contextmanager
    def running(self) -> Iterator[ProviderServer]:
        """Serve until the end of the block."""
        thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.ended.set()
            self._http.shutdown()
            self._http.server_close()


def too_many(wait: int | str | None = 1) -> Reply:
    """429, with Retry-After if `wait` is not None."""
    headers = {} if wait is None else {"Retry-After": str(wait)}
    return Reply(429, {"code": 20429, "message": "Too Many Requests", "status": 429}, headers)


def failing(status: int = 500) -> Reply:
    """A failure of the provider's own, as a gateway before it words one: in HTML."""
    return Reply(status, raw=b"<html><body>Internal error</body></html>")


def bearer(asked: Asked) -> str:
    """The bearer's key of a request."""
    return asked.headers.get("authorization", "").removeprefix("Bearer ")


def basic(asked: Asked) -> str:
    """The name and password of a request, as `name:password`."""
    given = asked.headers.get("authorization", "").removeprefix("Basic ")
    return base64.b64decode(given).decode()


def twilio_refusal() -> Reply:
    """A wrong token at Twilio."""
    more = "https://www.twilio.com/docs/errors/20003"
    return Reply(401, {"code": 20003, "message": "Authenticate", "more_info": more, "status": 401})


def sendgrid_refusal() -> Reply:
    """A wrong key at SendGrid."""
    message = "The provided authorization grant is invalid, expired, or revoked"
    return Reply(401, {"errors": [{"message": message, "field": None, "help": None}]})


def stripe_refusal(key: str) -> Reply:
    """A wrong key at Stripe, which quotes it."""
    message = f"Invalid API Key provided: {key}"
    return Reply(401, {"error": {"message": message, "type": "invalid_request_error"}})


def _models(asked: Asked) -> Reply:
    key = bearer(asked)
    if key != OPENAI_KEY:
        message = f"Incorrect API key provided: {key}. You can find yours in the settings."
        error = {"message": message, "type": "invalid_request_error", "param": None}
        return Reply(401, {"error": {**error, "code": "invalid_api_key"}})
    return Reply(body={"object": "list", "data": [{"id": "gpt-4o", "object": "model"}]})


def _balance(asked: Asked) -> Reply:
    if bearer(asked) != STRIPE_KEY:
        return stripe_refusal(bearer(asked))
    amounts = [{"amount": 0, "currency": "usd"}]
    return Reply(body={"object": "balance", "available": amounts, "pending": amounts})


def _account(asked: Asked) -> Reply:
    if basic(asked) != TWILIO_KEY:
        return twilio_refusal()
    # The real answer repeats the token, too.
    found = {"sid": TWILIO_SID, "auth_token": TWILIO_TOKEN, "friendly_name": "Ann's account"}
    return Reply(body={**found, "status": "active", "type": "Full"})


def _scopes(asked: Asked) -> Reply:
    if bearer(asked) != SENDGRID_KEY:
        return sendgrid_refusal()
    return Reply(body={"scopes": ["mail.send", "alerts.read"]})


def _handler(server: ProviderServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            url = urlsplit(self.path)
            length = int(self.headers.get("Content-Length") or 0)
            headers = {name.lower(): value for name, value in self.headers.items()}
            query = dict(parse_qsl(url.query, keep_blank_values=True))
            body = self.rfile.read(length)
            found = server.reply(Asked(self.command, url.path, query, headers, body))
            with suppress(OSError):
                if isinstance(found, Trouble):
                    self._trouble(found.kind)
                else:
                    self._send(found)

        do_POST = do_DELETE = do_GET  # noqa: N815 (the names are http.server's)

        def _send(self, reply: Reply) -> None:
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(reply.content)))
            self.end_headers()
            self.wfile.write(reply.content)

        def _trouble(self, kind: str) -> None:
            self.close_connection = True
            if kind == "cut":
                self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n{")
            elif kind == "slow":
                for each in b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n" + b" " * 9999:
                    self.wfile.write(bytes([each]))
                    if server.ended.wait(_PACE):
                        return
            elif kind == "silent":
                while not server.ended.is_set() and self._client_waits():
                    time.sleep(_PACE)
            self.connection.shutdown(socket.SHUT_RDWR)

        def _client_waits(self) -> bool:
            self.connection.settimeout(_PACE)
            try:
                return bool(self.connection.recv(1, socket.MSG_PEEK))
            except TimeoutError:
                return True
            except OSError:
                return False

        def log_message(self, format: str, *arguments: Any) -> None:
            """Say nothing."""

    return Handler
