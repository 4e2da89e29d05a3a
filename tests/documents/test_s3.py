"""What only S3 has: large uploads that are gone on with, URLs, and servers in trouble."""

from __future__ import annotations

import os
import select
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from tests.documents.conftest import PDF

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.documents.conftest import Add, Docs, File, KeptInS3
    from tests.harness import Person, Program


def test_a_large_upload_is_gone_on_with(
    docs: Docs,
    file: File,
    bucket: KeptInS3,
    monkeypatch: pytest.MonkeyPatch,
    aged: Callable[[], None],
) -> None:
    from moto.s3 import models

    from doughy_cli.docs.stores import s3, s3_upload

    monkeypatch.setattr(s3_upload, "PART", 1000)
    monkeypatch.setattr(models, "S3_UPLOAD_PART_MIN_SIZE", 1000)
    path = file("scan.bin", os.urandom(2500))
    sent: list[int] = []
    client = s3._connect.__wrapped__
    stop = {"at": 2}

    def counting(*arguments: Any) -> Any:
        made, patience = client(*arguments)
        real = made.upload_part

        def upload_part(**asked: Any) -> Any:
            if asked["PartNumber"] == stop["at"]:
                raise KeyboardInterrupt
            sent.append(asked["PartNumber"])
            return real(**asked)

        made.upload_part = upload_part
        return made, patience

    monkeypatch.setattr(s3, "_connect", cache(counting))
    env = bucket.env
    assert docs("add", path, "--type", "photo", env=env).code == 130
    assert (sent, bucket.urls(), docs("list", "--json").json) == ([1], [], [])
    # (When it was begun, this server does not tell.)
    unfinished = docs("gc", "--dry-run", "--json", env=env).json
    assert [each["files"] for each in unfinished] == [1]
    stop["at"] = 0
    done = docs("add", path, "--type", "photo", "--json", env=env)
    assert (done.code, sent) == (0, [1, 2, 3]), done.err
    assert docs("verify", env=env).code == 0
    assert docs("gc", "--json", env=env).json == []
    # What nobody goes on with, is removed.
    stop["at"] = 3
    assert docs("rm", done.json["id"], "--yes", env=env).code == 0
    assert docs("add", path, "--type", "photo", env=env).code == 130
    aged()
    assert [each["removed"] for each in docs("gc", "--json", env=env).json] == [True]
    found = bucket.client.list_multipart_uploads(Bucket=bucket.bucket)
    assert found.get("Uploads", []) == []
    stop["at"] = 0
    assert docs("add", path, "--type", "photo", env=env).code == 0


def test_urls_for_others(docs: Docs, add: Add, file: File, bucket: KeptInS3) -> None:
    env = bucket.env
    row = add(file("Ann's deed.pdf"), env=env)
    shared = docs("url", row["id"], "--expires", "30m", env=env)
    assert "Whoever has it can read the file until" in shared.err
    with urllib.request.urlopen(shared.out.strip()) as answer:  # noqa: S310 (our own server)
        assert answer.read() == PDF
        assert "Ann%27s%20deed.pdf" in answer.headers["Content-Disposition"]
    found = docs("url", row["id"], "--json", env=env).json
    assert list(found) == ["id", "url", "expires_at"]
    assert "X-Amz-Expires=3600" in found["url"]
    for bad in ("8d", "0s", "soon"):
        assert docs("url", row["id"], "--expires", bad, env=env).code == 2
    here = add(file())
    assert docs("url", here["id"]).code == 1
    # A row tells where its bytes are, whatever the store of new ones is by now.
    assert docs("get", row["id"], "--to", "-").code == 1
    assert "which this profile does not know" in docs("get", row["id"], "--to", "-").err
    checked = docs("verify", "--json")
    assert [each["state"] for each in checked.json] == ["elsewhere"]
    assert docs("get", here["id"], "--to", "-", env=env).out == PDF.decode()


