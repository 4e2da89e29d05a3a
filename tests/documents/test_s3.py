"""What only S3 has: large uploads that are gone on with, URLs, and servers in trouble."""

from __future__ import annotations

import os
import socket
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
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
    from doughy_cli.docs.stores import s3, s3_upload

    monkeypatch.setattr(s3_upload, "PART", 5 << 20)
    path = file("scan.bin", os.urandom(12 << 20))
    sent: list[int] = []
    client = s3._connect.__wrapped__
    stop = {"at": 2}

    def counting(*arguments: Any) -> Any:
        made = client(*arguments)
        real = made.upload_part

        def upload_part(**asked: Any) -> Any:
            if asked["PartNumber"] == stop["at"]:
                raise KeyboardInterrupt
            sent.append(asked["PartNumber"])
            return real(**asked)

        made.upload_part = upload_part
        return made

    monkeypatch.setattr(s3, "_connect", counting)
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


@contextmanager
def answering(status: int, body: bytes = b"") -> Iterator[str]:
    """A server that says the same to everything."""

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = answer  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@contextmanager
def silent() -> Iterator[str]:
    """A server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


def test_servers_in_trouble(
    docs: Docs, file: File, bucket: KeptInS3, monkeypatch: pytest.MonkeyPatch
) -> None:
    from botocore.retries import standard

    monkeypatch.setattr(standard.ExponentialBackoff, "delay_amount", lambda *_: 0)
    path = file()
    error = b"<Error><Code>%s</Code><Message>no</Message></Error>"

    def refused(code: int, words: str, **env: str) -> None:
        done = docs("add", path, "--type", "deed", env={**bucket.env, **env})
        assert (done.code, words in done.err) == (code, True), done.err
        assert done.err.count("\n") == 2

    with answering(403, error % b"AccessDenied") as url:
        refused(8, "refuses this (AccessDenied)", AWS_ENDPOINT_URL=url)
    with answering(403, error % b"InvalidAccessKeyId") as url:
        refused(4, "does not know these credentials", AWS_ENDPOINT_URL=url)
    with answering(500, error % b"InternalError") as url:
        refused(7, "is in trouble (InternalError)", AWS_ENDPOINT_URL=url)
    with answering(503) as url:
        refused(7, "is in trouble (HTTP 503)", AWS_ENDPOINT_URL=url)
    with silent() as url:
        refused(7, "does not answer", AWS_ENDPOINT_URL=url, DOUGHY_S3_TIMEOUT="0.1")
    refused(7, "does not answer", AWS_ENDPOINT_URL="http://127.0.0.1:9")
    nowhere = dict.fromkeys(("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"), "")
    refused(4, "no AWS credentials", **nowhere, AWS_CONFIG_FILE="/x", HOME="/nonexistent")
    refused(1, "there is no such bucket", DOUGHY_DOCUMENTS="s3://not-there/x")
    for bad in ("s3://", "s3://UPPER/x", "ftp://x", "s3://ok-bucket/../x"):
        done = docs("add", path, "--type", "deed", env={"DOUGHY_DOCUMENTS": bad})
        assert done.code == 2, bad
    late = docs("add", path, "--type", "deed", env={**bucket.env, "DOUGHY_S3_TIMEOUT": "soon"})
    assert late.code == 2
    assert docs("list", "--json").json == []
    assert bucket.urls() == []
