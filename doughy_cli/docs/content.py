"""What kind of file it is: by what it holds, and by its name only where that says no more than
that it is text."""

from __future__ import annotations

import mimetypes

UNKNOWN = "application/octet-stream"
TEXT = "text/plain"
_LONGEST = 100  # characters of `content_type`
# Texts whose beginning says nothing of what they are. What a program would run is only text here.
_NAMED = {
    *("text/csv", "text/html", "text/markdown", "text/tab-separated-values", "text/vcard"),
    *("text/calendar", "application/json", "application/xml", "text/xml", "message/rfc822"),
}


def content_type(name: str, head: bytes) -> str:
    """Return the MIME type of a file called `name` that begins with the bytes `head`."""
    import filetype

    found = filetype.guess_mime(head)
    if found:
        return str(found)[:_LONGEST]
    if not _is_text(head):
        return UNKNOWN
    named, encoding = mimetypes.guess_type(name)
    return named if named in _NAMED and encoding is None else TEXT


def _is_text(head: bytes) -> bool:
    if b"\0" in head:
        return head.startswith((b"\xff\xfe", b"\xfe\xff"))  # UTF-16
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        # The last character may be cut, and a file of Windows is text all the same.
        return error.start >= len(head) - 3 or _is_printable(head)
    return True


def _is_printable(head: bytes) -> bool:
    return all(each >= 0x20 or each in b"\t\n\r\f\x1b" for each in head)
