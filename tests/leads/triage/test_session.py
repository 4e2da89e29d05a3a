"""A session at the terminal: the real program, its screen and the database after each key."""

from __future__ import annotations

import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.leads.triage.conftest import NAMES, lead

if TYPE_CHECKING:
    from tests.harness import Person
    from tests.leads.triage.conftest import Open

pytestmark = pytest.mark.timeout(600)

STATUSES = {"y": "qualified", "n": "unqualified", "a": "active", "c": "closed"}


def test_ten_leads_are_triaged_with_ten_keys(
    ten: dict[str, str], opened: Open, ann: Person
) -> None:
    keys = "ynacoy nac"
    stored = dict.fromkeys(NAMES, ("new", "pending"))
    terminal = opened()
    terminal.wait_for(NAMES[0], "10 left of 10", "y qualify")
    for place, (key, name) in enumerate(zip(keys, NAMES, strict=True)):
        if place == 5:
            terminal.kill()
            terminal = opened()
            terminal.wait_for("Going on: 5 passed before", "5 left of 10")
        assert terminal.text.split("\n")[2].startswith(f" {name[:5]}"), terminal.text
        left = f"{9 - place} left of 10"
        if place == 7:  # killed while the key is being read, saved, or shown
            terminal.type(key)
            terminal.kill()
            terminal = opened()
            terminal.wait_for("Going on: ", " left of 10", "y qualify")
            if left not in terminal.text:  # it came to nothing
                assert "3 left of 10" in terminal.text
                terminal.press(key, left)
        else:
            following = NAMES[place + 1][:5] if place < 9 else "Nothing is left."
            terminal.press(key, left, following)
        stored[name] = (STATUSES.get(key, "new"), "opted_out" if key == "o" else "pending")
        found = ann.sql("SELECT name, status::text, opt_status::text FROM leads")
        assert {each: (status, consent) for each, status, consent in found} == stored
    terminal.wait_for("9 decided, 1 skipped")
    terminal.type("q")
    assert (terminal.end(), terminal.restored) == (0, True)
    again = opened()
    again.wait_for("left of 5")  # a round that is over: those still in the queue come again
    assert "Going on" not in again.text


@pytest.mark.parametrize("wait", [0, 0.03])
def test_a_kill_while_a_key_is_saved_leaves_all_of_it_or_nothing(
    ten: dict[str, str], opened: Open, ann: Person, wait: float
) -> None:
    terminal = opened()
    terminal.wait_for(NAMES[0], "10 left of 10")
    terminal.type("y")
    time.sleep(wait)
    terminal.kill()
    saved = lead(ann, NAMES[0])["status"] == "qualified"
    told = ann.sql("SELECT count(*) FROM lead_events WHERE event_type = 'status_changed'")
    assert told == [(int(saved),)]
    terminal = opened()
    terminal.wait_for(*(("9 left of 10", NAMES[1]) if saved else ("10 left of 10", NAMES[0])))
    terminal.press("u", "taken back (qualified" if saved else "! Nothing to take back")
    assert lead(ann, NAMES[0])["status"] == "new"


def test_every_kind_of_decision_and_its_undoing(
    ten: dict[str, str], opened: Open, ann: Person
) -> None:
    def counts() -> tuple[Any, ...]:
        return ann.sql(
            "SELECT (SELECT count(*) FROM calls), (SELECT count(*) FROM deals), "
            "(SELECT count(*) FROM lead_events WHERE event_type = 'note_added'), "
            "(SELECT count(*) FROM lead_events WHERE event_type = 'note_withdrawn')"
        )[0]

    name = NAMES[0]
    terminal = opened()
    terminal.wait_for(name, "10 left of 10")
    steps: list[dict[str, Any]] = [lead(ann, name)]
    made = [counts()]

    def press(*keys: str, shows: str) -> None:
        for each in keys:
            terminal.type(each)
        terminal.wait_for(shows, "u takes it back")
        steps.append(lead(ann, name))
        made.append(counts())

    press("t", "vip, -absentee\r", shows="tags +vip -absentee")
    assert steps[-1]["tags"] == ["vip"]
    press("s", "70 wants to sell by June\r", shows="score 70")
    assert steps[-1]["score"] == 70
    assert "wants to sell by June · just now" in terminal.text
    press("w", "屋根 needs work\r", shows=f"{name}: note")
    assert made[-1][2] == made[0][2] + 1
    press("l", "n", "Rang out\r", shows="call: no answer")
    assert ann.sql("SELECT outcome, summary FROM calls") == [("no_answer", "Rang out")]
    terminal.wait_for("Contact   just now by call · never heard · 1 attempt since")
    press("d", shows=f"{name}: deal")
    assert made[-1][1] == 1
    terminal.wait_for(f"Deals     {name} · initial contact", "active · ")
    press("f", "Call back\r", "2h\r", shows="next: Call back")
    assert steps[-1]["next_action"] == "Call back"
    assert steps[-1]["next_action_due"] is not None
    terminal.wait_for("9 left of 10", NAMES[1])
    terminal.press("b", "Next      Call back")
    press("o", shows=f"{name}: opted out")
    assert steps[-1]["opt_status"] == "opted_out"
    terminal.press("b", "opted out")
    press("y", shows=f"{name}: qualified")
    assert steps[-1]["status"] == "qualified"

    for what in ("qualified", "opted out", "next:", "deal", "call:", "note", "score 70", "tags"):
        steps.pop()
        made.pop()
        terminal.press("u", f"{name}: taken back ({what}")
        assert lead(ann, name) == steps[-1], what
        assert counts()[:2] == made[-1][:2], what
    terminal.press("u", "! Nothing to take back in this round.")
    # What was told is taken back by telling so: the card shows neither.
    assert counts()[3] == 2
    assert "屋根" not in terminal.text
    assert "sell by June" not in terminal.text


