"""What row level security costs: the program's own statements as a member with 900 and as one
with 100,000 of a million leads and as an admin, by the same ones run by a superuser, whom no policy
holds, with a WHERE that says whose leads are meant."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

import psycopg

from bench import million
from bench.measure import TIMES, Figure
from bench.place import Place

ROUNDS = 11
_AGAIN = 3  # of a round's runs the quickest counts: the others were disturbed
_ENOUGH = 0.005  # seconds


def measure(place: Place, rounds: int = ROUNDS, rows: int = million.ROWS) -> list[Figure]:
    """Return the figures of four queries for each of the three."""
    million.fill(place, rows)
    figures = []
    with place.connect() as owner:
        [(admin,)] = owner.execute(
            "SELECT u.login_role FROM auth.users AS u JOIN profiles AS p USING (id)"
            " WHERE p.role = 'admin'"
        ).fetchall()
        people = {
            f"900 of {rows:,}": (f"doughy/{million.FEW}", million.PASSWORD),
            f"{rows // 10:,} of {rows:,}": (f"doughy/{million.MANY}", million.PASSWORD),
            "admin": (admin, place.password),
        }
        for who, (role, password) in people.items():
            with place.connect(role, password) as person:
                [(own,)] = person.execute("SELECT auth.uid()").fetchall()
                whose = None if who == "admin" else own
                for name, statement in _statements(whose).items():
                    limit = 1.6 if (who, name) == ("admin", "count by status") else 1.3
                    figures.append(
                        _compare(f"{name}, {who}", person, owner, statement, rounds, limit)
                    )
    return figures


def _statements(whose: Any) -> dict[str, Callable[[bool], Any]]:
    """Return the program's statements; called with True, each says whose leads it means."""
    from sqlmodel import col, select

    from doughy_cli.db.tables import Lead
    from doughy_cli.leads.filters import LeadFilter
    from doughy_cli.leads.queries import count_statement, list_statement
    from doughy_cli.leads.values import LeadStatus

    def of(statement: Any) -> Callable[[bool], Any]:
        named = statement if whose is None else statement.where(Lead.user_id == whose)
        return lambda explicit: named if explicit else statement

    # An e-mail of each of the three's.
    email = "owner999900@example.com" if whose is None else "owner11@example.com"
    return {
        "list of the newest 50": of(list_statement(LeadFilter(), 50, sort=None)),
        "count by status": of(count_statement(LeadFilter(status=[LeadStatus.new]))),
        "search for a tag": of(list_statement(LeadFilter(tag=["tag7"]), 50, sort=None)),
        "search for an e-mail": of(select(Lead.id).where(col(Lead.email) == email)),
    }


def _compare(
    name: str,
    person: psycopg.Connection[Any],
    owner: psycopg.Connection[Any],
    statement: Callable[[bool], Any],
    rounds: int,
    limit: float,
) -> Figure:
    pairs = [
        (_time(person, statement(False)), _time(owner, statement(True))) for _ in range(rounds + 1)
    ][1:]
    ratio = statistics.median(own / other for own, other in pairs)
    return Figure(
        what=name,
        base="explicit WHERE, no policies",
        value=ratio,
        unit=TIMES,
        limit=limit,
        rounds=rounds,
        wall=ratio,
        seconds=statistics.median(own for own, _ in pairs),
        enough=_ENOUGH,
    )


def _time(connection: psycopg.Connection[Any], statement: Any) -> float:
    from sqlalchemy.dialects.postgresql import psycopg as dialect

    made = statement.compile(dialect=dialect.dialect(), compile_kwargs={"render_postcompile": True})
    values = {name: getattr(value, "value", value) for name, value in made.params.items()}
    taken = []
    for _ in range(_AGAIN):
        start = time.perf_counter()
        connection.execute(str(made).encode(), values, prepare=False).fetchall()
        taken.append(time.perf_counter() - start)
    return min(taken)
