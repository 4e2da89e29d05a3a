"""Two at once, a closed pipe, and a program that is killed: nothing is lost or half done."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from tests.deals.conftest import own_deal

if TYPE_CHECKING:
    from tests.deals.conftest import Deals
    from tests.harness import Person, Program


def test_two_reopen_the_deals_of_one_property(
    doughy: Program, deals: Deals, ann: Person, house: str
) -> None:
    ids = [own_deal(ann, f"D{n}", status="lost", property_id=house) for n in range(2)]

    def reopen(deal: str) -> int:
        return doughy.spawn("deals", "reopen", deal, person=ann).code

    with ThreadPoolExecutor(2) as pool:
        codes = sorted(pool.map(reopen, ids))
    assert codes == [0, 5]
    assert len(deals("list", "--json").json) == 1


def test_a_lock_is_waited_for_and_what_came_before_is_told(
    doughy: Program, deals: Deals, ann: Person
) -> None:
    """Somebody else's transaction holds the deal while the program has read it already."""
    deal = own_deal(ann, "D", probability=10)
    with ann.connect() as other:
        other.autocommit = False
        other.execute("UPDATE deals SET probability = 20 WHERE id = %s", [deal])
        with doughy.start("deals", "edit", deal, "--notes", "x", person=ann) as waiting:
            ann.database.sql(
                "DO $$ BEGIN FOR n IN 1..600 LOOP"
                " EXIT WHEN EXISTS (SELECT FROM pg_stat_activity"
                " WHERE wait_event_type = 'Lock' AND datname = current_database());"
                " PERFORM pg_sleep(0.05); PERFORM pg_stat_clear_snapshot(); END LOOP; END $$"
            )
            other.commit()
            _, err = waiting.communicate()
    assert waiting.returncode == 5, err
    assert "probability: 10 → 20" in err.decode()
    assert deals("show", deal, "--json").json["notes"] is None


def test_killed_while_it_waits_nothing_is_changed(
    doughy: Program, deals: Deals, ann: Person
) -> None:
    deal = own_deal(ann, "D")
    with ann.connect() as other:
        other.autocommit = False
        other.execute("SELECT FROM deals WHERE id = %s FOR UPDATE", [deal])
        with doughy.start("deals", "win", deal, "--reason", "x", person=ann) as killed:
            killed.stdin.close()  # type: ignore[union-attr]
            try:
                killed.wait(4)
            except subprocess.TimeoutExpired:
                killed.kill()
    assert killed.returncode == -9
    stored = deals("show", deal, "--json").json
    assert (stored["status"], len(stored["events"])) == ("active", 1)
    assert deals("win", deal, "--reason", "x").code == 0


def test_a_closed_pipe_ends_quietly(doughy: Program, ann: Person) -> None:
    ann.sql("INSERT INTO deals (title, stage) SELECT repeat('x', 200), 'closing'"
            " FROM generate_series(1, 1000)")  # fmt: skip
    for verb in (["list"], ["next"], ["changed"]):
        line = f"{sys.executable} -m doughy_cli deals {verb[0]} --json | head -1; echo $PIPESTATUS"
        done = subprocess.run(
            ["bash", "-c", line.replace("$PIPESTATUS", "${PIPESTATUS[0]}")],
            env=doughy.environment(ann),
            capture_output=True,
            text=True,
        )
        assert (done.stdout, done.stderr) == ("[\n0\n", ""), verb
