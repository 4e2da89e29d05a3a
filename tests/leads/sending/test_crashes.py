"""A crash at each point between the record, the call and its record: never two for one."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from tests.providers.post_office import OWN_NUMBER
from tests.providers.server import CUT, HANG_UP, Reply, failing

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness import Person, Program
    from tests.leads.conftest import Add, Leads
    from tests.providers.post_office import PostOffice
    from tests.providers.server import Asked, ProviderServer

NUMBER = "+19375550190"
STATUS = "SELECT status::text, external_id IS NOT NULL FROM messages"
# Each kills the program at one point of the way of a message.
POINTS = {
    "recorded, not called": """
from doughy_cli.leads.sending.text_carrier import TextCarrier
TextCarrier.send = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
""",
    "called, not recorded": """
from doughy_cli.leads.sending import deliver
deliver.finish = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
""",
    "in the middle of the record": """
from doughy_cli.leads.sending import deliver
finish = deliver.finish
def then_killed(*arguments, **more):
    finish(*arguments, **more)
    os.kill(os.getpid(), signal.SIGKILL)
deliver.finish = then_killed
""",
}
START = "import os, signal\n{point}\nfrom doughy_cli.__main__ import main\nmain()\n"


def later(ann: Person) -> None:
    """Let time pass, so that nothing can be on its way any more."""
    with ann.database.connect() as connection:
        connection.execute("ALTER TABLE messages DISABLE TRIGGER USER")
        connection.execute("UPDATE messages SET updated_at = updated_at - interval '1 hour'")
        connection.execute("ALTER TABLE messages ENABLE TRIGGER USER")


@pytest.mark.parametrize("point", POINTS)
def test_killed_on_the_way(
    sending: Leads,
    add: Add,
    ann: Person,
    post: PostOffice,
    doughy: Program,
    equipped: dict[str, str],
    tmp_path: Path,
    point: str,
) -> None:
    lead = add("Ada", "--phone", NUMBER)["id"]
    script = tmp_path / "killed.py"
    script.write_text(START.format(point=POINTS[point]))
    flags = ("--now",)
    with doughy.start(
        "leads", "text", lead, "Hi", *flags, person=ann, env=equipped, shell=script
    ) as process:
        process.communicate()
    assert process.returncode == -signal.SIGKILL
    sent = 0 if point == "recorded, not called" else 1
    assert (post.sent_to(NUMBER), ann.sql(STATUS)) == (sent, [("pending", False)])
    # The same once more is not sent, whatever is said; nor is it tried again.
    for flags in (("--now",), ("--again",)):
        done = sending("text", lead, "Hi", *flags, "--json")
        assert (done.code, done.error["code"]) == (5, "unresolved")
    assert sending("messages", "retry", "--failed").code == 3
    # For a minute it may be on its way.
    done = sending("messages", "sync", "--json")
    assert (done.code, done.json[0]["result"]) == (6, "unclear")
    later(ann)
    if not sent:
        # Another account than the sender's has nothing to say of it.
        post.numbers = ()
        done = sending("messages", "sync", "--json")
        assert (done.code, done.json[0]["result"]) == (6, "unclear")
        assert "not the one that sends" in done.json[0]["note"]
        post.numbers = (OWN_NUMBER,)
    done = sending("messages", "sync", "--json")
    assert (done.code, done.json[0]["result"]) == (0, "changed"), done.err
    assert ann.sql(STATUS) == [("sent", True) if sent else ("failed", False)]
    done = sending("text", lead, "Hi", "--json")
    assert done.code == (5 if sent else 0), done.err
    assert post.sent_to(NUMBER) == 1


def test_an_answer_that_is_lost(
    sending: Leads, add: Add, ann: Person, post: PostOffice, server: ProviderServer
) -> None:
    lead = add("Ada", "--phone", NUMBER)["id"]

    def lost(answer: object) -> None:
        def handler(asked: Asked) -> Reply:
            post._text(asked)
            return answer  # type: ignore[return-value]

        server.answer("POST", r".*/Messages.json", handler)

    for number, trouble in enumerate(
        (CUT, HANG_UP, failing(502), Reply(201, raw=b"{"), Reply(201))
    ):
        lost(trouble)
        done = sending("text", lead, f"Hi {number}", "--json")
        assert (done.code, done.error["code"]) == (6, "unresolved"), done.err
        assert "It may have been sent, or not." in done.error["message"]
    post.open(server)
    later(ann)
    done = sending("messages", "sync", "--json")
    assert done.code == 0, done.err
    assert [row["after"] for row in done.json] == ["sent"] * 5
    assert len({row["external_id"] for row in done.json}) == 5
    assert post.sent_to(NUMBER) == 5
    assert sending("messages", "sync", "--json").json == []


def test_what_cannot_be_told_is_settled_by_hand(
    sending: Leads, add: Add, ann: Person, post: PostOffice, server: ProviderServer
) -> None:
    lead = add("Ada", "--phone", NUMBER)["id"]
    server.answer("POST", r".*/Messages.json", lambda _: HANG_UP)
    assert sending("text", lead, "Hi").code == 6
    post.open(server)
    later(ann)
    # Something else went there, by another program.
    post._keep("+19375550100", NUMBER, "Quite another", "outbound-api", "delivered")
    done = sending("messages", "sync", "--json")
    assert (done.code, "another text" in done.json[0]["note"]) == (6, True)
    [message] = sending("messages", "list", "--unresolved", "--json").json
    assert sending("messages", "sync", "--mark-failed").code == 2
    done = sending("messages", "sync", message["id"][:8], "--mark-failed", "--json")
    assert (done.code, done.json[0]["after"]) == (0, "failed")
    done = sending("messages", "retry", message["id"], "--json")
    assert (done.code, done.json["outcome"], done.json["message_id"]) == (0, "sent", message["id"])
    assert sending("messages", "retry", message["id"]).code == 3
    assert [each["body"] for each in post.texts] == ["Quite another", "Hi"]