def test_where_documents_are_kept(
    docs: Docs, add: Add, file: File, bucket: KeptInS3, doughy: Program, ann: Person
) -> None:
    env = {name: each for name, each in bucket.env.items() if name != "DOUGHY_DOCUMENTS"}
    # A profile of Ann's own: what is set is of her alone.
    as_ann = {**env, "DOUGHY_DATABASE_URL": "", "DOUGHY_EMAIL": ""}
    config = doughy.home / "config" / "config.toml"
    config.parent.mkdir(parents=True)
    url = ann.database.cluster.url(ann.database.name)
    config.write_text(
        f"profile = 'team'\n[profiles.team]\ndatabase_url = \"{url}\"\nemail = '{ann.email}'\n"
    )
    assert docs("store", "--json", env=as_ann).json == {
        "store": "local",
        "origin": "default",
        "place": str(doughy.home / "data" / "documents"),
        "earlier": [],
    }
    here = add(file(), env=as_ann)
    nowhere = docs("store", "s3://not-there/x", env=as_ann)
    assert (nowhere.code, docs("store", "--json", env=as_ann).json["store"]) == (1, "local")
    for bad in ("ftp://x", "s3://", "/var/papers"):
        assert docs("store", bad, env=as_ann).code == 2
    set_to = docs("store", f"{bucket.place}/", "--json", env=as_ann).json
    assert (set_to["store"], set_to["origin"]) == (bucket.place, "profile team")
    assert bucket.urls() == []
    there = add(file("b.pdf", b"%PDF-1.4"), env=as_ann)
    assert there["file_url"].startswith(f"{bucket.place}/{ann.id}/")
    # What is set later does not lose what is kept already.
    back = docs("store", "local", "--json", env=as_ann).json
    assert (back["store"], back["earlier"]) == ("local", [bucket.place])
    for row in (here, there):
        assert docs("get", row["id"], "--to", "-", env=as_ann).code == 0
    assert docs("verify", env=as_ann).code == 0
    assert docs("rm", there["id"], "--yes", env=as_ann).code == 0
    assert bucket.urls() == []
    assert docs("store", "--unset", "--json", env=as_ann).json["origin"] == "default"
    assert docs("store", "local", "--unset", env=as_ann).code == 2


def test_where_everybodys_documents_are_kept(
    docs: Docs, add: Add, file: File, bucket: KeptInS3, ann: Person, ben: Person, admin: Person
) -> None:
    env = {name: each for name, each in bucket.env.items() if name != "DOUGHY_DOCUMENTS"}
    refused = docs("store", bucket.place, "--everybody", env=env)
    assert refused.code == 8
    assert docs("store", "--json", env=env).json["store"] == "local"
    by_hand = "SELECT auth.set_document_place(%s)"
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ann.sql(by_hand, bucket.place)
    assert docs("store", "--everybody", env=env, person=admin).code == 2
    assert docs("store", bucket.place, "--everybody", env=env, person=admin).code == 0
    for who in (ann, ben):
        told = docs("store", "--json", env=env, person=who).json
        assert (told["store"], told["origin"]) == (bucket.place, "the database")
        row = add(file(content=f"{who.email}".encode()), env=env, person=who)
        assert row["file_url"].startswith(f"{bucket.place}/{who.id}/")
        here = add(file(), person=who, env={**env, "DOUGHY_DOCUMENTS": "local"})
        assert here["file_url"].startswith("doughy-local://")
    # What the database said before is still known.
    assert docs("store", "local", "--everybody", env=env, person=admin).code == 0
    assert docs("store", "--json", env=env).json["earlier"] == [bucket.place]
    assert docs("verify", env=env).code == 0
    for bad in ("s3://UPPER/x", "file:///etc", "", "s3://ok/x\n", "s3://ok/../x y"):
        with pytest.raises(psycopg.errors.InvalidParameterValue):
            admin.sql(by_hand, bad)
    [(logged,)] = admin.sql(
        "SELECT message FROM system_logs WHERE message LIKE 'documents%%' LIMIT 1"
    )
    assert logged == f"documents are kept in {bucket.place}"


class Troubled(ThreadingHTTPServer):
    """A server that answers everything in the same way: that of `answer`."""

    answer: Callable[[BaseHTTPRequestHandler], None]

    # That of the class in between asks for the name of this computer, which may take its time.
    server_bind = TCPServer.server_bind

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Asked)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"


