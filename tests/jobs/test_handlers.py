"""The handlers that doughy brings: each sees its owner's rows alone, and changes none of them."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import docx
import pytest
from pypdf import PdfWriter

from doughy_cli.jobs.working import running
from doughy_cli.properties.comps import valuation_job
from doughy_cli.providers.faults import KeyRefused, ProviderFailed
from tests.jobs.conftest import make_deal
from tests.providers.server import OPENAI_KEY, Asked, ProviderServer, Reply

if TYPE_CHECKING:
    from tests.harness import Person, Program
    from tests.jobs.conftest import Jobs

QUICK = ("--drain", "--poll", "0.05", "--backoff", "0")
PROPERTY = """
    INSERT INTO re_properties
        (address_line_1, city, state, zip, square_feet, bedrooms, purchase_price, property_type)
    VALUES (%s, 'Dayton', 'OH', '45402', %s, 3, %s, 'single_family') RETURNING id::text
"""
FOUND = {
    "kind": "deed",
    "summary": "A deed.",
    "parties": [{"name": "Ada Quill", "role": "grantor"}],
    "property_address": None,
    "amounts": [],
    "dates": [{"what": "signed", "date": "2026-01-31"}],
    "obligations": [],
    "risks": ["No notary"],
    "signed": True,
}


@pytest.fixture
def openai() -> Iterator[ProviderServer]:
    """A server that answers as OpenAI does: a record where one is asked for, else words."""

    def complete(asked: Asked) -> Reply:
        record = "response_format" in asked.json
        text = json.dumps(FOUND) if record else "Three sales near it speak for it."
        choice = {"message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
        return Reply(200, {"choices": [choice]})

    with ProviderServer().running() as server:
        server.answer("POST", "/v1/chat/completions", complete)
        yield server


@pytest.fixture
def keyed(doughy: Program, ann: Person, openai: ProviderServer, admin: Person) -> dict[str, str]:
    """Ann's key is stored, and a worker's password kept here; the environment of both."""
    env = {"DOUGHY_VAULT_ITERATIONS": "100000", **openai.environment}
    done = doughy("keys", "set", "openai", person=ann, stdin=f"{OPENAI_KEY}\n", env=env)
    assert done.code == 0, done.err
    done = doughy("users", "add", "--service", "robot", "--keep", person=admin)
    assert done.code == 0, done.err
    return env


def street(person: Person, price: int) -> str:
    """Add four properties of a street, three of them sold; return a deal about the first."""
    [(subject,)] = person.sql(PROPERTY, "1 Elm St", 1000, None)
    for number in range(2, 5):
        person.sql(PROPERTY, f"{number} Elm St", 1000, price + number * 1000)
    deal = make_deal(person)
    person.sql("UPDATE deals SET property_id = %s WHERE id = %s", subject, deal)
    return deal


def test_a_valuation_is_by_its_owners_own_sales(
    jobs: Jobs, ann: Person, ben: Person, worker: Person
) -> None:
    street(ben, 900_000)
    deal = street(ann, 100_000)
    job = jobs("add", "property_valuation", "--deal", deal, "--json").json["id"]
    none = jobs("add", "property_valuation", "--deal", make_deal(ann), "--json").json["id"]
    jobs("work", *QUICK, person=worker)
    row = jobs("show", job, "--json").json
    assert row["status"] == "succeeded", row["error_message"]
    found = row["output_data"]
    values = [Decimal(found[each]) for each in ("low", "suggested_arv", "high")]
    assert values == [102_000, 103_000, 104_000]
    assert (found["comps_used"], len(found["evidence"]["comps"])) == (3, 3)
    assert found["reasoning"] is None
    assert "No key is stored for openai" in found["reasoning_left_out"]
    short = found["property_id"][:8]
    assert row["next_command"] == f"doughy properties edit {short} --arv 103000"
    assert ann.sql("SELECT arv FROM re_properties WHERE id = %s", found["property_id"]) == [(None,)]
    refused = jobs("show", none, "--json").json
    assert (refused["status"], refused["attempts"]) == ("failed", 1)
    assert "The deal is about no property" in refused["error_message"]


def test_scores_and_duplicates_are_of_its_owners_leads(
    jobs: Jobs, ann: Person, ben: Person, worker: Person, deal: str
) -> None:
    lead = "INSERT INTO leads (name, phone, status, score) VALUES (%s, %s, 'new', %s) RETURNING id"
    ben.sql(lead, "Ada Quill", "+19375550190", None)
    [(first,)] = ann.sql(lead, "Ada Quill", "+19375550190", None)
    [(second,)] = ann.sql(lead, "Quill, Ada", "+19375550191", 3)
    ann.sql("UPDATE leads SET opt_status = 'opted_in' WHERE id = %s", first)
    ann.sql("UPDATE leads SET email = %s WHERE id = %s", "ada@example.com", first)
    contact = "INSERT INTO contacts (phone, email) VALUES (%s, %s) RETURNING id"
    [(contact_id,)] = ann.sql(contact, "+19375550190", "ada@example.com")
    link = "INSERT INTO lead_contacts (lead_id, contact_id, relation) VALUES (%s, %s, 'owner')"
    ann.sql(link, second, contact_id)
    rescored = jobs("add", "lead_rescore", "--deal", deal, "--json").json["id"]
    scanned = jobs("add", "duplicate_scan", "--deal", deal, "--json").json["id"]
    jobs("work", *QUICK, person=worker)
    done = jobs("show", rescored, "--json").json
    assert done["status"] == "succeeded", done["error_message"]
    scores = done["output_data"]
    assert scores["leads_looked_at"] == 2
    found = {each["id"]: each for each in scores["leads"]}
    assert found.keys() == {str(first), str(second)}
    # 30 for a new lead, 10 for one who agreed, and 24 of 40 for one who came in just now.
    assert found[str(first)]["points"] == {"status": 30, "consent": 10, "value": 0, "warmth": 24}
    assert found[str(first)]["suggested_score"] == 64
    assert ann.sql("SELECT score FROM leads ORDER BY score") == [(3,), (None,)]
    row = jobs("show", scanned, "--json").json
    [group] = row["output_data"]["groups"]
    assert {each["id"] for each in group["leads"]} == {str(first), str(second)}
    assert row["output_data"]["leads_looked_at"] == 2
    assert row["next_command"].startswith("doughy leads merge ")


def test_words_on_a_valuation_are_written_with_the_owners_key(
    jobs: Jobs, ann: Person, keyed: dict[str, str], openai: ProviderServer
) -> None:
    deal = street(ann, 100_000)
    job = jobs("add", "property_valuation", "--deal", deal, "--json").json["id"]
    done = jobs("work", *QUICK, "--service", "robot", "--my-keys", env=keyed)
    assert done.code == 0, done.err
    found = jobs("show", job, "--json").json["output_data"]
    assert found["reasoning"] == "Three sales near it speak for it."
    [asked] = openai.asked
    assert asked.headers["authorization"] == f"Bearer {OPENAI_KEY}"
    assert "1 Elm St" in asked.json["messages"][1]["content"]
    # What OpenAI does not want to do takes nothing from the figure, and a key that it repeats is
    # not kept.
    choice = {"message": {"content": f"It is {OPENAI_KEY}."}, "finish_reason": "stop"}
    refusal = {"error": {"message": f"Incorrect key {OPENAI_KEY}", "code": "x"}}
    openai.fail(Reply(401, refusal), Reply(200, {"choices": [choice]}))
    refused, repeated = (
        jobs("add", "property_valuation", "--deal", deal, "--json").json["id"] for _ in range(2)
    )
    done = jobs("work", *QUICK, "--service", "robot", "--my-keys", env=keyed)
    first, second = (jobs("show", each, "--json").json for each in (refused, repeated))
    assert OPENAI_KEY not in f"{first} {second} {done.err}"
    assert first["output_data"]["suggested_arv"] == found["suggested_arv"]
    assert "OpenAI refuses the key" in first["output_data"]["reasoning_left_out"]
    assert second["output_data"]["reasoning"] == "It is ***."


def test_words_are_asked_for_again_before_they_are_left_out() -> None:
    def fail(_service: str) -> str:
        raise ProviderFailed("It has a failure of its own.", provider="openai")

    context: Any = SimpleNamespace(secret=fail)
    for attempt in (1, 2):
        job: Any = SimpleNamespace(attempt=attempt, max_attempts=2)
        if attempt == 1:
            with pytest.raises(ProviderFailed):
                valuation_job._reasoning({}, job, context)
        else:
            assert valuation_job._reasoning({}, job, context) == (
                None, "It has a failure of its own.",
            )  # fmt: skip
    # A key that is refused is refused the next time, too.
    assert running._failed(KeyRefused("No.", provider="openai"), [])["permanent"]
    assert not running._failed(ProviderFailed("No.", provider="openai"), [])["permanent"]


def pdf(text: bool) -> bytes:
    """A PDF of a page, with a text or without."""
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    if text:
        from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

        stream = DecodedStreamObject()
        stream.set_data(b"BT /F1 12 Tf 10 100 Td (Warranty deed of Elm Street) Tj ET")
        font = DictionaryObject({
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        })  # fmt: skip
        page[NameObject("/Contents")] = writer._add_object(stream)
        fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def word() -> bytes:
    """A DOCX with a paragraph and a table."""
    document = docx.Document()
    document.add_paragraph("Purchase agreement")
    document.add_table(1, 2).rows[0].cells[1].text = "95,000"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_documents_are_read_and_understood(
    jobs: Jobs, doughy: Program, ann: Person, ben: Person, keyed: dict[str, str],
    openai: ProviderServer, deal: str, tmp_path: Path,
) -> None:  # fmt: skip
    files = {
        "deed.pdf": (pdf(text=True), "Warranty deed of Elm Street"),
        "scan.pdf": (pdf(text=False), "data:application/pdf;base64,"),
        "contract.docx": (word(), "Purchase agreement"),
        "photo.png": (bytes.fromhex("89504e470d0a1a0a") + b"x" * 99, "data:image/png;base64,"),
        "broken.pdf": (b"%PDF-1.7 nothing", None),
        "table.bin": (b"\x00\x01\x02", None),
    }
    added: dict[str, str] = {}
    for name, (content, _) in files.items():
        (tmp_path / name).write_bytes(content)
        done = doughy(
            *("docs", "add", tmp_path / name, "--deal", deal, "--type", "other", "--json"),
            person=ann,
        )
        assert done.code == 0, done.err
        document = done.json if isinstance(done.json, dict) else done.json[0]
        given = json.dumps({"document_id": document["id"]})
        queued = jobs("add", "document_analysis", "--deal", deal, "--input", given, "--json")
        added[name] = queued.json["id"]
    which = jobs("add", "document_analysis", "--deal", deal, "--json").json["id"]
    # Ben's job names Ann's document: it finds none.
    foreign = jobs(
        *("add", "document_analysis", "--deal", make_deal(ben), "--input", given, "--json"),
        person=ben,
    ).json["id"]  # fmt: skip
    env = {**keyed}
    done = jobs("work", *QUICK, "--service", "robot", "--my-keys", env=env)
    assert done.code == 0, done.err
    sent_texts = [json.dumps(each.json) for each in openai.asked]
    for name, (_, sent) in files.items():
        row = jobs("show", added[name], "--json").json
        if sent is None:
            assert (row["status"], row["attempts"]) == ("failed", 1), row
            continue
        assert row["status"] == "succeeded", row["error_message"]
        assert row["output_data"]["found"] == FOUND
        assert row["output_data"]["read_by"] == ("image" if sent.startswith("data:") else "text")
        assert any(sent in each for each in sent_texts), name
    schema = openai.asked[0].json["response_format"]["json_schema"]
    assert schema["strict"] is True
    assert "say which" in jobs("show", which, "--json").json["error_message"]
    other = jobs("show", foreign, "--json", person=ben).json
    assert (other["status"], "No key is stored" in other["error_message"]) == ("failed", True)
    # Nothing of a document or of the key is anywhere in what the worker said or logged.
    logged = ann.database.sql("SELECT message || details::text FROM system_logs")
    for text in (done.err, done.out, *(each for (each,) in logged)):
        assert OPENAI_KEY not in text
        assert "Warranty" not in text


def test_without_the_secret_it_is_refused_and_with_a_file_of_secrets_it_is_done(
    jobs: Jobs, ann: Person, worker: Person, keyed: dict[str, str], openai: ProviderServer,
    doughy: Program, tmp_path: Path,
) -> None:  # fmt: skip
    deal = street(ann, 100_000)
    jobs("add", "property_valuation", "--deal", deal)
    jobs("work", *QUICK, person=worker, env=keyed)
    [row] = jobs("list", "--json").json
    left_out = jobs("show", row["id"], "--json").json["output_data"]["reasoning_left_out"]
    assert "was not given the vault secret that opens the key for openai" in left_out
    [secret] = json.loads((doughy.home / "config" / "vault.json").read_text()).values()
    file = tmp_path / "secrets.json"
    file.write_text(json.dumps({"Ann@example.com": secret}))
    file.chmod(0o644)
    exposed = jobs("work", "--once", "--vault-secrets", file, person=worker)
    assert (exposed.code, "can be read by others" in exposed.err) == (2, True)
    file.chmod(0o600)
    for text, reasoning in (
        (json.dumps({"Ann@example.com": "another secret altogether"}), None),
        (json.dumps({"Ann@example.com": secret}), "Three sales near it speak for it."),
    ):
        file.write_text(text)
        job = jobs("add", "property_valuation", "--deal", deal, "--json").json["id"]
        done = jobs("work", *QUICK, "--vault-secrets", file, person=worker, env=keyed)
        assert done.code == 0, done.err
        found: dict[str, Any] = jobs("show", job, "--json").json["output_data"]
        assert found["reasoning"] == reasoning, found
    file.write_text("[]")
    assert jobs("work", "--once", "--vault-secrets", file, person=worker).code == 2
    # A service has keys only of who has a job with it just now.
    assert worker.sql("SELECT count(*) FROM ai_jobs, auth.job_key(id, lease_token, 'openai')") == [
        (0,)
    ]
