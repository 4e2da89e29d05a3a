"""What the worker and its slots say to each other: JSON objects over a socket, each with its
length before it."""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Iterator, Mapping
from typing import Any

_HEAD = struct.Struct("!I")
_READ = 65536


def encoded(content: Mapping[str, Any]) -> bytes:
    """Return `content` as it is sent."""
    text = json.dumps(content).encode()
    return _HEAD.pack(len(text)) + text


class Frames:
    """Takes bytes as they come, and gives what they hold."""

    def __init__(self) -> None:
        self._left = bytearray()

    def read(self, from_socket: socket.socket) -> list[dict[str, Any]]:
        """Return what has come on a socket that has something to read.

        Raises EOFError once nothing more will come.
        """
        try:
            read = from_socket.recv(_READ)
        except ConnectionError:
            read = b""
        if not read:
            raise EOFError
        self._left += read
        return list(self._whole())

    def _whole(self) -> Iterator[dict[str, Any]]:
        while len(self._left) >= _HEAD.size:
            (length,) = _HEAD.unpack_from(self._left)
            end = _HEAD.size + length
            if len(self._left) < end:
                return
            text = bytes(self._left[_HEAD.size : end])
            del self._left[:end]
            yield json.loads(text)
