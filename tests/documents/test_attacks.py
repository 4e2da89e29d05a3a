"""Rows that somebody has written by hand: no command reads or removes what is not theirs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from tests.documents.conftest import PDF, KeptInS3, kept_files, some_lead

if TYPE_CHECKING:
    from tests.documents.conftest import Add, Docs, File, Kept
    from tests.harness import Person, Program


def not_read(docs: Docs, forged: list[str], secret: bytes, folder: Path, **more: Any) -> None:
    """No command that reads a document's file gives anything of these."""
    for command, *flags in (("get", "--to", folder), ("url",), ("verify", "--whole")):
        refused = docs(command, *forged, *flags, **more)
        assert refused.code == 1, (command, refused.err)
        assert secret.decode() not in refused.out + refused.err
    for each in forged:
        refused = docs("open", each, **more)
        assert (refused.code, refused.out) == (1, ""), refused.err
    streamed = docs("get", forged[0], "--to", "-", **more)
    assert (streamed.code, streamed.out) == (1, "")
    assert list(folder.iterdir()) == []


def forge(person: Person, url: str, *, lead: bool = False) -> str:
    """Write a document's row by hand; return its id."""
    if lead:
        [(made,)] = person.sql(
            "INSERT INTO re_lead_documents (lead_id, title, type, file_url)"
            " VALUES (%s, 'x', 'id', %s) RETURNING id",
            *(some_lead(person, "Nobody"), url),
        )
    else:
        [(made,)] = person.sql(
            "INSERT INTO re_documents (title, type, file_url) VALUES ('x', 'deed', %s)"
            " RETURNING id",
            url,
        )
    return str(made)


def test_a_sellers_paper_is_its_persons_alone(
    docs: Docs,
    add: Add,
    file: File,
    ann: Person,
    ben: Person,
    admin: Person,
    kept: Kept,
    empty: Path,
) -> None:
    """Ben knows all there is to know of Ann's paper, and shares her computer or bucket."""
    secret = b"%PDF-1.7 Ann's seller's driver's license"
    lead = some_lead(ann, "Ada Quill")
    row = add(file("license.pdf", secret), "--type", "id", "--lead", lead)
    [there] = kept.urls()
    mine = add(file("own.pdf", b"%PDF-1.7 Ben's own"), person=ben)
    for command in ("show", "get", "open", "rm", "edit", "verify", "link", "url"):
        flags = {"rm": ("--yes",), "edit": ("--title", "x"), "link": ("--property", "x y")}
        refused = docs(command, row["id"], *flags.get(command, ()), person=ben)
        assert refused.code == 3, (command, refused.err)
        assert "license" not in refused.out + refused.err
    assert docs("list", "--json", person=ben).json == [mine]
    assert ben.sql("SELECT file_url FROM re_lead_documents") == []
    batch, sha256 = row["file_url"].split("/")[-2:]
    own_root = mine["file_url"].rsplit("/", 2)[0]
    crafted = [
        row["file_url"],
        f"{own_root}/{batch}/{sha256}",
        f"{own_root}/../{row['file_url'].split('/')[-3]}/{batch}/{sha256}",
        f"{own_root}/{batch}/../{batch}/{sha256}",
    ]
    forged = [forge(ben, url, lead=url == crafted[0]) for url in crafted]
    not_read(docs, forged, secret, empty, person=ben)
    assert docs("rm", *forged, "--yes", person=ben).code == 0
    assert kept.read(there) == secret
    # The same content is not found in somebody else's place; nor does it say that it is there.
    again = add(file("found.pdf", secret), person=ben)
    assert len(kept.urls()) == 3
    assert again["file_url"] != row["file_url"]
    assert docs("rm", again["id"], "--yes", person=ben).code == 0
    assert docs("gc", "--json", person=ben).json == []
    assert kept.read(there) == secret
    # Staff read what they see of it, and change nothing.
    assert docs("get", row["id"], "--to", "-", person=admin).out == secret.decode()
    assert docs("rm", row["id"], "--yes", person=admin).code == 8
    assert docs("verify", person=admin).code == 0
    assert docs("gc", "--json", person=admin).json == []
    assert kept.read(there) == secret


def test_places_that_are_not_doughys(
    docs: Docs, add: Add, file: File, ann: Person, doughy: Program, tmp_path: Path, empty: Path
) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"untouched")
    row = add(file())
    [whole] = kept_files(doughy)
    store = whole.parent.parent
    sha256 = "a" * 64
    (whole.parent / sha256).symlink_to(victim)
    folder = store / ("b" * 32)
    folder.symlink_to(tmp_path)
    (tmp_path / sha256).write_bytes(b"untouched")
    root = f"doughy-local://{store.name}"
    urls = (
        f"file://{victim}",
        "file:///etc/passwd",
        str(victim),
        f"../../{victim.name}",
        f"{root}/../../../victim",
        f"{root}/{whole.parent.name}/../../../../victim",
        f"{root}/{whole.parent.name}/{sha256}",
        f"{root}/store.json",
        f"{root}/{whole.parent.name}/{whole.name}\n",
        f"doughy-local://{uuid4().hex}/{whole.parent.name}/{whole.name}",
        "doughy-local://",
        "s3://somebody/else/secret",
        "ftp://x.example.com/x",
        "javascript:alert(1)",
        "-rf",
        "",
    )
    forged = [forge(ann, url) for url in urls]
    checked = docs("verify", *forged, "--json").json
    states = {each["file_url"]: each["state"] for each in checked}
    assert states.keys() == set(urls)
    assert set(states.values()) == {"outside", "elsewhere", "missing"}
    not_read(docs, forged[6:8], b"untouched", empty)
    refused = docs("get", *forged, "--to", empty)
    assert (refused.code, refused.err.count("\n"), list(empty.iterdir())) == (1, 7, [])
    assert docs("rm", *forged, "--yes").code == 0
    assert docs("gc").code == 0
    assert (victim.read_bytes(), whole.read_bytes()) == (b"untouched", PDF)
    assert (tmp_path / sha256).read_bytes() == b"untouched"
    assert docs("get", row["id"], "--to", "-").out == PDF.decode()


def test_buckets_that_are_not_ones_own(
    docs: Docs, add: Add, file: File, ann: Person, bucket: KeptInS3, empty: Path
) -> None:
    """The credentials may be good for more than documents."""
    env = bucket.env
    row = add(file(), env=env)
    tail = row["file_url"].removeprefix(f"{bucket.place}/")
    other = f"{bucket.bucket}-other"
    bucket.client.create_bucket(Bucket=other)
    bucket.client.put_object(Bucket=other, Key=f"team/{tail}", Body=b"untouched")
    bucket.client.put_object(Bucket=bucket.bucket, Key=f"private/{tail}", Body=b"untouched")
    bucket.client.put_object(Bucket=bucket.bucket, Key="team/secret", Body=b"untouched")
    urls = (
        f"s3://{other}/team/{tail}",
        f"s3://{bucket.bucket}/private/{tail}",
        f"{bucket.place}/secret",
        f"{bucket.place}/{ann.id}/../secret",
        f"s3://{bucket.bucket}@{other}/team/{tail}",
    )
    forged = [forge(ann, url) for url in urls]
    not_read(docs, forged, b"untouched", empty, env=env)
    assert docs("rm", *forged, "--yes", env=env).code == 0
    found = bucket.client.get_object(Bucket=other, Key=f"team/{tail}")
    assert found["Body"].read() == b"untouched"
    assert len(bucket.urls()) == 3
