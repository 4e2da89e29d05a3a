"""Who may do what, as the page works it out, is what the matrix says and its tests walk."""

from __future__ import annotations

import pytest

from docs.generate.schema.access import COMMANDS, reach, settable, summary
from docs.generate.schema.facts import Grant, Policy, Schema, Table
from docs.generate.schema.layout import PEOPLE
from tests.schema.matrix import CLOSED, GIVEN, MATRIX


def test_the_page_and_the_matrix_agree(schema: Schema) -> None:
    tables = {table.name: table for table in schema.tables}
    expected = {**MATRIX, **CLOSED}
    assert sorted(tables) == sorted(expected)
    for name, table in tables.items():
        for person in PEOPLE:
            own, others = expected[name].get(person, ("", ""))
            for command, letter in COMMANDS.items():
                found = reach(table, person, command)
                reaches = (found is not None, found is not None and found.words == "all")
                # A service signs what it writes; every row is somebody else's to it.
                if person == "service" and found and found.words == "as oneself":
                    reaches = (True, True)
                wanted = (letter in own + others, letter in others)
                assert reaches == wanted, (name, person, command, str(found))


def test_columns_of_an_insert_are_those_of_the_matrix(schema: Schema) -> None:
    for table in schema.tables:
        for person in PEOPLE:
            columns = settable(table, person, "INSERT")
            if columns:
                assert set(columns) == GIVEN[table.name]


def a_table(policies: tuple[Policy, ...], grants: tuple[Grant, ...], *, rls: bool = True) -> Table:
    return Table("t", None, rls, (), (), (), (), (), policies, grants)


def policy(condition: str) -> Policy:
    return Policy("p", "ALL", ("doughy_member",), condition, None)


SELECT = Grant("doughy_member", "SELECT", None)
OWN = Policy("own", "SELECT", ("doughy_member",), "user_id = auth.uid()", None)
ALL = Policy("all", "SELECT", ("doughy_admin",), "true", None)


@pytest.mark.parametrize(
    ("policies", "grants", "rls", "member", "admin"),
    [
        ((OWN, ALL), (SELECT,), True, "S own", "S all"),
        # Neither a policy without a grant nor a grant without a policy lets anybody in.
        ((OWN, ALL), (), True, "–", "–"),
        ((), (SELECT,), True, "–", "–"),
        ((ALL,), (SELECT,), True, "–", "S all"),
        ((), (SELECT,), False, "S all", "S all"),
        ((OWN,), (Grant("doughy_member", "SELECT", ("id",)),), True, "S own", "S own"),
        ((policy("user_id = auth.uid() AND status = 'new'"),), (SELECT,), True, *["S own \\*"] * 2),
        ((policy("user_id = auth.uid() OR status = 'new'"),), (SELECT,), True, *["S some \\*"] * 2),
        ((policy("is_deleted = false"),), (SELECT,), True, *["S some \\*"] * 2),
    ],
)
def test_grants_and_policies_count_together(
    policies: tuple[Policy, ...], grants: tuple[Grant, ...], rls: bool, member: str, admin: str
) -> None:
    table = a_table(policies, grants, rls=rls)
    assert (summary(table, "member"), summary(table, "admin")) == (member, admin)
    assert summary(table, "service") == "–"
