"""The schema and its policies, compared with what was recorded of a fresh install.

PostgreSQL lets everybody read its catalog, so no administrator is needed, and nothing is locked;
`doughy migrate check` makes everything anew to compare it, and takes that back.
"""

from __future__ import annotations

from collections.abc import Iterator

from doughy_cli.db import catalog, guard, upgrade
from doughy_cli.db.connections import connect_administrator
from doughy_cli.db.failures import MIGRATE_HINT
from doughy_cli.doctor.patient import Patient
from doughy_cli.doctor.rows import Finding, fault, ok, warning

_SHOWN = 3  # differences
_GUARD = "guard_groups"


def schema(patient: Patient) -> Iterator[Finding]:
    """The tables are those that this program was made for."""
    if patient.embedded:
        # Who owns the computer is the administrator; nobody has to be asked.
        with connect_administrator(patient.address, lambda _: "") as administrator:
            found = upgrade.status(administrator)
        if found.pending:
            said = f"{len(found.pending)} revisions are pending: {', '.join(found.pending)}."
            yield fault("schema_differs", said, MIGRATE_HINT)
            return
    lines = catalog.differences(patient.tables, upgrade.recorded_tables())
    if lines:
        said = f"The database's tables do not fit this version of doughy: {_some(lines)}"
        yield fault("schema_differs", said, MIGRATE_HINT)
        return
    yield ok(f"The tables are those of revision {upgrade.history()[-1].id}.")


def security(patient: Patient) -> Iterator[Finding]:
    """Row security is on, and policies, functions and privileges are as they were made."""
    connection = patient.connection
    found = catalog.digests(catalog.managed(connection))
    lines = [
        each
        for each in catalog.differences(found, upgrade.recorded_definitions(), quote=False)
        if _GUARD not in each
    ]
    open_to_all = [
        name.removeprefix("table public.")
        for name, text in patient.tables.items()
        if name.startswith("table public.") and "row security" not in text
    ]
    for table in open_to_all:
        said = f"Row security is off for {table}: everybody reads everybody's rows."
        yield fault("row_security_off", said, MIGRATE_HINT)
    if lines:
        said = f"Policies, functions or privileges are not as they should be: {_some(lines)}"
        yield fault("policies_differ", said, MIGRATE_HINT)
    if not guard.stands(connection):
        yield warning("no_guard", guard.MISSING)
    if not lines and not open_to_all:
        policies = sum(name.startswith("policy ") for name in found)
        yield ok(f"Row security is on for every table, and its {policies} policies are in order.")


def _some(lines: list[str]) -> str:
    more = len(lines) - _SHOWN
    return "; ".join(lines[:_SHOWN]) + (f"; and {more} more." if more > 0 else ".")
