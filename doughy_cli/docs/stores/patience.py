"""An end to waiting: a server that sends a byte now and then holds nobody for ever.

The time-outs of a socket begin anew with each byte. So each request has a time by which it is
over, and then a signal wakes the thread that waits for it, as Ctrl-C would: one that is ignored
where nobody takes it, and not the clock's own, by which a worker ends what has gone on too long.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

_SIGNAL = signal.SIGURG
TRIES = 3
_MOST_WITHIN = 3  # requests that a request may take
_SLOWEST = 16 << 10  # bytes a second: a line that is slower is as good as none


class Late(BaseException):
    """What was waited for has not come in `seconds`. No Exception, so that no library takes it
    for one of those after which it tries again."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Astray(Exception):
    """Who answers sends what asks on to somewhere else, again and again."""


class Patience:
    """How long is waited for a server of which an answer may take `seconds`.

    Python gives signals to the main thread. In another one there are a socket's time-outs only.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._whose: object = None
        self._within = 0
        self._began = 0.0
        self._due: float | None = None
        self._last: float | None = None
        self._timer: threading.Timer | None = None

    def begin(self, whose: object, size: int) -> None:
        """Raise Late in this thread unless `end` is called in time: in that of all tries, and
        what it takes to send or receive `size` bytes over a slow line.

        What begins meanwhile (boto3 asks where a bucket is, if it is sent away) has the time of
        what is under way. Raises Astray if that begins without an end.
        """
        main = threading.main_thread()
        if threading.current_thread() is not main or main.ident is None:
            return
        if self._due is not None:
            self._within += 1
            if self._within > _MOST_WITHIN:
                raise Astray
            return
        now = time.monotonic()
        seconds = self.seconds * TRIES + size / _SLOWEST
        if self._last is not None:
            seconds = max(0.0, min(seconds, self._last - now))
        signal.signal(_SIGNAL, self._ring)
        self._whose, self._began, self._due = whose, now, now + seconds
        self._timer = threading.Timer(seconds, signal.pthread_kill, (main.ident, _SIGNAL))
        self._timer.daemon = True
        self._timer.start()

    def end(self, whose: object = None) -> None:
        """What was begun for this is over; without it, whatever is under way."""
        if whose is not None and whose is not self._whose:
            return
        self._whose, self._due, self._within = None, None, 0
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    @contextmanager
    def once(self) -> Iterator[None]:
        """All that is done here together has no more time than one try."""
        self._last = time.monotonic() + self.seconds
        try:
            yield
        finally:
            self._last = None

    def _ring(self, *_: Any) -> None:
        now = time.monotonic()
        if self._due is not None and now >= self._due:  # else it was of what is over by now
            self.end()
            raise Late(now - self._began)


def watch(client: Any, patience: Patience) -> None:
    """Let each request of a client of boto3 be over in time."""

    def begin(params: dict[str, Any], context: object, **_: Any) -> None:
        body = params["body"]
        patience.begin(context, len(body.getbuffer() if isinstance(body, BytesIO) else body))

    def end(context: object, **_: Any) -> None:
        patience.end(context)

    client.meta.events.register("before-call.s3", begin)
    client.meta.events.register("after-call.s3", end)