def test_a_deal_is_undone_with_all_that_was_made_for_it(
    ten: dict[str, str], opened: Open, ann: Person
) -> None:
    ann.sql("UPDATE leads SET status = 'unqualified' WHERE name = %s", NAMES[1])
    for name, street in zip(NAMES[:2], ("1 Main St", "2 Main St"), strict=True):
        [(owner,)] = ann.sql(
            "INSERT INTO contacts (first_name, address) VALUES (%s, jsonb_build_object("
            "'address_line_1', %s::text, 'city', 'Dayton', 'state', 'OH', 'zip', '45402')) "
            "RETURNING id",
            name,
            street,
        )
        link = "INSERT INTO lead_contacts (lead_id, contact_id, relation) VALUES (%s, %s, 'owner')"
        ann.sql(link, ten[name], owner)
    # One's own already, without a lead: the deal makes it the lead's.
    ann.sql(
        "INSERT INTO re_properties (address_line_1, city, state, zip) "
        "VALUES ('2 Main St', 'Dayton', 'OH', '45402')"
    )
    owned = "SELECT address_line_1, lead_id::text FROM re_properties ORDER BY 1"
    before = ann.sql(owned)
    terminal = opened("--status", "new", "--status", "unqualified")
    terminal.wait_for(NAMES[0])
    terminal.press("d", f"{NAMES[0]}: deal", "1 Main St, Dayton, OH 45402 · initial contact")
    terminal.press("d", "! There is a deal already: 1 Main St.")
    terminal.press("/", "Find")
    terminal.press("ortega\r", NAMES[1])
    terminal.press("d", f"{NAMES[1]}: deal", "2 Main St, Dayton, OH 45402 · initial contact")
    assert ann.sql(owned) == [("1 Main St", ten[NAMES[0]]), ("2 Main St", ten[NAMES[1]])]
    assert lead(ann, NAMES[1])["status"] == "active"
    terminal.press("u", f"{NAMES[1]}: taken back (deal made)")
    # Somebody works on the other one meanwhile.
    ann.sql("UPDATE deals SET stage = 'offer'")
    terminal.press("u", "the deal was changed or removed", "! take it back anyway")
    terminal.press("!", f"{NAMES[0]}: taken back (deal made)")
    assert ann.sql("SELECT count(*) FROM deals") == [(0,)]
    assert ann.sql(owned) == before
    assert [lead(ann, each)["status"] for each in NAMES[:2]] == ["new", "unqualified"]


def test_what_somebody_else_changed_is_asked_about(
    ten: dict[str, str], opened: Open, ann: Person
) -> None:
    terminal = opened()
    terminal.wait_for(NAMES[0])
    ann.sql("UPDATE leads SET status = 'closed', score = 5 WHERE name = %s", NAMES[0])
    terminal.press("t", "Tags:")
    terminal.press("mine\r", "Somebody has changed Ada Quill", "status: new → closed")
    terminal.wait_for("score: none → 5", "Yours, not saved yet: tags +mine", "! apply anyway")
    # Its own fields, not what is told elsewhere on the card.
    assert terminal.text.count("→") == 2, terminal.text
    assert lead(ann, NAMES[0])["tags"] == ["absentee"]
    terminal.press("!", "tags +mine. u takes it back", "closed · ")
    assert lead(ann, NAMES[0])["tags"] == ["absentee", "mine"]


