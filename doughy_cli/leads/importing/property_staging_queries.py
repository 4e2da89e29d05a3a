"""The properties of the staged rows, each with an id of its own."""

from __future__ import annotations

from typing import Any

import psycopg

# `there`: the property is one that was there, or that of an earlier row. A row whose lead
# vanished has none to link it to.
_CREATE = """
CREATE TEMPORARY TABLE pg_temp.incoming_properties ON COMMIT DROP AS
SELECT
    s.place, s.lead_id, gen_random_uuid() AS property_id, false AS there, false AS linked,
    false AS fixed,
    p.*
FROM pg_temp.incoming AS s
JOIN public.leads AS l ON l.id = s.lead_id AND l.user_id = (SELECT auth.uid())
CROSS JOIN LATERAL jsonb_to_record(s.property) AS p (
    address_line_1 text, address_line_2 text, city text, state text, zip text,
    bedrooms integer, bathrooms numeric, square_feet integer, lot_size integer,
    year_built integer, purchase_price numeric, arv numeric, repair_estimate numeric,
    property_type text, mls_id text, parcel_number text, latitude numeric, longitude numeric,
    notes text, address_key text, parcel_key text
)
WHERE s.property IS NOT NULL AND s.fate IS DISTINCT FROM 'refused'
"""


def stage_properties(connection: psycopg.Connection[Any]) -> None:
    """Stage the properties of leads whose rows are settled in `pg_temp.incoming_properties`."""
    connection.execute(_CREATE)
