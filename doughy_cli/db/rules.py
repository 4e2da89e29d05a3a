"""The database's rules in the words of a message. The rules themselves are in `migrations/`
alone: a test asks the catalog that each has words here, and that these name its columns, its
bounds and its labels.
"""

from __future__ import annotations

# A CHECK or a unique index → its words. They begin with the field to change.
RULES: dict[str, str] = {
    "ai_jobs_max_attempts_check": "max_attempts must be from 1 to 20",
    "calls_duration_secs_check": "duration_secs must be 0 or more",
    "deals_estimated_value_not_nan": "estimated_value must be a number",
    "deals_probability_check": "probability must be from 0 to 100",
    "idx_api_keys_user_service_unique": "service has a key of user_id already",
    "idx_deals_property_active_unique": "property_id has an active deal already",
    "idx_leads_email_unique": "email is on another lead of user_id already",
    "idx_leads_phone_unique": "phone is on another lead of user_id already",
    "idx_user_plans_user_unique": "user_id has a plan already",
    "lead_contacts_relation_check": (
        "relation must be one of owner, spouse, heir, attorney, agent, tenant, other"
    ),
    "leads_merged_into_check": "merged_into must be another lead than id",
    "leads_score_check": "score must be from 0 to 100",
    "profiles_email_key": "email is somebody's already",
    "re_documents_file_size_check": "file_size must be more than 0",
    "re_lead_documents_file_size_check": "file_size must be more than 0",
    "re_properties_arv_not_nan": "arv must be a number",
    "re_properties_bathrooms_check": "bathrooms must be 0 or more",
    "re_properties_bathrooms_not_nan": "bathrooms must be a number",
    "re_properties_bedrooms_check": "bedrooms must be 0 or more",
    "re_properties_latitude_check": "latitude must be from -90 to 90",
    "re_properties_longitude_check": "longitude must be from -180 to 180",
    "re_properties_lot_size_check": "lot_size must be more than 0",
    "re_properties_purchase_price_not_nan": "purchase_price must be a number",
    "re_properties_repair_estimate_check": "repair_estimate must be 0 or more",
    "re_properties_repair_estimate_not_nan": "repair_estimate must be a number",
    "re_properties_square_feet_check": "square_feet must be more than 0",
    "re_properties_year_built_check": "year_built must be from 1800 to 5 years from now",
    "system_logs_level_check": "level must be one of debug, info, warning, error, critical",
    "transcripts_duration_secs_check": "duration_secs must be 0 or more",
    "users_email_key": "email is somebody's already",
    "users_email_normal": "email must be in lower case, without blanks around it",
    "users_login_role_key": "login_role is somebody's already",
    "users_service_has_no_at": "email of a service (is_service) has no @, a person's has one",
    "users_slot_key": "id has the slot of somebody else's",
}

# The texts that an index holds. Of these alone there can be too much for a row.
INDEXED: dict[str, tuple[str, ...]] = {
    "api_keys": ("service",),
    "contacts": ("email", "phone"),
    "deals": ("stage", "title"),
    "leads": ("name", "phone", "email", "tags"),
    "profiles": ("email",),
    "re_properties": ("city", "state", "zip", "status"),
    "users": ("email",),
}

# What only a worker writes, though the row is the person's.
WORKERS: dict[str, tuple[str, ...]] = {
    "ai_jobs": (
        *("status", "output_data", "error_message", "attempts", "started_at", "completed_at"),
        *("progress", "leased_by", "lease_token", "lease_expires_at"),
    ),
}
