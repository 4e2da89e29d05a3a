"""A hunt for keys in clear: on the disk, in the server's log and memory, in what processes show
of themselves, and in all that doughy writes."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import FOLDER
from tests.keys.conftest import QUICK
from tests.providers.server import ProviderServer, Reply

if TYPE_CHECKING:
    from tests.harness import Person, Program
    from tests.keys.conftest import Keys

# Nowhere else on this machine, this file's bytes included.
KEY = "sk-" + "hunted"[::-1] + "-0123456789-" + "quarry"[::-1]
TOKEN = "hunted"[::-1] + "0123456789abcdef" + "quarry"[::-1]
SID = "AC" + "ab12cd34" * 4


def processes() -> Iterator[Path]:
    for each in Path("/proc").iterdir():
        if each.name.isdigit() and int(each.name) != os.getpid():
            yield each


def showing(needles: list[bytes], what: str) -> set[int]:
    """Return the processes whose `what` (cmdline, environ) holds one of the needles."""
    found = set()
    for each in processes():
        try:
            text = (each / what).read_bytes()
        except OSError:
            continue  # it has ended, or is somebody else's
        if any(needle in text for needle in needles):
            found.add(int(each.name))
    return found


def remembering(process: int, needles: list[bytes]) -> bool:
    """Return whether a process's memory holds one of the needles; one that has ended holds
    nothing."""
    folder = Path("/proc") / str(process)
    with (
        suppress(ProcessLookupError, FileNotFoundError),
        (folder / "maps").open() as maps,
        (folder / "mem").open("rb", 0) as memory,
    ):
        for line in maps:
            place, rights, *rest = line.split()
            if "r" not in rights or rest[-1:] in (["[vvar]"], ["[vsyscall]"]):
                continue
            start, end = (int(each, 16) for each in place.split("-"))
            try:
                memory.seek(start)
                content = memory.read(end - start)
            except (OSError, ValueError, OverflowError):
                continue
            if any(needle in content for needle in needles):
                return True
    return False


def files_with(needles: list[bytes], *folders: Path) -> list[str]:
    patterns = [each for needle in needles for each in ("-e", needle.decode())]
    done = subprocess.run(
        ["grep", "-rlaF", "--devices=skip", *patterns, *map(str, folders)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode < 2 or "No such file" in done.stderr, done.stderr
    return done.stdout.splitlines()


def spellings(text: str) -> list[bytes]:
    return [text.encode(), text.encode().hex().encode(), text[:-1].encode()]


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="needs Linux's /proc")
def test_nowhere_but_in_the_program_that_was_given_it(
    doughy: Program, keys: Keys, ann: Person, admin: Person, provider_server: ProviderServer
) -> None:
    needles = [*spellings(KEY), *spellings(TOKEN)]
    server = Path(os.environ[FOLDER]) / "server"
    database = ann.database
    for person in (ann, admin):
        database.sql(f"ALTER ROLE \"{person.role}\" SET log_statement = 'all'")
    environment = {**QUICK, **provider_server.environment}
    said = []

    def process(*arguments: str, stdin: str = "") -> None:
        with doughy.start(*arguments, "-v", person=ann, env=environment) as started:
            assert started.stdin
            started.stdin.write(stdin.encode())
            # While it waits for more, nobody sees the key from outside.
            assert showing(needles, "cmdline") == set()
            out, err = started.communicate()
        said.append((out + err).decode())

    def run(*arguments: str, **more: str) -> None:
        done = keys(*arguments, "-v", env=environment, **more)
        said.append(done.out + done.err)

    process("keys", "set", "openai", stdin=KEY)
    run("set", "twilio", stdin=f"{SID}:{TOKEN}")
    run("set", "stripe", stdin=f"{KEY}\n{KEY}")
    run("set", "twilio", stdin=TOKEN)
    # Providers that repeat it, in whichever answer.
    wrong = {"message": f"Incorrect API key: {KEY}", "code": "invalid_api_key"}
    for reply in (
        Reply(401, {"error": wrong}),
        Reply(403, {"error": {"message": f"{KEY} may not"}}),
        Reply(422, {"error": {"message": f"bad {KEY}"}}),
        Reply(200, raw=f"not json {KEY}".encode()),
    ):
        provider_server.fail(reply)
        run("check", "openai", "--json")
    process("keys", "check", "twilio")
    for arguments in (("list", "--json"), ("show", "openai"), ("rotate",), ("set", "--help")):
        run(*arguments)
    run("vault", "rotate", "--yes")
    both = 'echo "$OPENAI_API_KEY" "$TWILIO_AUTH_TOKEN" | tee /dev/stderr'
    process("keys", "run", "--", "sh", "-c", both)
    assert said[-1] == "*** ***\n" * 2
    database.sql("UPDATE api_keys SET salt = nonce WHERE service = 'openai'")
    run("show", "openai", "--reveal")
    assert "Traceback" in said[-1]
    assert not any(needle.decode() in each for needle in needles for each in said)
    # An admin sees that there is a key, and nothing of it.
    seen = keys("list", "--json", person=admin)
    assert [each["masked"] for each in seen.json] == [None, None]
    everything = admin.sql("SELECT k::text FROM api_keys AS k")
    logged = admin.sql("SELECT l::text FROM system_logs AS l")
    assert not any(needle.decode() in row for needle in needles for (row,) in everything + logged)
    database.sql("CHECKPOINT")
    [(oid,)] = database.sql("SELECT oid FROM pg_database WHERE datname = current_database()")
    assert "INSERT INTO api_keys" in (server / "log").read_text(errors="replace")
    places = (server / "log", server / "data/base" / str(oid), server / "data/pg_wal")
    assert files_with(needles, *places, doughy.home, Path(os.environ[FOLDER]) / "lock") == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root reads another process's memory")
def test_who_holds_it_while_a_program_runs(doughy: Program, keys: Keys, ann: Person) -> None:
    needles = [KEY.encode()]
    assert keys("set", "openai", stdin=KEY).code == 0
    wait = 'ulimit -c; echo $$; cat; echo "${DOUGHY_VAULT_SECRET-none}"'
    # Those of other tests come and go.
    backends = (
        "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        " AND (datname IS NULL OR datname = current_database())"
    )
    with doughy.start("keys", "run", "--", "sh", "-c", wait, person=ann, env=QUICK) as process:
        assert process.stdout
        limit, program = process.stdout.readline(), int(process.stdout.readline())
        assert showing(needles, "environ") - {process.pid} >= {program}
        children = showing(needles, "environ")
        assert showing(needles, "cmdline") == set()
        # The program has it, and what it has started; doughy holds it, and leaves no core file.
        assert process.pid not in children
        assert remembering(program, needles)
        limits = (Path("/proc") / str(process.pid) / "limits").read_text()
        assert limits.split("Max core file size")[1].split()[0] == "0"
        servers = [pid for (pid,) in ann.database.sql(backends)]
        assert servers
        assert not any(remembering(each, needles) for each in servers)
        out, _ = process.communicate(b"")
    assert out == b"none\n"
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_CORE)
    assert limit.strip() == (
        b"unlimited" if soft == resource.RLIM_INFINITY else b"%d" % (soft // 512)
    )