def test_looking_again_and_skipping_change_nothing(
    ten: dict[str, str], opened: Open, ann: Person
) -> None:
    terminal = opened()
    terminal.wait_for(NAMES[0])
    ann.sql("UPDATE leads SET score = 5 WHERE name = %s", NAMES[0])
    terminal.press("y", "score: none → 5", "l look again")
    terminal.press("l", "Score     5")
    ann.sql("UPDATE leads SET score = 6 WHERE name = %s", NAMES[0])
    terminal.press("y", "score: 5 → 6")
    terminal.press("x", "! One of the keys below")
    terminal.press("\x1b", "Score     5")
    terminal.press("y", "score: 5 → 6")
    # Changed once more while the question is on the screen: asked again.
    ann.sql("UPDATE leads SET score = 7 WHERE name = %s", NAMES[0])
    terminal.press("!", "score: 5 → 7")
    terminal.press("s", NAMES[1], "9 left")
    assert lead(ann, NAMES[0])["status"] == "new"


def test_undo_asks_about_what_was_changed_since(
    ten: dict[str, str], opened: Open, ann: Person
) -> None:
    terminal = opened()
    terminal.wait_for(NAMES[0])
    terminal.press("y", "qualified. u takes", NAMES[1])
    terminal.press("a", "active. u takes")
    ann.sql("UPDATE leads SET status = 'closed' WHERE name = ANY (%s)", NAMES[:2])
    terminal.press("u", f"{NAMES[1]} was decided here: active", "status: active → closed")
    terminal.press("s", "y qualify")
    terminal.press("u", f"{NAMES[0]} was decided here", "! take it back anyway")
    terminal.press("!", f"{NAMES[0]}: taken back")
    assert [lead(ann, each)["status"] for each in NAMES[:2]] == ["new", "closed"]
    terminal.press("u", "! Nothing to take back")


def test_typed_lines_can_be_left_and_mended(ten: dict[str, str], opened: Open, ann: Person) -> None:
    terminal = opened()
    terminal.wait_for(NAMES[0])
    terminal.press("w", "Note:")
    terminal.press("not to be kept", "not to be kept")
    terminal.type("\x1b")
    terminal.wait_for("y qualify")
    terminal.press("f", "Next action:")
    terminal.press("Call\r", "When:")
    terminal.press("someday\r", "When: someday", '! "someday" is not a date or time')
    terminal.press("\x15friday\r", "next: Call. u takes it back")
    assert lead(ann, NAMES[0])["next_action_due"].weekday() == 4
    # A paste presses no keys, and its line ends press no Enter.
    terminal.press("\x1b[200~yyyy\nnn\x1b[201~", "! Pasted text presses no keys.")
    terminal.press("w", "Note:")
    terminal.press("\x1b[200~one\ntwo\x1b[201~", "Note: one two")
    terminal.press("\r", "note written. u takes it back")
    assert {each["status"] for each in (lead(ann, name) for name in NAMES)} == {"new"}
    notes = "SELECT description FROM lead_events WHERE event_type = 'note_added'"
    assert ann.sql(notes) == [("one two",)]


def test_find_back_help_and_scrolling(ten: dict[str, str], opened: Open) -> None:
    terminal = opened()
    terminal.wait_for(NAMES[0])
    terminal.press("/", "Find:")
    terminal.press("MULLER\r", NAMES[3])
    terminal.press("b", NAMES[0])
    terminal.press("b", "! This is the first.")
    terminal.press("/", "Find:")
    terminal.press("555 0110\r", NAMES[9])
    terminal.press("/", "555 0110 again")
    terminal.press("nobody\r", '! No lead in this queue matches "nobody".')
    terminal.press("?", "Take the last decision back", "any other key goes back")
    terminal.press("?", "y qualify", NAMES[9])
    terminal.press("Z", "! No such key")


def test_a_terminal_that_is_resized(ten: dict[str, str], opened: Open) -> None:
    terminal = opened(size=(120, 40))
    terminal.wait_for(NAMES[0], "│ Timeline")
    terminal.resize(80, 24)
    terminal.wait(lambda: "│" not in terminal.text and "Timeline" in terminal.text, "one column")
    terminal.resize(40, 10)
    terminal.wait_for("Too small:", "40×10", "needs 60×16")
    terminal.type("y")  # nobody sees what it would decide
    for columns in (41, 42):  # once the second is drawn, the key has been read
        terminal.resize(columns, 10)
        terminal.wait_for(f"{columns}×10")
    terminal.resize(100, 30)
    terminal.wait_for(NAMES[0], "10 left of 10", "y qualify")


@pytest.mark.parametrize(
    ("ending", "code"), [("\x03", 130), (signal.SIGTERM, 130), (signal.SIGHUP, 130)]
)
def test_the_terminal_is_given_back(
    ten: dict[str, str], opened: Open, ann: Person, ending: Any, code: int
) -> None:
    terminal = opened()
    terminal.wait_for(NAMES[0])
    terminal.press("w", "Note:")
    if isinstance(ending, str):
        terminal.type(ending)
    else:
        terminal.process.send_signal(ending)
    assert (terminal.end(), terminal.restored) == (code, True)
    assert "what was decided is saved" in terminal.written.decode()


