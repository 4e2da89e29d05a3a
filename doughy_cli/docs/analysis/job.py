"""The handler of `document_analysis`.

The text is read here, and goes to OpenAI with its owner's own key and nobody else's; without that
the job is refused before a byte is read. Nothing of the document is logged.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from doughy_cli.handling import Context, Handler, Job, Refused

if TYPE_CHECKING:
    from doughy_cli.docs.rows import DocumentRow

LARGEST = 20_000_000  # bytes
# The documents of the deal: those that are about it, and those about its property. Whose they
# are is asked of each: the service that runs it sees everybody's.
_DOCUMENTS = """
SELECT doc.id
FROM public.re_documents AS doc
JOIN public.deals AS d ON d.id = %(deal)s AND d.user_id = %(owner)s
WHERE doc.user_id = %(owner)s
    AND (doc.deal_id = d.id OR doc.property_id = d.property_id)
    AND (%(document)s::uuid IS NULL OR doc.id = %(document)s)
UNION
SELECT doc.id
FROM public.re_lead_documents AS doc
JOIN public.deals AS d ON d.id = %(deal)s AND d.user_id = %(owner)s
WHERE doc.user_id = %(owner)s
    AND doc.lead_id = d.lead_id
    AND doc.id = %(document)s
"""


@dataclass(frozen=True)
class Input:
    """Which document of the deal, its property or its seller; may be left out where the deal has
    a single one. `keep_text` puts the text into the output, too."""

    document_id: UUID | None = None
    keep_text: bool = False


def run(job: Job[Input], context: Context) -> dict[str, Any]:
    """Return what the document says, as a record. Raises Refused where it cannot be read."""
    from doughy_cli.docs.analysis import questions
    from doughy_cli.docs.analysis.text import IMAGES, PDF, text_of
    from doughy_cli.hidden import Secret
    from doughy_cli.providers import openai_answers

    key = Secret(context.secret("openai"))
    row = _document(job, context)
    context.progress(0, None, "reading")
    content = _content(row, job.owner, context)
    content_type = (row.content_type or "").partition(";")[0].strip().lower()
    text = "" if content_type in IMAGES else text_of(content, content_type, context.progress)
    if text:
        asked: Any = questions.as_text(row, text)
    elif content_type in (*IMAGES, PDF):
        asked = questions.as_file(row, content, content_type)
    else:
        raise Refused("The document holds no text.")
    context.progress(0, None, "asking")
    found = openai_answers.extract(key, questions.TASK, asked, questions.NAME, questions.SCHEMA)
    return {
        "document_id": row.id,
        "title": row.title,
        "read_by": "text" if text else "image",
        "characters": len(text),
        "cut": len(text) > questions.LONGEST,
        "model": openai_answers.model(),
        "found": found,
        "text": text if job.input.keep_text and text else None,
    }


def _document(job: Job[Input], context: Context) -> DocumentRow:
    from doughy_cli.docs.queries import documents_by_id

    wanted = job.input.document_id
    values = {"deal": job.deal_id, "owner": job.owner, "document": wanted}
    ids = [row[0] for row in context.connection.execute(_DOCUMENTS, values)]
    if wanted is not None and not ids:
        raise Refused("The deal, its property and its seller have no such document.")
    if not ids:
        raise Refused("The deal has no document: doughy docs add FILE --deal ID")
    if len(ids) > 1:
        raise Refused(
            f"The deal has {len(ids)} documents: say which, with --input "
            '\'{"document_id": "…"}\'; `doughy docs list --deal ID` has their ids.'
        )
    [row] = documents_by_id(context.session, ids)
    return row


def _content(row: DocumentRow, owner: UUID, context: Context) -> bytes:
    from doughy_cli.config import settle
    from doughy_cli.docs.place_queries import places_of_database
    from doughy_cli.docs.places import Places, setting

    # As the profile of the worker says, and the database.
    settings = settle()
    told = setting(settings, places_of_database(context.session))
    context.session.rollback()  # nothing stays open while OpenAI is waited for
    store = Places(settings, "", owner, told).of(row.file_url, owner)
    if (size := store.size(row.file_url)) > LARGEST:
        raise Refused(f"The file has {size:,} bytes; {LARGEST:,} at most are analysed.")
    return b"".join(store.read(row.file_url))


HANDLER = Handler(
    "Says what a document of the deal is about, with your own OpenAI key.",
    Input,
    run,
    timeout=600.0,
    max_attempts=3,
)
