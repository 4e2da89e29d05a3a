"""Following across restarts, cut connections, a pooler and a standby that takes over: whatever
happens, every row is shown exactly once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doughy_cli.db import server
from tests.logs.follower import Follower
from tests.logs.servers import Own, own_server, standby_of
from tests.logs.writers import kill_followers, write, writers, written
from tests.pooler import needs_pgbouncer, pooled

if TYPE_CHECKING:
    from tests.harness import Database, Program

FLAGS = ("--json", "-n", "0", "--source", "writers")


def shown_once(database: Database, *followers: Follower) -> None:
    """Wait until each follower has shown what the database holds, and no row twice."""
    there = written(database)
    for each in followers:
        each.wait(lambda each=each: len(each.out) >= len(there), f"{len(there)} rows")
        assert sorted(each.ids()) == there


@needs_pgbouncer
def test_late_commits_a_restart_and_a_pooler(doughy: Program) -> None:
    with own_server() as own:
        database = own.database
        admin = database.add("admin@example.com", "admin")
        with (
            pooled(admin) as url,
            Follower(doughy, admin, *FLAGS) as direct,
            Follower(doughy, admin, *FLAGS, url=url) as polling,
            Follower(doughy, admin, *FLAGS, "--max-retries", "0") as impatient,
            writers(database, seed=8) as those,
        ):
            for each in (direct, polling, impatient):
                each.connected()
            assert "as they are written" in direct.err[-1]
            assert "no notifications here" in polling.err[-1]
            those.work(300)
            kill_followers(database, admin.role)
            assert impatient.end() == 7
            assert "complete up to there" in impatient.err[-1]
            those.work(300)
            own.restart()
            those.come_back()
            those.work(300)
            those.finish()
            shown_once(database, direct, polling)
            assert len(written(database)) > 300
            own.stop()
            direct.told("Connection lost")
            assert not server.running(own.home)
            own.start()
            write(database, "the last")
            shown_once(database, direct, polling)


def test_a_standby_that_takes_over(doughy: Program) -> None:
    """It has lost the end, and gives the numbers of those transactions to others."""
    with own_server() as first:
        admin = first.database.add("admin@example.com", "admin")
        with standby_of(first) as pair:
            old, new = pair.first.database, pair.second.database
            url = both(pair.first, pair.second)
            with (
                Follower(doughy, admin, *FLAGS, url=new.cluster.url(new.name)) as there,
                Follower(doughy, admin, *FLAGS, url=url) as over,
                writers(old, seed=9) as those,
            ):
                there.connected()
                over.connected()
                assert "no notifications here" in there.err[-1]
                those.work(200)
                those.finish()
                shown_once(old, there, over)
                pair.cut()
                for number in range(20):
                    write(old, f"lost {number}")
                over.wait(lambda: over.messages[-1] == "lost 19", "what is lost")
                lost = {each for each in written(old) if each in over.ids()} - set(written(new))
                pair.first.stop()
                pair.promote()
                for number in range(30):
                    write(new, f"kept {number}")
                kept = written(new)
                for each in (there, over):
                    each.wait(lambda each=each: each.messages[-1:] == ["kept 29"], "kept 29")
                assert sorted(there.ids()) == kept
                # A file that was being copied when it was cut off has brought the first of them.
                assert len(lost) > 10
                assert sorted(over.ids()) == sorted([*kept, *lost])


def both(first: Own, second: Own) -> str:
    """Return the URL of the one or the other, whichever answers."""
    keywords = [each.database.cluster.keywords for each in (first, second)]
    hosts = ",".join(str(each["host"]) for each in keywords)
    return f"host='{hosts}' port=5432,5432 dbname={first.database.name}"
