"""The same list with a thousand and with a million leads in the table, and an export of them."""

from __future__ import annotations

from bench import million
from bench.measure import Command, Figure, compare, compare_runs, memory
from bench.place import Place, make_place

ROUNDS = 11
_FEW = 1000

# What an export writes, by psql's COPY: every column, and what hangs on a lead.
_EXPORT = """
SELECT
    id, name, phone, email, company, status, score, tags, opt_status, source, next_action,
    next_action_due, workspace_id, user_id, is_deleted, created_at, updated_at,
    (
        SELECT coalesce(json_agg(c ORDER BY lc.created_at), '[]')
        FROM lead_contacts AS lc
        JOIN contacts AS c ON c.id = lc.contact_id
        WHERE lc.lead_id = leads.id
    ) AS contacts,
    (
        SELECT coalesce(json_agg(e.description ORDER BY e.created_at), '[]')
        FROM lead_events AS e
        WHERE e.lead_id = leads.id AND e.event_type = 'note_added'
    ) AS notes,
    (
        SELECT coalesce(json_agg(e.metadata ORDER BY e.created_at), '[]')
        FROM lead_events AS e
        WHERE e.lead_id = leads.id AND e.event_type = 'imported'
    ) AS extra
FROM leads
WHERE NOT is_deleted
ORDER BY created_at DESC, id DESC
"""
_COPY = {
    "jsonl": (
        f"COPY (SELECT row_to_json(x) FROM ({_EXPORT}) AS x) TO STDOUT"  # noqa: S608 (constants)
        " WITH (FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02')"
    ),
    "csv": f"COPY ({_EXPORT}) TO STDOUT WITH (FORMAT csv, HEADER)",
}
_LIMITS = {"jsonl": 1.15, "csv": 1.1}


def measure_list(place: Place, rounds: int = ROUNDS, rows: int = million.ROWS) -> list[Figure]:
    """Return the figure of a member's list among many leads by the same among few."""
    million.fill(place, rows)
    with make_place() as other:
        million.fill(other, _FEW)
        listed = ["leads", "list", "--limit", "50", "--json"]
        figures = []
        for email in (million.FEW, million.MANY):
            base, command = (
                Command(
                    f"doughy leads list of {'900' if email == million.FEW else 'a tenth'}"
                    f" in {size:,}",
                    [each.doughy, *listed],
                    million.as_member(each, email),
                    limit=1.3,
                )
                for each, size in ((other, _FEW), (place, rows))
            )
            # With the server's CPU, which is where a scan would be.
            figures += compare(
                [command], base, rounds, lambda: place.server_cpu() + other.server_cpu()
            )
        return figures


def measure_export(place: Place, rounds: int = ROUNDS, rows: int = million.ROWS) -> list[Figure]:
    """Return the figures of an export, all as an admin, by psql's COPY of the same rows; and the
    memory that it takes."""
    million.fill(place, rows)
    figures = []
    for kind, limit in _LIMITS.items():
        to = place.folder / f"export.{kind}"
        name = f"doughy leads export -o {kind}, {rows:,} leads"
        argv = [place.doughy, "leads", "export", "-", "-o", kind]
        command = Command(name, argv, place.env, limit=limit, by="wall", to=to)
        base = Command(
            f"psql COPY, {kind}",
            [place.psql, "-qX", "-v", "ON_ERROR_STOP=1", "-c", _COPY[kind], place.url],
            place.psql_env,
            to=place.folder / f"copy.{kind}",
        )
        found, (_, runs) = compare_runs([command], base, rounds, place.server_cpu)
        figures += [*found, memory(name, runs, 40)]
        to.unlink()
    return figures
