"""Which failed messages are tried again, and as what."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from doughy_cli.errors import NotFound, Usage
from doughy_cli.leads.sending import drafts
from doughy_cli.leads.sending.deliver import Job
from doughy_cli.leads.sending.drafts import Letter
from doughy_cli.leads.sending.flags import RetryFlags
from doughy_cli.leads.sending.flow import sender_for
from doughy_cli.leads.sending.pattern import literal
from doughy_cli.leads.sending.recipient_queries import recipients
from doughy_cli.leads.sending.record_queries import earlier, twice
from doughy_cli.leads.sending.rows import MessageRow
from doughy_cli.leads.sending.settings import read_sender

if TYPE_CHECKING:
    from doughy_cli.context import App

_NAMES = ("message_id", "message_ids", "messages", "failed_messages")


def retry_jobs(app: App, messages: Sequence[MessageRow], flags: RetryFlags) -> list[Job]:
    """Return the failed messages as they are sent once more: the same text, to the lead's phone
    or e-mail of today, from today's sender. Raises NotFound if none of them has failed."""
    usual = replace(read_sender(app.settings), postal_address=None)
    failed = [each for each in messages if (each.direction, each.status) == ("outgoing", "failed")]
    if not failed:
        raise NotFound(
            "None of these messages has failed.", "doughy leads messages list --status failed"
        )
    jobs = []
    room = app.flags.limit if app.flags.limit is not None else len(failed)
    for each in failed[:room]:
        letter = Letter(
            channel=each.channel,
            body=literal(each.body or ""),
            subject=literal(each.subject) if each.subject is not None else None,
            sender=sender_for(app, each.channel, usual, None),
            usual=usual,
            my_name=None,
            now=flags.now,
            again=flags.again,
        )
        [lead] = recipients(app.session, [each.lead_id])
        made = drafts.draft(letter, lead, drafts.now())
        before = earlier(app.session, [each.lead_id], each.channel)[each.lead_id]
        refusal = made.refusal or twice(made, before, again=flags.again, but=each.id)
        jobs.append(Job(letter, replace(made, refusal=refusal), retried=each.id))
    return jobs


def read_ids(source: str) -> list[str]:
    """Return the ids of messages in the JSON file `source` (`-`: stdin): what `keys check --json`
    and `leads messages list --json` write, or an array of ids. Raises Usage."""
    text = sys.stdin.read() if source == "-" else Path(source).read_text("utf-8-sig")
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Usage(f"{source} is not JSON: {error}.") from error
    found = list(dict.fromkeys(_ids(content, named=isinstance(content, list))))
    if not found:
        raise Usage(
            f"{source} names no message.", "Give what `doughy keys check --json` has written."
        )
    return found


def _ids(content: Any, *, named: bool) -> Iterator[str]:
    """Yield ids: texts where messages are `named`, and those of objects that are messages."""
    if isinstance(content, str):
        if named and _is_id(content):
            yield content
    elif isinstance(content, list):
        for each in content:
            yield from _ids(each, named=named)
    elif isinstance(content, dict):
        if isinstance(content.get("id"), str) and (named or "lead_id" in content):
            yield from _ids(content["id"], named=True)
        for name, value in content.items():
            if isinstance(value, list | dict) or name == "message_id":
                yield from _ids(value, named=name in _NAMES)


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
