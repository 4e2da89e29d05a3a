"""The one HTTP client of all providers.

A request that changes something is sent once: it is repeated only where the provider cannot have
acted on it (no connection, or 429), unless the caller says that repeating is safe. A redirect is
refused, since the key would go with it.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import httpx

from doughy_cli import __version__
from doughy_cli.hidden import SHOWN, Secret
from doughy_cli.providers import answers, faults
from doughy_cli.providers.faults import Received
from doughy_cli.providers.places import is_here
from doughy_cli.providers.waiting import Patience, backoff

LONGEST = 8 * 1024 * 1024  # bytes of an answer
_REDIRECT = 300


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider: its `name` as people write it, its base URL, and the key that every request
    carries: as a bearer's, or as the password of `user`."""

    name: str
    base_url: str
    key: Secret
    user: str | None = None

    @property
    def auth(self) -> httpx.Auth | None:
        """The name and password, where the provider wants those."""
        return None if self.user is None else httpx.BasicAuth(self.user, self.key.reveal())

    @property
    def headers(self) -> dict[str, str]:
        """The bearer's header, where the provider wants that.

        Raises KeyRefused for a key that no header can hold.
        """
        key = self.key.reveal()
        if not (key.isascii() and key.isprintable() and " " not in key):
            raise faults.KeyRefused(
                f"The stored key for {self.name} holds characters that no key of theirs has.",
                f"Store it again: doughy keys set {self.name.lower()}",
                provider=self.name,
            )
        return {"Authorization": f"Bearer {key}"} if self.user is None else {}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a provider answered: the status (2xx), the headers in lower case, and the JSON; None
    for an empty body."""

    status: int
    headers: Mapping[str, str]
    body: Any

    @property
    def object(self) -> dict[str, Any]:
        """The body as an object; `{}` if it is none."""
        return self.body if isinstance(self.body, dict) else {}


class Client:
    """Asks one provider; a context manager. Threads may share it.

    `pause` waits for seconds, and stands for waiting in tests.
    """

    def __init__(
        self,
        provider: Provider,
        patience: Patience | None = None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self.provider = provider
        self.patience = patience or Patience()
        self._pause = pause
        limits = httpx.Timeout(self.patience.read, connect=self.patience.connect)
        here = is_here(provider.base_url)
        self._http = httpx.Client(
            headers={**provider.headers, "User-Agent": f"doughy/{__version__}"},
            auth=provider.auth,
            timeout=limits,
            follow_redirects=False,
            # A connection for each request: one that the provider has just closed would leave it
            # unknown whether a message was sent.
            limits=httpx.Limits(max_keepalive_connections=0),
            # A proxy of the environment is for what is elsewhere.
            trust_env=not here,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._http.close()

    def get(
        self,
        path: str,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Return the answer to GET `path` (from the base URL on, or an absolute URL below it).

        Raises ProviderError; see faults.py.
        """
        return self._ask("GET", path, repeatable=True, params=params, headers=headers)

    def post_form(
        self, path: str, values: Mapping[str, Any], *, repeatable: bool = False
    ) -> Answer:
        """Return the answer to POST `path` with form fields; see `post_json`."""
        return self._ask("POST", path, repeatable=repeatable, data=values)

    def post_json(
        self,
        path: str,
        value: Any,
        *,
        repeatable: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Return the answer to POST `path` with a JSON body.

        `repeatable`: the provider does it once however often it is asked (an idempotency key).
        Raises ProviderError, whose `received` says whether it may have been done all the same.
        """
        return self._ask("POST", path, repeatable=repeatable, json=value, headers=headers)

    def _ask(self, method: str, path: str, *, repeatable: bool, **content: Any) -> Answer:
        url = self._url(path)
        deadline = time.monotonic() + self.patience.whole
        attempt = 1
        while True:
            wait: float | None = None
            try:
                answer = self._once(method, url, deadline, content)
                if answer.status < _REDIRECT:
                    return answer
                raise self._fault(answer)
            except faults.ProviderError as error:
                wait = self._wait(error, attempt, repeatable)
                if wait is None or time.monotonic() + wait >= deadline:
                    raise
            self._pause(wait)
            attempt += 1

    def _fault(self, answer: Answer) -> faults.ProviderError:
        error = answers.fault(self.provider.name, answer.status, answer.body, answer.headers)
        # What a provider repeats of the request stays out of messages and logs.
        error.message = error.message.replace(self.provider.key.reveal(), SHOWN)
        error.args = (error.message,)
        return error

    def _wait(self, error: faults.ProviderError, attempt: int, repeatable: bool) -> float | None:
        """Return after how many seconds to ask again; None to give up."""
        passing = faults.RateLimited | faults.ProviderFailed | faults.NoAnswer
        if attempt >= self.patience.attempts or not isinstance(error, passing):
            return None
        if error.received is not Received.no and not repeatable:
            return None
        if error.retry_after is not None:
            return error.retry_after if error.retry_after <= self.patience.longest_wait else None
        return backoff(self.patience, attempt)

    def _url(self, path: str) -> str:
        base = self.provider.base_url
        if path.startswith("/"):
            return base + path
        # The next page that a provider names: never elsewhere, since the key goes with it.
        if path.startswith(base + "/"):
            return path
        raise faults.BadAnswer(
            f"{self.provider.name} names a page that is not its own; it was not asked for.",
            provider=self.provider.name,
            received=Received.yes,
        )

    def _once(self, method: str, url: str, deadline: float, content: Mapping[str, Any]) -> Answer:
        name = self.provider.name
        watch = _Watch(deadline)
        try:
            with (
                watch,
                self._http.stream(
                    method, url, extensions={"trace": watch.trace}, **content
                ) as response,
            ):
                body = self._read(response)
                return Answer(
                    response.status_code,
                    dict(response.headers),
                    answers.parsed(name, response.status_code, body),
                )
        except httpx.HTTPError as error:
            raise self._no_answer(error, watch) from None
        except httpx.InvalidURL:
            raise faults.BadAnswer(f"{name}: not a URL that can be asked.", provider=name) from None

    def _read(self, response: httpx.Response) -> bytes:
        parts: list[bytes] = []
        length = 0
        for part in response.iter_bytes():
            length += len(part)
            if length > LONGEST:
                raise faults.BadAnswer(
                    f"{self.provider.name} answered with more than {LONGEST >> 20} MiB.",
                    provider=self.provider.name,
                    status=response.status_code,
                    received=Received.yes,
                )
            parts.append(part)
        return b"".join(parts)

    def _no_answer(self, error: httpx.HTTPError, watch: _Watch) -> faults.ProviderError:
        name = self.provider.name
        received = Received.maybe if watch.sent else Received.no
        if isinstance(error, httpx.DecodingError):
            return faults.BadAnswer(
                f"{name} answered with something that is not what it says it is.",
                provider=name,
                received=Received.yes,
            )
        # The error's own words may hold the URL, and so an account's number.
        if watch.rang or isinstance(error, httpx.TimeoutException):
            what = "did not answer in time"
        elif watch.sent:
            what = "cut the connection"
        else:
            what = f"cannot be reached ({answers.cause(error)})"
        return faults.NoAnswer(
            f"{name} {what}.", "Try again later.", provider=name, received=received
        )


class _Watch:
    """Cuts a request's connection at its deadline, however slowly bytes come in, and notes
    whether any of the request was sent; a context manager."""

    def __init__(self, deadline: float) -> None:
        self.sent = False
        self.rang = False
        self._socket: socket.socket | None = None
        self._lock = threading.Lock()
        self._timer = threading.Timer(max(0.0, deadline - time.monotonic()), self._ring)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        with self._lock:
            if self._socket is not None:
                self._socket.close()
                self._socket = None

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Be told by httpx of what is done; see its "trace" extension."""
        if event.endswith("send_request_headers.started"):
            self.sent = True
        if event == "connection.connect_tcp.complete":
            # A descriptor of our own: TLS takes the connection's, and others may get its number.
            with self._lock:
                self._socket = info["return_value"].get_extra_info("socket").dup()
            if self.rang:
                self._ring()

    def _ring(self) -> None:
        self.rang = True
        with self._lock, suppress(OSError):
            if self._socket is not None:
                self._socket.shutdown(socket.SHUT_RDWR)
