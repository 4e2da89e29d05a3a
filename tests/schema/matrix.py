"""The matrix as data: who may do what to whose row, and how each row is made and changed."""

from __future__ import annotations

# What each may do to a row of their own, and to one of somebody else's. S select, I insert,
# U update, D delete. A service has no rows: everybody's are somebody else's.
OWN = {"member": ("SIUD", ""), "support": ("SIUD", "S"), "admin": ("SIUD", "S")}
LINKS = {"member": ("SID", ""), "support": ("SID", "S"), "admin": ("SID", "S")}
EVENTS = {"member": ("SI", ""), "support": ("SI", "S"), "admin": ("SI", "S")}
READER = {"service": ("", "S")}
NOBODY: dict[str, tuple[str, str]] = {}

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

# How a row of a person is made; {x} is the id of that person's row in the table x.
INSERTS = {
    "profiles": "(id, email) VALUES ({users}, 'x')",
    "api_keys": "(id, user_id, service, key_ciphertext) VALUES ({id}, {users}, {word}, 'x')",
    "user_plans": "(id, user_id, plan_name) VALUES ({id}, {users}, 'pro')",
    "workspaces": "(id, user_id, name) VALUES ({id}, {users}, 'x')",
    "contacts": "(id, user_id, first_name) VALUES ({id}, {users}, 'x')",
    "leads": "(id, user_id, name, workspace_id) VALUES ({id}, {users}, 'x', {workspaces})",
    "re_properties": (
        "(id, user_id, address_line_1, city, state, zip) "
        "VALUES ({id}, {users}, 'x', 'x', 'CA', '9')"
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
}
# A change that each who may update may make.
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
}
# The columns that name a row, where it is not `id`.
KEYS = {
    "lead_contacts": ("lead_id = {leads}", "contact_id = {contacts}"),
    "re_property_documents": ("property_id = {re_properties}", "document_id = {re_documents}"),
    "profiles": ("id = {users}",),
}
ORDER = [table for table in INSERTS if table != "profiles"]
