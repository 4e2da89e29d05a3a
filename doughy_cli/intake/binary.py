"""Recognises files that are not text, so that a person is told what theirs is."""

from __future__ import annotations

from doughy_cli.errors import Failed

_SIGNATURES = (
    (b"PK\x03\x04", "an Excel workbook or a ZIP archive", "save the sheet as CSV first"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel workbook", "save the sheet as CSV first"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first: gunzip -c FILE | doughy … -"),
    (b"%PDF-", "a PDF document", "export the list as CSV instead"),
    (b"SQLite format 3\0", "a SQLite database", "export the table as CSV instead"),
    (b"\x89PNG", "a picture", "give a CSV or JSON file"),
    (b"\xff\xd8\xff", "a picture", "give a CSV or JSON file"),
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x1b"))
# Text has next to none of them; random bytes have one in nine.
_MOST_CONTROLS = 0.02


def refuse_binary(head: bytes, name: str, *, wide: bool) -> None:
    """Raise Failed if the first bytes of a file are not text.

    `wide`: the text is UTF-16 or UTF-32, where bytes below 32 are half of a character.
    """
    for signature, what, hint in _SIGNATURES:
        if head.startswith(signature):
            raise Failed(f"{name} is {what}, not text", hint, code="bad_file")
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if not wide and controls > 1 and controls > len(head) * _MOST_CONTROLS:
        raise Failed(f"{name} is not a text file", "give a CSV or JSON file", code="bad_file")
