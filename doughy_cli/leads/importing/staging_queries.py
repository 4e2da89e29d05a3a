"""The way into the database for an import: COPY into a temporary table of this transaction.

Row security forbids COPY into `leads` itself. Everything that a row says is in one table, so
that one COPY suffices: contacts, notes and what is kept are JSON until they are stored.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import psycopg

from doughy_cli.leads.importing.incoming import IncomingContact, IncomingLead

# `place` is the row's number: JSON may have many records on one `line`. `lead_id` is the lead
# that the row becomes or is found to be. `fate` is NULL for a row that becomes a lead, `same`
# for one whose lead is there already, `refused` for one that cannot be taken. `likely` says why
# a row is taken for a lead that has neither its e-mail nor its phone, `adds` that it gives the lead
# that is there a property, `merged` is the lead that it names, if that was merged into
# this one.
_CREATE = """
CREATE TEMPORARY TABLE pg_temp.incoming (
    place bigint NOT NULL,
    line bigint NOT NULL,
    lead_id uuid NOT NULL DEFAULT gen_random_uuid(),
    fate text,
    likely text,
    adds boolean NOT NULL DEFAULT false,
    merged uuid,
    id uuid,
    workspace_id uuid,
    name text NOT NULL,
    phone text,
    email text,
    company text,
    status public.lead_status,
    score integer,
    tags text[],
    opt_status public.opt_status,
    source text,
    next_action text,
    next_action_due timestamptz,
    is_deleted boolean,
    created_at timestamptz,
    updated_at timestamptz,
    contacts jsonb,
    notes jsonb,
    kept jsonb,
    past_kept jsonb,
    property jsonb
) ON COMMIT DROP
"""
_COPY = """
COPY pg_temp.incoming (
    place, line, id, workspace_id, name, phone, email, company, status, score, tags,
    opt_status, source, next_action, next_action_due, is_deleted, created_at, updated_at,
    contacts, notes, kept, past_kept, property
) FROM STDIN
"""
_FINISH = "ALTER TABLE pg_temp.incoming ADD PRIMARY KEY (place)"
_ANALYZE = "ANALYZE pg_temp.incoming"
_LOOK = """
SELECT
    count(*),
    coalesce(bool_or(id IS NOT NULL), false),
    coalesce(bool_or(workspace_id IS NOT NULL), false),
    coalesce(
        bool_or(property IS NULL AND (is_deleted OR (phone IS NULL AND email IS NULL))), false
    ),
    coalesce(bool_or(contacts IS NOT NULL), false),
    coalesce(bool_or(notes IS NOT NULL), false),
    coalesce(bool_or(kept IS NOT NULL OR past_kept IS NOT NULL), false),
    coalesce(bool_or(property IS NOT NULL), false)
FROM pg_temp.incoming
"""
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class Staged(NamedTuple):
    """How many rows there are, and whether any of them has …"""

    rows: int
    ids: bool
    workspaces: bool
    # No unique index and no property to know it by: neither phone nor e-mail, or deleted.
    unreachable: bool
    contacts: bool
    notes: bool
    kept: bool
    properties: bool


def stage(connection: psycopg.Connection[Any], leads: Iterable[IncomingLead]) -> Staged:
    """Stream leads into the temporary table `pg_temp.incoming`; return what it holds."""
    connection.execute(_CREATE)
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        write = copy.write_row
        for place, lead in enumerate(leads):
            write(_values(place, lead))
    connection.execute(_FINISH)
    connection.execute(_ANALYZE)
    found = connection.execute(_LOOK).fetchone()
    return Staged(*found or (0, *[False] * 7))


def _values(place: int, lead: IncomingLead) -> tuple[Any, ...]:
    kept = lead.metadata()
    return (
        place,
        lead.line,
        lead.id,
        lead.workspace_id,
        lead.name,
        lead.phone,
        lead.email,
        lead.company,
        lead.status,
        lead.score,
        None if lead.tags is None else _array(lead.tags),
        lead.opt_status,
        lead.source,
        lead.next_action,
        lead.next_action_due,
        lead.is_deleted,
        lead.created_at,
        lead.updated_at,
        _json([contact_json(each) for each in lead.contacts]) if lead.contacts else None,
        _json([_note(each.text, each.at) for each in lead.notes]) if lead.notes else None,
        _json(kept) if kept else None,
        _json(lead.past_imports) if lead.past_imports else None,
        _json(lead.property.json()) if lead.property else None,
    )


def contact_json(contact: IncomingContact) -> dict[str, Any]:
    """Return a contact's columns; the first e-mail and phone are the main ones."""
    columns = {
        "id": contact.id if contact.id and _UUID.fullmatch(contact.id) else None,
        "first_name": contact.first_name,
        "last_name": contact.last_name,
        "company": contact.company,
        "job_title": contact.job_title,
        "relation": contact.relation,
        "email": contact.emails[0] if contact.emails else None,
        "phone": contact.phones[0] if contact.phones else None,
        "emails": contact.emails[1:],
        "phones": contact.phones[1:],
        "address": contact.address,
        "sms_opt_status": contact.sms_opt_status,
    }
    return {name: value for name, value in columns.items() if value}


def _note(text: str, at: Any) -> dict[str, Any]:
    return {"text": text, "at": at.isoformat()} if at else {"text": text}


def _array(texts: Sequence[str]) -> str:
    """A PostgreSQL array's text (psycopg's own way takes ten times as long)."""
    quoted = (text.replace("\\", "\\\\").replace('"', '\\"') for text in texts)
    return "{" + ",".join(f'"{text}"' for text in quoted) + "}"


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=dict).encode
