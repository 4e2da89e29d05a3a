"""What is asked of the server and of the catalog. Whoever is signed in may ask all of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlmodel import Session

_SERVER_TIME = text("SELECT extract(epoch FROM clock_timestamp())::float8")
_FACTS = text("""
    SELECT
        coalesce(
            (SELECT s.checksum_failures FROM pg_stat_database AS s WHERE s.datid = d.oid), 0
        ),
        ARRAY(
            SELECT p.name
            FROM pg_settings AS p
            WHERE p.name IN ('fsync', 'full_page_writes', 'synchronous_commit')
                AND p.setting = 'off'
            ORDER BY p.name
        ),
        pg_is_in_recovery(),
        pg_encoding_to_char(d.encoding),
        CASE
            WHEN d.datcollversion <> pg_database_collation_actual_version(d.oid)
                THEN concat(
                    d.datcollversion, ' to ', pg_database_collation_actual_version(d.oid)
                )
        END,
        current_setting('max_connections')::integer
            - current_setting('superuser_reserved_connections')::integer
            - (SELECT count(*) FROM pg_stat_activity AS a WHERE a.backend_type = 'client backend')
    FROM pg_database AS d
    WHERE d.datname = current_database()
""")
# The logins of this database with the groups that they are in.
_LOGINS = text("""
    SELECT
        r.rolname::text,
        r.rolcanlogin,
        r.rolsuper OR r.rolcreaterole OR r.rolcreatedb OR r.rolbypassrls OR r.rolreplication,
        ARRAY(
            SELECT g.rolname::text
            FROM pg_auth_members AS m
            JOIN pg_roles AS g ON g.oid = m.roleid
            WHERE m.member = r.oid
            ORDER BY g.rolname
        )
    FROM pg_roles AS r
    WHERE starts_with(r.rolname::text, current_database() || '/') OR r.rolname = session_user
""")
_JOBS = text("""
    SELECT
        count(*) FILTER (WHERE status = 'running' AND lease_expires_at >= now()),
        count(*) FILTER (WHERE status = 'running' AND lease_expires_at < now()),
        count(*) FILTER (WHERE status = 'queued' AND run_after < now() - interval '10 minutes'),
        count(*) FILTER (WHERE status = 'failed' AND completed_at > now() - interval '7 days'),
        min(run_after) FILTER (WHERE status = 'queued' AND run_after < now())
    FROM public.ai_jobs
    WHERE status IN ('queued', 'running', 'failed')
""")
_JOB_TYPES = text("SELECT DISTINCT job_type FROM public.ai_jobs WHERE status = 'queued'")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a server says of itself. `off` are settings that make a commit less durable,
    `collation` the versions of the system's order of letters, if it was changed."""

    damaged_pages: int
    off: list[str]
    standby: bool
    encoding: str
    collation: str | None
    connections_left: int


@dataclass(frozen=True, slots=True)
class Login:
    """A login role and the groups that it is in. `mighty` ones are above what a person may be."""

    role: str
    enabled: bool
    mighty: bool
    groups: list[str]


@dataclass(frozen=True, slots=True)
class Jobs:
    """How many of the jobs that the person sees are at work, lost with their worker, due for more
    than ten minutes, and failed in a week; and since when the first is due."""

    working: int
    lost: int
    waiting: int
    failed: int
    due_since: datetime | None


def server_time(session: Session) -> float:
    """Return the server's clock, in seconds since 1970."""
    found: float = session.connection().execute(_SERVER_TIME).scalar_one()
    return found


def server_facts(session: Session) -> Facts:
    """Return what the server says of itself."""
    return Facts(*session.connection().execute(_FACTS).one())


def logins(session: Session) -> list[Login]:
    """Return the logins of the database, and the session's own."""
    return [Login(*row) for row in session.connection().execute(_LOGINS)]


def jobs(session: Session) -> Jobs:
    """Return how the jobs stand that the person sees."""
    return Jobs(*session.connection().execute(_JOBS).one())


def queued_types(session: Session) -> list[str]:
    """Return the types of the jobs that wait."""
    return [name for (name,) in session.connection().execute(_JOB_TYPES)]
