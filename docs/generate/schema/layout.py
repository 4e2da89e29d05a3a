"""The order of the page: domains, and the tables in each."""

from __future__ import annotations

# A title, and the tables under it in the order of reading. Those of `public` have no schema in
# front. The page cannot be made of a table that stands in none of them.
DOMAINS = {
    "User management": ("profiles", "api_keys", "user_plans", "workspaces"),
    "CRM": (
        "leads",
        "lead_events",
        "contacts",
        "lead_contacts",
        "messages",
        "calls",
        "transcripts",
    ),
    "Real estate": (
        "re_properties",
        "re_documents",
        "re_lead_documents",
        "re_property_documents",
    ),
    "Deal": ("deals", "deal_events"),
    "AI & automation": ("ai_jobs",),
    "System": ("system_logs",),
    "Internals": ("auth.users", "auth.schema_version", "auth.document_places"),
}

# The thirteen tables of the document that the schema follows (docs/schema-departures.md).
DOCUMENTED = frozenset(
    {
        *("profiles", "api_keys", "user_plans", "leads", "messages"),
        *("re_properties", "re_documents", "re_lead_documents", "re_property_documents"),
        *("deals", "deal_events", "ai_jobs", "system_logs"),
    }
)

# Who signs in: what the page calls them, and the groups that their login is in.
PEOPLE = {
    "member": ("doughy_member",),
    "support": ("doughy_member", "doughy_support"),
    "admin": ("doughy_member", "doughy_admin"),
    "service": ("doughy_service",),
}
