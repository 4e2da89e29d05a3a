"""Bytes → text, whatever encoding the other program wrote.

A byte order mark decides, then zeros in every second byte (UTF-16 without a mark). Else
everything is read as ASCII until the first byte beyond it, however late in the file that
is, and the encoding is chosen there: UTF-8 if the bytes are UTF-8, else a guess. So no
choice is made on a sample that did not contain what matters.
"""

from __future__ import annotations

import codecs
import string
from collections.abc import Iterable, Iterator

from doughy_cli.errors import Failed, Usage
from doughy_cli.intake.binary import refuse_binary

# UTF-32's mark starts with UTF-16's, so it comes first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WESTERN = "cp1252"
_GUESS_LINES = 200
_FEWEST = 8  # letters beyond ASCII that a guess can be based on
_BEYOND = bytes(range(128, 256))
_PLAIN = (string.digits + string.ascii_letters).encode()


def _as_browsers_do(error: UnicodeError) -> tuple[str, int]:
    """Windows-1252 leaves five bytes undefined; like the Web, take them as Latin-1 does."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("doughy.western", _as_browsers_do)


class Text:
    """Iterates over the text of a file, chunk by chunk; the first chunk has no mark.

    `encoding` names what the file is read as so far. Raises Failed, with the line, for
    binary files, NUL characters and bytes that the encoding does not have; Usage for an
    unknown encoding.
    """

    def __init__(self, chunks: Iterable[bytes], name: str, encoding: str | None = None) -> None:
        self.name = name
        self.encoding = _checked(encoding) if encoding else "ascii"
        self._chosen = encoding is not None
        self._chunks = iter(chunks)
        self._line = 1

    def __iter__(self) -> Iterator[str]:
        head = next(self._chunks, b"")
        if not head:
            raise Failed(f"{self.name} is empty", "give a CSV or JSON file", code="bad_file")
        if not self._chosen and (found := _by_mark(head) or _by_zeros(head)):
            self.encoding, self._chosen = found, True
        refuse_binary(head, self.name, wide=self.encoding.startswith(("utf-16", "utf-32")))
        first = True
        for text in self._decoded(head):
            if "\0" in text:
                line = self._line + line_ends(text[: text.index("\0")])
                raise Failed(
                    f"{self.name}, line {line}: a NUL character, which text cannot have",
                    "export the file again as CSV",
                    code="bad_file",
                )
            if text:
                yield text.removeprefix("\ufeff") if first else text
                first = False
            self._line += line_ends(text)

    def _decoded(self, head: bytes) -> Iterator[str]:
        decoder = _decoder(self.encoding) if self._chosen else None
        data = head
        while data:
            following = next(self._chunks, b"")
            if decoder is None and not data.isascii():
                found = _by_content(data, final=not following)
                if found is None:  # the chunk ends within its only character beyond ASCII
                    data += following
                    continue
                self.encoding, decoder = found, _decoder(found)
            if decoder is None:
                yield data.decode("ascii")
            else:
                yield self._decode(decoder, data, final=not following)
            data = following

    def _decode(self, decoder: codecs.IncrementalDecoder, data: bytes, *, final: bool) -> str:
        try:
            return decoder.decode(data, final)
        except UnicodeDecodeError as error:
            good = error.object[: error.start].decode(self.encoding, "replace")
            wrong = error.object[error.start]
            raise Failed(
                f"{self.name}, line {self._line + line_ends(good)}: byte 0x{wrong:02x} is not "
                f"{self.encoding}, which the file is up to there",
                "name the encoding with --encoding, or save the file as UTF-8",
                code="bad_file",
            ) from None


def line_ends(text: str) -> int:
    """How many lines end in a text (old Mac files end them with a bare carriage return)."""
    return text.count("\n") or text.count("\r")


def _checked(encoding: str) -> str:
    try:
        found = codecs.lookup(encoding)
        b"aaaa".decode(encoding)
    except UnicodeDecodeError:
        pass  # it decodes text, though not this one
    except (LookupError, ValueError):  # `hex` and the like are codecs, not encodings
        raise Usage(
            f'"{encoding}" is not an encoding', "use utf-8, windows-1252, latin-1 or utf-16"
        ) from None
    return found.name.removesuffix("-sig").replace("utf_", "utf-")


def _decoder(encoding: str) -> codecs.IncrementalDecoder:
    errors = "doughy.western" if encoding == _WESTERN else "strict"
    return codecs.getincrementaldecoder(encoding)(errors)


def _by_mark(head: bytes) -> str | None:
    return next((encoding for mark, encoding in _MARKS if head.startswith(mark)), None)


def _by_zeros(head: bytes) -> str | None:
    """UTF-16 without a mark: nearly every character of a list has a zero half."""
    pairs = len(head) // 2
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > pairs * 0.3 and even <= pairs * 0.05:
        return "utf-16-le"
    if even > pairs * 0.3 and odd <= pairs * 0.05:
        return "utf-16-be"
    return None


def _by_content(data: bytes, *, final: bool) -> str | None:
    """The encoding of the first bytes beyond ASCII, or None if more bytes must tell."""
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(data, final)
    except UnicodeDecodeError as error:
        # A file cut within its last character is still UTF-8, and is refused as such.
        cut = error.reason == "unexpected end of data" and not data[: error.start].isascii()
        return "utf-8" if cut else _guess(data)
    return "utf-8" if final or not text.isascii() else None


def _guess(data: bytes) -> str:
    """Windows-1252 (Latin-1 is a part of it) if the text is plausibly so, else another guess.

    In Western text few letters are beyond ASCII, in other scripts most are. Only there is
    the library asked: it takes a few accented names for Central European, Chinese or DOS
    text. Even there it is first asked whether it may be Windows-1252.
    """
    telling = [line for line in data.splitlines() if not line.isascii()][:_GUESS_LINES]
    sample = b"\n".join(telling)
    beyond = len(sample) - len(sample.translate(None, _BEYOND))
    plain = len(sample) - len(sample.translate(None, _PLAIN))
    if beyond < _FEWEST or beyond < plain / 2:
        return _WESTERN

    from charset_normalizer import from_bytes

    if from_bytes(sample, cp_isolation=[_WESTERN]).best() is not None:
        return _WESTERN
    other = from_bytes(sample).best()
    # UTF-16 was looked for at the start; here it is what any even number of bytes looks like.
    return _WESTERN if other is None or other.encoding.startswith("utf") else other.encoding