def test_a_terminal_that_is_gone_ends_it(ten: dict[str, str], opened: Open, ann: Person) -> None:
    terminal = opened()
    terminal.wait_for(NAMES[0])
    terminal.press("y", "qualified. u takes it back")
    terminal.hang_up()
    assert terminal.process.wait(timeout=60) != 0
    again = opened()
    again.wait_for("Going on: 1 passed before", NAMES[1])


# A shell of the fewest lines: runs the program as a job, says when it is stopped, and brings
# it back at the next line that is typed.
SHELL = """
import os, signal, sys
job = os.fork()
if job == 0:
    os.setpgid(0, 0)
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    os.tcsetpgrp(0, os.getpid())
    signal.signal(signal.SIGTTOU, signal.SIG_DFL)
    os.execv(sys.executable, [sys.executable, "-m", "doughy_cli", *sys.argv[1:]])
signal.signal(signal.SIGTTOU, signal.SIG_IGN)
while os.WIFSTOPPED(os.waitpid(job, os.WUNTRACED)[1]):
    os.tcsetpgrp(0, os.getpgrp())
    print("the job is stopped", flush=True)
    sys.stdin.readline()
    os.tcsetpgrp(0, job)
    os.kill(job, signal.SIGCONT)
"""


def test_it_can_be_stopped_and_goes_on(
    ten: dict[str, str], opened: Open, ann: Person, tmp_path: Path
) -> None:
    (tmp_path / "shell.py").write_text(SHELL)
    terminal = opened(shell=tmp_path / "shell.py")
    terminal.wait_for(NAMES[0])
    terminal.type("\x1a")
    terminal.wait(lambda: b"the job is stopped" in terminal.written, "a stopped job")
    assert terminal.restored
    terminal.screen.reset()
    terminal.press("fg\n", NAMES[0], "y qualify")
    terminal.press("y", "qualified. u takes it back", NAMES[1])
    assert lead(ann, NAMES[0])["status"] == "qualified"
    terminal.type("q")
    assert (terminal.end(), terminal.restored) == (0, True)


def test_a_defect_gives_the_terminal_back(
    ten: dict[str, str], opened: Open, ann: Person, tmp_path: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import doughy_cli.leads.triage.loop as loop\n"
        "def broken(self): raise RuntimeError('as a test')\n"
        "loop.Loop._show_help = broken\n"
    )
    project = Path(__file__).parents[3]
    terminal = opened(env={"PYTHONPATH": f"{tmp_path}:{project}"})
    terminal.wait_for(NAMES[0])
    terminal.type("?")
    assert (terminal.end(), terminal.restored) == (1, True)
    assert "This is a defect in doughy: RuntimeError: as a test" in terminal.written.decode()


def test_two_terminals_do_not_share_a_round(ten: dict[str, str], opened: Open) -> None:
    terminal = opened()
    terminal.wait_for(NAMES[0])
    other = opened()
    assert other.end() == 5
    assert "open in another terminal" in other.text
    other_round = opened("--status", "new")
    other_round.wait_for(NAMES[0], "doughy leads triage --status new")


def test_a_lost_connection_is_told_and_mended(
    ten: dict[str, str], opened: Open, ann: Person
) -> None:
    terminal = opened()
    terminal.wait_for(NAMES[0])
    ann.database.sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", ann.role
    )
    terminal.press("y", "! The ")
    assert lead(ann, NAMES[0])["status"] == "new"
    terminal.press("y", "qualified. u takes it back", NAMES[1])
    assert lead(ann, NAMES[0])["status"] == "qualified"


@pytest.mark.parametrize("env", [{"TERM": "dumb"}, {"TERM": ""}])
def test_a_terminal_that_can_only_print_is_refused(
    opened: Open, ten: dict[str, str], env: dict[str, str]
) -> None:
    terminal = opened(env=env)
    assert terminal.end() == 2
    assert "--plan prints the queue" in terminal.text
    assert b"\x1b[" not in terminal.written


def test_no_color_means_no_color(ten: dict[str, str], opened: Open) -> None:
    terminal = opened(env={"NO_COLOR": "1"})
    terminal.wait_for(NAMES[0], "q quit")
    cells = [cell for row in terminal.screen.buffer.values() for cell in row.values()]
    assert {cell.fg for cell in cells} == {"default"}
    assert any(cell.bold for cell in cells)
    colored = opened("--mine")
    colored.wait_for(NAMES[0], "q quit")
    assert any(c.fg != "default" for row in colored.screen.buffer.values() for c in row.values())
