"""Two commands at a time: one of them sends."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.harness import Person, Program
    from tests.leads.conftest import Add, Leads
    from tests.providers.post_office import PostOffice
    from tests.providers.server import ProviderServer

NUMBER = "+19375550190"


def test_two_at_once_send_one(
    sending: Leads,
    add: Add,
    ann: Person,
    post: PostOffice,
    doughy: Program,
    equipped: dict[str, str],
    server: ProviderServer,
) -> None:
    lead = add("Ada", "--phone", NUMBER)["id"]
    post.errors[NUMBER] = 30999
    assert sending("text", lead, "Hi").code == 1
    [failed] = sending("messages", "list", "--json").json
    post.errors.clear()
    for command in (("text", lead, "Hello"), ("messages", "retry", failed["id"])):
        flags = ("--now", "--json")
        running = [
            doughy.start("leads", *command, *flags, person=ann, env=equipped) for _ in range(2)
        ]
        ended = [process.communicate() for process in running]
        codes = sorted(process.returncode for process in running)
        # The others find it sent, pending, or taken up: a conflict, or no failed message.
        assert codes[0] == 0 and {*codes[1:]} <= {3, 5}, ended
    assert [each["body"] for each in post.texts] == ["Hello", "Hi"]
    assert ann.sql("SELECT status::text FROM messages") == [("sent",)] * 2


def test_no_key_is_in_the_record(
    sending: Leads, add: Add, ann: Person, post: PostOffice, equipped: dict[str, str]
) -> None:
    """Nor in what is printed, when it fails and is to say more."""
    lead = add("Ada", "--phone", NUMBER)["id"]
    post.errors[NUMBER] = 30999
    done = sending("text", lead, "Hi", "--verbose")
    assert done.code == 1
    kept = ann.database.sql("SELECT messages::text FROM messages")
    kept += ann.database.sql("SELECT system_logs::text FROM system_logs")
    for secret in ("0f1e2d3c4b5a69788796a5b4c3d2TWIL", "SG.0123456789abcdef.SENDGRID"):
        assert secret not in f"{kept}{done.out}{done.err}"
