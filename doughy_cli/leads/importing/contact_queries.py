"""The contacts of imported leads: stored and linked, each once.

A new lead gets all of them. One that was there already gets those it does not have yet.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import psycopg

from doughy_cli.db.taken import insert_untaken

_CREATE_CONTACTS = """
CREATE TEMPORARY TABLE pg_temp.incoming_contacts (
    place bigint NOT NULL,
    ordinal bigint NOT NULL,
    lead_id uuid NOT NULL,
    fate text,
    given_id uuid,
    contact_id uuid NOT NULL,
    first_name text,
    last_name text,
    company text,
    job_title text,
    relation text NOT NULL,
    email text,
    phone text,
    emails jsonb,
    phones jsonb,
    address jsonb,
    sms_opt_status public.opt_status NOT NULL
) ON COMMIT DROP
"""
# Who must not be written to must not be under another number either.
_SPREAD_CONTACTS = """
INSERT INTO pg_temp.incoming_contacts
SELECT
    s.place, c.ordinal, s.lead_id, s.fate, c.id, coalesce(c.id, gen_random_uuid()),
    c.first_name, c.last_name, c.company, c.job_title, c.relation, c.email, c.phone,
    c.emails, c.phones, c.address,
    coalesce(
        c.sms_opt_status,
        CASE WHEN s.opt_status = 'opted_out' THEN s.opt_status ELSE 'pending' END
    )
FROM pg_temp.incoming AS s
CROSS JOIN LATERAL ROWS FROM (
    jsonb_to_recordset(s.contacts) AS (
        id uuid, first_name text, last_name text, company text, job_title text,
        relation text, email text, phone text, emails jsonb, phones jsonb, address jsonb,
        sms_opt_status public.opt_status
    )
) WITH ORDINALITY AS c (
    id, first_name, last_name, company, job_title, relation, email, phone, emails, phones,
    address, sms_opt_status, ordinal
)
WHERE s.contacts IS NOT NULL AND (s.fate IS NULL OR (%(updating)s AND s.fate = 'same'))
"""
_DROP_REPEATED_CONTACTS = """
DELETE FROM pg_temp.incoming_contacts AS c
USING (
    SELECT
        place, ordinal,
        row_number() OVER (
            PARTITION BY lead_id, given_id, first_name, last_name, email, phone
            ORDER BY place, ordinal
        ) AS number
    FROM pg_temp.incoming_contacts
) AS r
WHERE r.place = c.place AND r.ordinal = c.ordinal AND r.number > 1
"""
_DROP_LINKED_CONTACTS = """
DELETE FROM pg_temp.incoming_contacts AS c
USING public.lead_contacts AS k, public.contacts AS o
WHERE c.fate = 'same'
    AND k.lead_id = c.lead_id
    AND o.id = k.contact_id
    AND (
        o.id = c.given_id
        OR (
            coalesce(o.first_name, '') = coalesce(c.first_name, '')
            AND coalesce(o.last_name, '') = coalesce(c.last_name, '')
            AND coalesce(o.email, '') = coalesce(c.email, '')
            AND coalesce(o.phone, '') = coalesce(c.phone, '')
        )
    )
"""
_INSERT_CONTACTS = """
INSERT INTO public.contacts (
    id, user_id, first_name, last_name, company, job_title, email, phone, emails, phones,
    address, sms_opt_status
)
SELECT
    c.contact_id, (SELECT auth.uid()), c.first_name, c.last_name, c.company, c.job_title,
    c.email, c.phone, c.emails, c.phones, c.address, c.sms_opt_status
FROM pg_temp.incoming_contacts AS c
WHERE NOT %(renamed)s OR c.contact_id <> c.given_id
"""
# A contact that is the person's own is linked once more; an id of somebody else's row is
# replaced, by the same one wherever it occurs.
_RENAME_CONTACTS = """
UPDATE pg_temp.incoming_contacts AS c
SET contact_id = md5(%(salt)s || c.given_id::text)::uuid
WHERE c.given_id IS NOT NULL
    AND NOT EXISTS (
        SELECT FROM public.contacts AS own
        WHERE own.id = c.given_id AND own.user_id = (SELECT auth.uid()) AND NOT own.is_deleted
    )
"""
# The clock stands still within a statement; a microsecond each keeps a lead's contacts in order.
_LINK_CONTACTS = """
INSERT INTO public.lead_contacts (lead_id, contact_id, relation, created_at)
SELECT
    c.lead_id, c.contact_id, c.relation,
    statement_timestamp() + c.ordinal * interval '1 microsecond'
FROM pg_temp.incoming_contacts AS c
ON CONFLICT (lead_id, contact_id) DO NOTHING
"""


def add_contacts(connection: psycopg.Connection[Any], *, updating: bool) -> int:
    """Store the staged contacts and link them; return how many links are new."""
    connection.execute(_CREATE_CONTACTS)
    spread = connection.execute(_SPREAD_CONTACTS, {"updating": updating}).rowcount
    if updating:
        connection.execute(_DROP_REPEATED_CONTACTS)
        connection.execute(_DROP_LINKED_CONTACTS)
    connection.execute("ANALYZE pg_temp.incoming_contacts")
    inserted = insert_untaken(connection, _INSERT_CONTACTS, {"renamed": False})
    if inserted < spread:
        connection.execute(_RENAME_CONTACTS, {"salt": str(uuid4())})
        insert_untaken(connection, _INSERT_CONTACTS, {"renamed": True})
    return connection.execute(_LINK_CONTACTS).rowcount
