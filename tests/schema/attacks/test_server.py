"""The server beyond the tables: files, programs, large objects, other sessions, locks."""

# ruff: noqa: S608 -- the statements are made of constants
from __future__ import annotations

import psycopg
import pytest

from tests.schema.attacks.trying import DENIED, refused, rows
from tests.schema.world import World

_WHO = ["ann", "sue", "adam", "worker"]


@pytest.mark.parametrize("who", _WHO)
@pytest.mark.parametrize(
    "statement",
    [
        "COPY leads TO PROGRAM 'cat'",
        "COPY leads FROM PROGRAM 'echo'",
        "COPY (SELECT 1) TO '/tmp/x'",
        "CREATE TEMPORARY TABLE t (x text); COPY pg_temp.t FROM '/etc/passwd'",
        "SELECT pg_read_file('PG_VERSION')",
        "SELECT pg_read_binary_file('PG_VERSION')",
        "SELECT pg_ls_dir('.')",
        "SELECT pg_ls_logdir()",
        "SELECT pg_ls_waldir()",
        "SELECT pg_stat_file('PG_VERSION')",
        "SELECT lo_import('/etc/passwd')",
        "SELECT lo_export(1, '/tmp/x')",
        "SELECT pg_reload_conf()",
        "SELECT pg_rotate_logfile()",
        "SELECT pg_switch_wal()",
        "SELECT pg_create_restore_point('x')",
        "SELECT pg_current_logfile()",
        "SELECT * FROM pg_hba_file_rules",
        "SELECT * FROM pg_file_settings",
        "SELECT * FROM pg_authid",
        "SELECT * FROM pg_shadow",
        "SELECT * FROM pg_user_mapping",
        "SELECT * FROM pg_largeobject",
        "SELECT * FROM pg_subscription",
        "SELECT pg_stat_reset()",
        "SELECT pg_promote()",
        "CREATE EXTENSION dblink",
        "CREATE EXTENSION plpgsql_check",
        "CREATE EXTENSION pgcrypto",
        "CREATE LANGUAGE plpython3u",
        "CREATE FOREIGN DATA WRAPPER mine",
        "CREATE SERVER mine FOREIGN DATA WRAPPER postgres_fdw",
        "CREATE EVENT TRIGGER mine ON ddl_command_start EXECUTE FUNCTION internal.touch()",
        "CREATE PUBLICATION mine FOR ALL TABLES",
        "CREATE SUBSCRIPTION mine CONNECTION 'host=x' PUBLICATION x",
        "CREATE TABLESPACE mine LOCATION '/tmp'",
        "SELECT pg_create_logical_replication_slot('x', 'pgoutput')",
        "CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE c AS 'libc', 'getpid'",
        "CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE internal AS 'pg_backend_pid'",
    ],
)
def test_reaching_files_programs_and_the_servers_insides(
    world: World, who: str, statement: str
) -> None:
    missing = (
        psycopg.errors.FeatureNotSupported,  # the extension is not on this server
        psycopg.errors.UndefinedFile,
        psycopg.errors.UndefinedObject,
    )
    creates = statement.startswith(("CREATE EXTENSION", "CREATE LANGUAGE", "CREATE SERVER"))
    refused(world.connections[who], statement, (DENIED, *missing) if creates else DENIED)


def test_reading_and_deleting_somebody_elses_large_object(world: World) -> None:
    ((loid,),) = rows(world.connections["ben"], "SELECT lo_from_bytea(0, 'secret')")
    try:
        for who in ("ann", "sue", "adam", "worker"):
            for call in (
                *(f"lo_get({loid})", f"lo_unlink({loid})", f"lo_put({loid}, 0, 'x')"),
                *(f"lo_open({loid}, 131072)", f"lo_open({loid}, 262144)"),
            ):
                refused(world.connections[who], f"SELECT {call}")
            refused(world.connections[who], f"ALTER LARGE OBJECT {loid} OWNER TO CURRENT_USER")
        refused(world.connections["ann"], "SET lo_compat_privileges = on")
    finally:
        world.root.execute(f"SELECT lo_unlink({loid})".encode())


@pytest.mark.parametrize("who", ["ann", "sue", "adam", "worker"])
def test_ending_or_reading_somebody_elses_session(world: World, who: str) -> None:
    connection, ben = world.connections[who], world.connections["ben"]
    ben.execute(b"SELECT 'a secret of Ben''s'")
    pid = ben.info.backend_pid
    for call in ("pg_terminate_backend", "pg_cancel_backend", "pg_log_backend_memory_contexts"):
        refused(connection, f"SELECT {call}({pid})")
    ((query, address, since),) = rows(
        connection,
        f"SELECT query, client_addr, query_start FROM pg_stat_activity WHERE pid = {pid}",
    )
    assert (query, address, since) == ("<insufficient privilege>", None, None)
    held = "SELECT statement FROM pg_prepared_statements UNION SELECT statement FROM pg_cursors"
    assert "Ben" not in str(rows(connection, held))
    assert rows(ben, "SELECT 1") == [(1,)]


def test_listening_to_the_log_hears_nothing_but_ids(world: World) -> None:
    ann = world.connections["ann"]
    ann.execute(b"LISTEN system_logs")
    made = "INSERT INTO system_logs (level, source, message, details)"
    ((entry,),) = world.root.execute(
        f"{made} VALUES ('info', 'x', 'a secret', '{{\"x\": \"a secret\"}}') RETURNING id".encode()
    ).fetchall()
    try:
        heard = [each.payload for each in ann.notifies(timeout=5, stop_after=1)]
        assert heard == [str(entry)]
        refused(ann, f"SELECT message FROM system_logs WHERE id = '{entry}'")
    finally:
        world.root.execute("DELETE FROM system_logs WHERE id = %s", [entry])
        ann.execute(b"UNLISTEN *")


@pytest.mark.parametrize("mode", ["ROW SHARE", "SHARE", "EXCLUSIVE", "ACCESS EXCLUSIVE"])
def test_locking_tables_that_a_member_does_not_write(world: World, mode: str) -> None:
    """Where members may delete, PostgreSQL lets them lock: security-model.md says so."""
    for table in ("auth.users", "auth.schema_version", "system_logs", "user_plans"):
        refused(world.connections["ann"], f"BEGIN; LOCK TABLE {table} IN {mode} MODE NOWAIT")
        world.connections["ann"].rollback()
    for table in ("profiles", "ai_jobs", "lead_events", "deal_events"):
        if mode == "ROW SHARE":
            continue
        refused(world.connections["ann"], f"BEGIN; LOCK TABLE {table} IN {mode} MODE NOWAIT")
        world.connections["ann"].rollback()
