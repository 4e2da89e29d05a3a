"""A second row with what must be unique, and a row that others still point at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Uuid, delete, insert, update

from doughy_cli.cli import explain
from doughy_cli.db.tables import METADATA
from doughy_cli.errors import Conflict
from tests.schema.properties.breaks import NOBODY
from tests.schema.properties.places import NOT_INSERTED, Places, target
from tests.schema.properties.test_broken_rows import least, names

if TYPE_CHECKING:
    from sqlmodel import Session

# PostgreSQL's own columns, and those that an expression is made of.
_UNIQUE = """
SELECT i.indrelid::regclass::text, i.indexrelid::regclass::text, array_agg(DISTINCT a.attname::text)
FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indrelid
LEFT JOIN pg_depend AS d
    ON d.objid = i.indexrelid AND d.classid = 'pg_class'::regclass AND d.refobjsubid > 0
JOIN pg_attribute AS a
    ON a.attrelid = i.indrelid AND (a.attnum = ANY (i.indkey) OR a.attnum = d.refobjsubid)
WHERE i.indisunique AND c.relnamespace = 'public'::regnamespace
GROUP BY i.indexrelid, i.indrelid
ORDER BY 1, 2
"""


def test_what_is_unique_is_so(places: Places) -> None:
    tried = 0
    for table_name, index, columns in places.database.sql(_UNIQUE):
        if table_name in NOT_INSERTED:
            continue
        table = METADATA.tables[table_name]
        who = places.writers("INSERT", table)[0]
        row = least(places, who, table)
        for name in columns:
            row[name] = row.get(name, _value(places, who, table.columns[name]))
        granted = {column.name for column in places.columns(who, "INSERT", table)}
        statement = insert(table).values({key: row[key] for key in row if key in granted})
        with places.undone(who) as session:
            session.connection().execute(statement)
            said = refused(session, statement)
        assert said.code == "duplicate", (index, said)
        assert any(names(said, name) for name in columns if name != "user_id") or columns == [
            "user_id"
        ], (index, said.message)
        assert places.people[who].email not in said.message
        tried += 1
    assert tried > 20


def _value(places: Places, who: str, column: Any) -> Any:
    pointed_at = target(column)
    if pointed_at:
        return places.own(who, pointed_at)
    if isinstance(column.type, Uuid):
        return NOBODY
    # Of an index with a condition: the values that a row has by itself.
    return {"status": "active", "is_deleted": False}.get(column.name, column.name)


def refused(session: Session, statement: Any) -> Conflict:
    with pytest.raises(Exception) as caught:
        session.connection().execute(statement)
    said = explain(caught.value)
    assert isinstance(said, Conflict)
    return said


def test_a_row_in_use_is_kept_and_its_users_are_named(places: Places) -> None:
    workspaces, leads = METADATA.tables["workspaces"], METADATA.tables["leads"]
    own = places.rows["ann", "workspaces"]
    with places.undone("ann") as session:
        session.connection().execute(insert(leads).values(name="Lee", workspace_id=own))
        said = refused(session, delete(workspaces).where(workspaces.c.id == own))
    assert said.message == "It is still in use: workspace_id of rows in leads points at it."
    assert said.hint == "Delete those rows first, or change their workspace_id."


def test_a_lead_is_not_merged_into_itself(places: Places) -> None:
    leads = METADATA.tables["leads"]
    own = places.rows["ann", "leads"]
    with places.undone("ann") as session:
        said = refused(session, update(leads).where(leads.c.id == own).values(merged_into=own))
    assert said.message == "merged_into must be another lead than id."
