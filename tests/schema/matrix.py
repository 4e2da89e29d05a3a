"""The matrix as data: who may do what to whose row, and how each row is made and changed.

S select, I insert, U update, D delete. A cell that is not allowed is refused in one of three
ways. Where the role has no such privilege on the table (`GRANTED`), by an error of privilege.
Where it has it, an INSERT by an error of policy; the others find no row.
"""

from __future__ import annotations

# What each may do to a row of their own, and to one of somebody else's. A service has no rows:
# everybody's are somebody else's. Who is not named gets nothing.
OWN = {"member": ("SIUD", ""), "support": ("SIUD", "S"), "admin": ("SIUD", "S")}
LINKS = {"member": ("SID", ""), "support": ("SID", "S"), "admin": ("SID", "S")}
EVENTS = {"member": ("SI", ""), "support": ("SI", "S"), "admin": ("SI", "S")}
READER = {"service": ("", "S")}

MATRIX: dict[str, dict[str, tuple[str, str]]] = {
    "profiles": {
        "member": ("SU", ""),
        "support": ("SU", "S"),
        "admin": ("SU", "SU"),
        "service": ("", "S"),
    },
    "api_keys": {"member": ("SIUD", ""), "support": ("SIUD", ""), "admin": ("SIUD", "S")},
    "user_plans": {
        "member": ("S", ""),
        "support": ("S", "S"),
        "admin": ("SIUD", "SIUD"),
        "service": ("", "SIU"),
    },
    "workspaces": OWN | READER,
    "contacts": OWN | READER,
    "leads": OWN | READER,
    "re_properties": OWN | READER,
    "re_documents": OWN | READER,
    "deals": OWN | READER,
    "lead_contacts": OWN | READER,
    "calls": OWN | READER,
    "transcripts": OWN | READER,
    "re_lead_documents": OWN | READER,
    "messages": OWN | {"service": ("", "SIU")},
    "re_property_documents": LINKS | READER,
    "deal_events": EVENTS | {"service": ("", "SI")},
    "lead_events": EVENTS | {"service": ("", "SI")},
    "ai_jobs": {
        "member": ("SIU", ""),
        "support": ("SIU", "S"),
        "admin": ("SIU", "S"),
        "service": ("", "SU"),
    },
    # Nobody owns a log.
    "system_logs": {"admin": ("SID", "SID"), "service": ("I", "I")},
}

# Tables that nobody but the functions of `auth` ever reaches.
CLOSED: dict[str, dict[str, tuple[str, str]]] = {
    "auth.users": {},
    "auth.schema_version": {},
    "auth.document_places": {},
}

# The privileges of each group on the table, or on columns of it. Support and admins are members
# too.
OF_A_PERSON = {"member": "SIUD", "service": "S"}
GRANTED: dict[str, dict[str, str]] = {
    "profiles": {"member": "SU", "admin": "U", "service": "S"},
    "api_keys": {"member": "SIUD"},
    "user_plans": {"member": "S", "admin": "IUD", "service": "SIU"},
    "workspaces": OF_A_PERSON,
    "contacts": OF_A_PERSON,
    "leads": OF_A_PERSON,
    "re_properties": OF_A_PERSON,
    "re_documents": OF_A_PERSON,
    "deals": OF_A_PERSON,
    "lead_contacts": OF_A_PERSON,
    "calls": OF_A_PERSON,
    "transcripts": OF_A_PERSON,
    "re_lead_documents": OF_A_PERSON,
    "messages": {"member": "SIUD", "service": "SIU"},
    "re_property_documents": {"member": "SID", "service": "S"},
    "deal_events": {"member": "SI", "service": "SI"},
    "lead_events": {"member": "SI", "service": "SI"},
    "ai_jobs": {"member": "SIU", "service": "SU"},
    "system_logs": {"admin": "SID", "service": "I"},
}

# The columns that stay as they are when a row is updated; all others may be changed by who has
# the privilege at all.
FIXED = {
    "api_keys": {"id", "user_id"},
    "user_plans": {"id", "user_id"},
    "workspaces": {"id", "user_id"},
    "contacts": {"id", "user_id"},
    "leads": {"id", "user_id"},
    "re_properties": {"id", "user_id"},
    "re_documents": {"id", "user_id"},
    "deals": {"id", "user_id"},
    "lead_contacts": {"lead_id", "contact_id", "user_id"},
    "messages": {"id", "user_id"},
    "calls": {"id", "user_id"},
    "transcripts": {"id", "user_id"},
    "re_lead_documents": {"id", "user_id"},
    "ai_jobs": {"id", "user_id"},
}
# What PostgreSQL makes itself.
MADE = {"owner_slot"}
# Where fewer may be changed: these and no other.
ONLY = {
    ("profiles", "member"): {"full_name", "avatar_url"},
    ("profiles", "admin"): {"full_name", "avatar_url", "role"},
    ("ai_jobs", "member"): {"status"},
}
# The columns that an INSERT may give, where it may not give all.
GIVEN = {"system_logs": {"id", "level", "source", "message", "details"}}