class _Asked(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # that of 1.0 lets who puts something wait for a second

    def answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        with suppress(ConnectionError):
            self.server.answer(self)  # type: ignore[attr-defined]

    do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = answer  # noqa: N815

    def log_message(self, *_: object) -> None:
        pass


def says(status: int, code: str = "", **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    """Return an answer of S3's, of so many words."""
    body = f"<Error><Code>{code}</Code><Message>no</Message></Error>".encode() if code else b""

    def answer(asked: BaseHTTPRequestHandler) -> None:
        asked.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            asked.send_header(name, value)
        asked.end_headers()
        asked.wfile.write(body)

    return answer


def silence(asked: BaseHTTPRequestHandler) -> None:
    """Say nothing, until who asks has had enough."""
    asked.close_connection = True
    asked.rfile.read()


def trickle(asked: BaseHTTPRequestHandler) -> None:
    """Send a header, or what a document holds, without an end: a byte now and then."""
    asked.close_connection = True
    asked.send_response(200)
    if asked.command != "PUT":
        asked.send_header("Content-Length", str(len(PDF)))
        asked.end_headers()
    else:
        asked.wfile.write(b"X-Header: ")
    if asked.command == "HEAD":
        return
    while not select.select([asked.connection], [], [], 0.02)[0]:
        asked.wfile.write(b"x")


def cut(asked: BaseHTTPRequestHandler) -> None:
    """Send less than was said."""
    asked.close_connection = True
    asked.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Length: 1000\r\n\r\n%PDF")


@pytest.fixture
def troubled() -> Iterator[Troubled]:
    """A server in trouble."""
    with Troubled() as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


def test_servers_in_trouble(
    docs: Docs,
    add: Add,
    file: File,
    bucket: KeptInS3,
    troubled: Troubled,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from botocore.retries import standard

    monkeypatch.setattr(standard.ExponentialBackoff, "delay_amount", lambda *_: 0)
    path = file()
    row = add(path, env=bucket.env)
    adding = ("add", file("new.pdf", b"new"), "--type", "deed")
    getting = ("get", row["id"], "--to", "-")
    here = {**bucket.env, "AWS_ENDPOINT_URL": troubled.url}

    def refused(code: int, words: str, *asked: object, env: dict[str, str]) -> None:
        done = docs(*(asked or adding), env=env)
        assert (done.code, words in done.err) == (code, True), done.err
        assert done.err.count("\n") == 2

    for answer, code, words, *asked in (
        (says(403, "AccessDenied"), 8, "refuses this (AccessDenied)"),
        (says(403, "InvalidAccessKeyId"), 4, "does not know these credentials"),
        (says(500, "InternalError"), 7, "is in trouble (InternalError)"),
        (says(503), 7, "is in trouble (HTTP 503)"),
        (says(429), 7, "is in trouble (HTTP 429)"),
        (says(404), 1, "what answers there is no S3 (HTTP 404)"),
        (says(200), 1, "what answers there is no S3 (it does not tell the ETag)"),
        (says(200), 1, "what answers there is no S3", "store", bucket.place),
        (says(301, Location=troubled.url), 1, "sends every request to somewhere else"),
        (cut, 7, "does not answer: its answer broke off", *getting),
        (silence, 7, "does not answer"),
        (trickle, 7, "does not answer: it took more than 0.3 seconds"),
        (trickle, 7, "does not answer: it took more than 0.3 seconds", *getting),
    ):
        if answer is silence:
            here["DOUGHY_S3_TIMEOUT"] = "0.1"
        troubled.answer = answer  # type: ignore[method-assign, assignment]
        refused(code, words, *asked, env=here)
    nowhere = dict.fromkeys(("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"), "")
    nowhere |= {"AWS_CONFIG_FILE": "/x", "HOME": "/nonexistent"}
    refused(4, "no AWS credentials", env={**bucket.env, **nowhere})
    missing = {**bucket.env, "DOUGHY_DOCUMENTS": "s3://not-there/x"}
    refused(1, "there is no such bucket", env=missing)
    for bad in ("s3://", "s3://UPPER/x", "ftp://x", "s3://ok-bucket/../x"):
        assert docs(*adding, env={"DOUGHY_DOCUMENTS": bad}).code == 2, bad
    assert docs(*adding, env={**bucket.env, "DOUGHY_S3_TIMEOUT": "soon"}).code == 2
    nonsense = docs(*adding, env={**bucket.env, "AWS_ENDPOINT_URL": "hush hush"})
    assert (nonsense.code, "AWS_ENDPOINT_URL" in nonsense.err, "hush" in nonsense.err) == (
        *(2, True, False),
    )
    # A store that does not answer is asked once, and what is in it is not called damaged.
    other = add(file("other.pdf", b"other"), env=bucket.env)
    nobody = {**bucket.env, "AWS_ENDPOINT_URL": "http://127.0.0.1:9"}
    unchecked = docs("verify", "--json", env=nobody)
    assert (unchecked.code, {each["state"] for each in unchecked.json}) == (1, {"unreadable"})
    assert "2 documents could not be checked." in unchecked.err
    swept = docs("gc", "--json", env=nobody)
    assert (swept.code, swept.json) == (7, [])
    removed = docs("rm", other["id"], "--yes", env=nobody)
    assert (removed.code, "`doughy docs gc` removes it" in removed.err) == (0, True)
    assert [each["id"] for each in docs("list", "--json").json] == [row["id"]]
    assert len(bucket.urls()) == 2
