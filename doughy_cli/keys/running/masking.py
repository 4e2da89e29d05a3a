"""Hiding secrets in a stream of bytes, wherever the stream is cut into pieces."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

from doughy_cli.hidden import SHOWN, Secret

MASK = SHOWN.encode()
_LONGEST_RUN = 1 << 14  # bytes of one hidden run that are held back
_FEW = 4  # bytes of a secret's beginning that may be shown: as many as of its end elsewhere


def spellings(secret: Secret) -> set[bytes]:
    """Return the secret's bytes as programs print them: bare, quoted in a URL or in JSON, and in
    base64 as the password of HTTP's basic authentication has it."""
    text = secret.reveal()
    plain = text.encode()
    found = {plain, quote(text, safe="").encode(), quote_plus(text).encode()}
    for ascii_only in (True, False):
        found.add(json.dumps(text, ensure_ascii=ascii_only)[1:-1].encode())
    for pair in (plain, plain + b":", b":" + plain):
        found.add(base64.b64encode(pair).rstrip(b"="))
    return found


class Masker:
    """Hides texts in a stream: `feed` its pieces, then `end` it.

    What may be the beginning of a text is held back until the next piece tells; nothing else
    is, so that a program that asks a question is heard. Texts that overlap are hidden as one.
    `hurry` shows a few bytes that are held, for somebody who types and waits to see it.
    """

    def __init__(self, texts: Iterable[bytes]) -> None:
        self._texts = sorted({each for each in texts if each}, key=len, reverse=True)
        self._longest = max(map(len, self._texts), default=0)
        self._firsts = {each[0] for each in self._texts}
        # A look ahead matches at each place where a text begins, overlapping ones too.
        either = b"|".join(map(re.escape, self._texts))
        self._begins = re.compile(b"(?=(" + either + b"))") if self._texts else None
        self._held = b""
        self._in_run = False
        self._hurried = 0  # bytes at the beginning of what is held that were shown already

    def feed(self, piece: bytes) -> bytes:
        """Return what can be shown after `piece` has come."""
        data = self._held + piece
        runs = self._runs(data)
        cut = self._begun(data)
        for start, end in reversed(runs):
            if start < cut < end:
                # It overlaps what may be another one: both are hidden as one run.
                cut = start
        if len(data) - cut > _LONGEST_RUN + self._longest:
            keep = len(data) - self._longest
            shown = self._shown(data[:keep], [(s, min(e, keep)) for s, e in runs if s < keep])
            self._in_run = any(start < keep < end for start, end in runs)
            self._held = data[keep:]
            return shown
        shown = self._shown(data[:cut], [run for run in runs if run[1] <= cut])
        self._held = data[cut:]
        return shown

    def hurry(self) -> bytes:
        """Return what is held, if it is a few bytes; they still count as a text's beginning."""
        if self._in_run or len(self._held) > _FEW:
            return b""
        shown, self._hurried = self._held[self._hurried :], len(self._held)
        return shown

    def end(self) -> bytes:
        """Return the rest."""
        data, self._held = self._held, b""
        return self._shown(data, self._runs(data))

    def _runs(self, data: bytes) -> list[tuple[int, int]]:
        """Return where texts are, as (start, end); those that overlap are one."""
        runs: list[tuple[int, int]] = []
        # To look for each text is a hundred times faster than to try them at each place.
        if self._begins is None or not any(each in data for each in self._texts):
            return runs
        for match in self._begins.finditer(data):
            start, end = match.start(1), match.end(1)
            if runs and start < runs[-1][1]:
                runs[-1] = (runs[-1][0], max(end, runs[-1][1]))
            else:
                runs.append((start, end))
        return runs

    def _begun(self, data: bytes) -> int:
        """Return where the earliest text that is not whole yet may begin."""
        for start in range(max(0, len(data) - self._longest + 1), len(data)):
            if data[start] not in self._firsts:
                continue
            rest = data[start:]
            if any(len(each) > len(rest) and each.startswith(rest) for each in self._texts):
                return start
        return len(data)

    def _shown(self, data: bytes, runs: list[tuple[int, int]]) -> bytes:
        parts, place = [], 0
        for start, end in runs:
            parts.append(data[max(place, self._hurried) : start])
            if not (self._in_run and start == 0):
                parts.append(MASK)
            place = end
        parts.append(data[max(place, self._hurried) :])
        if data:
            self._in_run = False
            self._hurried = max(0, self._hurried - len(data))
        return b"".join(parts)
