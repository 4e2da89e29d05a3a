"""The text of PDF, DOCX and plain files, by the libraries of the extra `ai`.

What is in a file is somebody else's: it may be damaged, encrypted, or made to take for ever. The
handler's process has a time-out, and a worker outlives it.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from doughy_cli.handling import Refused

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
IMAGES = ("image/png", "image/jpeg", "image/webp", "image/gif")
MOST_PAGES = 300
_INSTALL = "The worker lacks what reads it: pip install 'doughy[ai]'"

Told = Callable[[int, int | None, str], None]


def text_of(content: bytes, content_type: str, told: Told) -> str:
    """Return the text of a file; empty where there is none, as in a scanned PDF.

    Raises Refused for what cannot be read at all: damaged, encrypted, of another type.
    """
    if content_type == PDF:
        return _pdf(content, told)
    if content_type == DOCX:
        return _docx(content)
    if content_type.startswith("text/"):
        return content.decode("utf-8", "replace")
    raise Refused(f"Files of type {content_type or 'unknown'} cannot be analysed: PDF, DOCX, text "
                  "and images can.")  # fmt: skip


def _pdf(content: bytes, told: Told) -> str:
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError:
        raise Refused(_INSTALL) from None
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refused("The PDF is encrypted, and opens with a password only.")
        pages = reader.pages
        count = len(pages)
        if count > MOST_PAGES:
            raise Refused(f"The PDF has {count:,} pages; {MOST_PAGES} at most are analysed.")
        found = []
        for number, page in enumerate(pages):
            told(number, count, "pages")
            found.append(page.extract_text())
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise Refused(f"The PDF is damaged: {type(error).__name__}.") from None
    return "\n\n".join(found).strip()


def _docx(content: bytes) -> str:
    try:
        import docx
    except ImportError:
        raise Refused(_INSTALL) from None
    try:
        document = docx.Document(io.BytesIO(content))
        found = [_block(each) for each in document.iter_inner_content()]
    except Exception as error:  # noqa: BLE001 (zipfile's, lxml's and its own, for what is damaged)
        raise Refused(f"The DOCX is damaged: {type(error).__name__}.") from None
    return "\n".join(found).strip()


def _block(block: Any) -> str:
    """Return a paragraph, or a table as lines of cells."""
    if not hasattr(block, "rows"):
        return str(block.text)
    lines = (" | ".join(cell.text.strip() for cell in row.cells) for row in block.rows)
    return "\n".join(lines)
