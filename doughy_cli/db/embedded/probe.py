"""Asks whether a PostgreSQL server answers on a socket, with the standard library alone.

A file that exists, a process id or a lock prove little; an answer proves life. libpq does
not hand its callers the SQLSTATE of a refused connection, and the difference between
"starting up" and "not there" is all that matters here, so these few bytes are sent by hand.
"""

from __future__ import annotations

import enum
import os
import socket
import struct
import sys
from contextlib import suppress
from pathlib import Path

_STARTUP = b"user\0postgres\0database\0postgres\0application_name\0doughy\0\0"
_LONGEST = 103  # bytes in a socket's path on macOS; Linux takes 107
_NOT_YET = b"C57P03\0"  # cannot_connect_now: starting up, recovering or shutting down


class Answer(enum.Enum):
    """What came back from the socket."""

    READY = "ready"
    NOT_YET = "not yet"
    NOBODY = "nobody"


def ask(path: Path, *, patience: float = 5.0) -> Answer:
    """Greet the server at the socket `path` and say what it answered.

    A refusal of this very login, or of one connection too many, is an answer of a server
    that is ready. A server that says nothing within `patience` seconds is not ready yet.
    """
    packet = struct.pack("!ii", len(_STARTUP) + 8, 196608) + _STARTUP
    try:
        with _connect(path, patience) as wire:
            wire.sendall(packet)
            reply = wire.recv(4096)
            with suppress(OSError):  # it may have hung up after its answer
                wire.sendall(b"X\0\0\0\4")
    except (FileNotFoundError, ConnectionRefusedError):
        return Answer.NOBODY
    except (TimeoutError, BlockingIOError, ConnectionResetError, BrokenPipeError):
        return Answer.NOT_YET
    return Answer.NOT_YET if not reply or _NOT_YET in reply else Answer.READY


def listener(path: Path) -> int | None:
    """The id of the process that listens on the socket `path`, as the kernel knows it.

    None when nobody listens; 0 when it lives where this process cannot see it (another
    container). Only Linux tells; elsewhere it is 0 too.
    """
    try:
        with _connect(path, 5.0) as wire:
            if sys.platform != "linux":
                return 0
            credentials = wire.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
    except (FileNotFoundError, ConnectionRefusedError):
        return None
    pid: int = struct.unpack("iII", credentials)[0]
    return pid


def _connect(path: Path, patience: float) -> socket.socket:
    if len(os.fsencode(path)) > _LONGEST:
        raise FileNotFoundError(path)  # nobody can listen there
    wire = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        wire.settimeout(patience)
        wire.connect(os.fspath(path))
    except BaseException:
        wire.close()
        raise
    return wire