# How a row of a person is made; {x} is the id of that person's row in the table x.
INSERTS = {
    "profiles": "(id, email) VALUES ({users}, 'x')",
    "api_keys": "(id, user_id, service, key_ciphertext) VALUES ({id}, {users}, {word}, 'x')",
    "user_plans": "(id, user_id, plan_name) VALUES ({id}, {users}, 'pro')",
    "workspaces": "(id, user_id, name) VALUES ({id}, {users}, 'x')",
    "contacts": "(id, user_id, first_name) VALUES ({id}, {users}, 'x')",
    "leads": "(id, user_id, name, workspace_id) VALUES ({id}, {users}, 'x', {workspaces})",
    "re_properties": (
        "(id, user_id, address_line_1, city, state, zip, lead_id) "
        "VALUES ({id}, {users}, 'x', 'x', 'CA', '9', {leads})"
    ),
    "deals": (
        "(id, user_id, stage, title, status, lead_id, property_id) "
        "VALUES ({id}, {users}, 'x', 'x', 'won', {leads}, {re_properties})"
    ),
    "re_documents": (
        "(id, user_id, title, type, file_url, property_id, deal_id) "
        "VALUES ({id}, {users}, 'x', 'deed', 'x', {re_properties}, {deals})"
    ),
    "lead_contacts": "(lead_id, contact_id) VALUES ({leads}, {contacts})",
    "messages": "(id, lead_id, channel, direction) VALUES ({id}, {leads}, 'sms', 'incoming')",
    "calls": "(id, lead_id, direction) VALUES ({id}, {leads}, 'incoming')",
    "transcripts": "(id, lead_id, call_id) VALUES ({id}, {leads}, {calls})",
    "lead_events": "(id, lead_id, event_type) VALUES ({id}, {leads}, 'x')",
    "deal_events": "(id, deal_id, event_type) VALUES ({id}, {deals}, 'x')",
    "ai_jobs": "(id, deal_id, job_type) VALUES ({id}, {deals}, 'x')",
    "re_lead_documents": (
        "(id, lead_id, title, type, file_url) VALUES ({id}, {leads}, 'x', 'w9', 'x')"
    ),
    "re_property_documents": "(property_id, document_id) VALUES ({re_properties}, {re_documents})",
    "system_logs": "(id, level, source, message) VALUES ({id}, 'info', 'x', 'x')",
    "auth.users": "(id, email, login_role) VALUES ({id}, {word}, {word})",
    "auth.schema_version": "(version_num) VALUES ({word})",
    "auth.document_places": "(place) VALUES ({word})",
}
# A change that each who may update may make, and that no row has yet.
UPDATES = {
    "profiles": "full_name = 'changed'",
    "api_keys": "status = 'changed'",
    "user_plans": "status = 'changed'",
    "workspaces": "name = 'changed'",
    "contacts": "first_name = 'changed'",
    "leads": "name = 'changed'",
    "re_properties": "notes = 'changed'",
    "deals": "notes = 'changed'",
    "re_documents": "title = 'changed'",
    "lead_contacts": "relation = 'heir'",
    "messages": "status = 'read'",
    "calls": "summary = 'changed'",
    "transcripts": "summary = 'changed'",
    "lead_events": "description = 'changed'",
    "deal_events": "description = 'changed'",
    "ai_jobs": "status = 'cancelled'",
    "re_lead_documents": "title = 'changed'",
    "re_property_documents": "is_primary = true",
    "system_logs": "message = 'changed'",
    "auth.users": "email = 'changed'",
    "auth.schema_version": "version_num = 'changed'",
    "auth.document_places": "place = 'changed'",
}
# What names a row, where it is not its `id`.
KEYS = {
    "lead_contacts": "lead_id = {leads} AND contact_id = {contacts}",
    "re_property_documents": "property_id = {re_properties} AND document_id = {re_documents}",
    "profiles": "id = {users}",
    "auth.users": "id = {users}",
    "auth.schema_version": "version_num <> {word}",
    "auth.document_places": "place <> {word}",
}
# What makes a row a person's, where it is not its `user_id`.
OWNED = {
    "profiles": "id = {users}",
    "system_logs": "false",
}
# The order in which a person's rows are made; a profile comes with the person.
ORDER = [table for table in INSERTS if table in MATRIX and table != "profiles"]


def qualified(table: str) -> str:
    """The table's name with its schema: without the right to look into that, it is found by no
    other."""
    return table if "." in table else f"public.{table}"


def granted(table: str, kind: str) -> str:
    """The letters of what somebody of this kind has the privilege for."""
    groups = GRANTED.get(table, {})
    also = groups.get("member", "") if kind in ("support", "admin") else ""
    return also + groups.get(kind, "")


def updatable(table: str, kind: str, columns: set[str]) -> set[str]:
    """Which of the table's columns somebody of this kind may change."""
    if "U" not in granted(table, kind):
        return set()
    most = columns - FIXED.get(table, set()) - MADE
    if kind in ("support", "admin"):
        most = ONLY.get((table, "member"), most)
    return ONLY.get((table, kind), most)
