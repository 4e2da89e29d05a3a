"""What the tests of `doughy docs` have in common: the program run as Ann, files, and what they
belong to."""

from __future__ import annotations

import logging
import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

if TYPE_CHECKING:
    from tests.harness import Person, Program, Result

Docs = Callable[..., "Result"]
Add = Callable[..., dict[str, Any]]
File = Callable[..., Path]

PDF = b"%PDF-1.7\n% a deed\n"
_ACCOUNT = "123456789012"  # whose all is, on a server of moto's


class Kept(ABC):
    """What a store holds, whatever doughy says of it."""

    env: Mapping[str, str] = MappingProxyType({})

    @abstractmethod
    def urls(self) -> list[str]:
        """Return the places of all files, as the store calls them."""

    def count(self) -> int:
        """Return how many files there are."""
        return len(self.urls())

    @abstractmethod
    def read(self, url: str) -> bytes:
        """Return what a file holds."""

    @abstractmethod
    def write(self, url: str, content: bytes) -> None:
        """Let a file hold something else."""

    @abstractmethod
    def remove(self, url: str) -> None:
        """Take a file away."""


class KeptHere(Kept):
    """The documents folder of this home."""

    def __init__(self, program: Program) -> None:
        self.root = program.home / "data" / "documents"

    def urls(self) -> list[str]:
        # (A glob of pathlib's fails where a folder goes while it looks.)
        found = [Path(folder) / name for folder, _, names in os.walk(self.root) for name in names]
        return sorted(str(each) for each in found if each.parents[2] == self.root)

    def read(self, url: str) -> bytes:
        return Path(url).read_bytes()

    def write(self, url: str, content: bytes) -> None:
        Path(url).write_bytes(content)

    def remove(self, url: str) -> None:
        Path(url).unlink()


class KeptInS3(Kept):
    """A bucket of a real server of S3 on this computer."""

    def __init__(self, endpoint: str) -> None:
        import boto3

        self.bucket = f"papers-{uuid4().hex[:12]}"
        self.place = f"s3://{self.bucket}/team"
        self.env = {
            "AWS_ENDPOINT_URL": endpoint,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_EC2_METADATA_DISABLED": "true",
            "DOUGHY_DOCUMENTS": self.place,
            # The same in all tests, so that the program has one client in all of them.
            "HOME": "/nonexistent",
        }
        self.client = boto3.client(
            "s3",
            endpoint_url=endpoint,
            region_name="us-east-1",
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )
        self.client.create_bucket(Bucket=self.bucket)

    def urls(self) -> list[str]:
        found = self.client.list_objects_v2(Bucket=self.bucket).get("Contents", [])
        return sorted(each["Key"] for each in found)

    def count(self) -> int:  # a list takes a millisecond for each file
        from moto.s3.models import s3_backends

        return sum(1 for _ in s3_backends[_ACCOUNT]["aws"].buckets[self.bucket].keys.items())

    def read(self, url: str) -> bytes:
        found: bytes = self.client.get_object(Bucket=self.bucket, Key=url)["Body"].read()
        return found

    def write(self, url: str, content: bytes) -> None:
        self.client.put_object(Bucket=self.bucket, Key=url, Body=content)

    def remove(self, url: str) -> None:
        self.client.delete_object(Bucket=self.bucket, Key=url)


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """A server of S3 in this process; its URL."""
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(s3_server: str) -> KeptInS3:
    """A bucket of its own."""
    return KeptInS3(s3_server)


@pytest.fixture(params=["local", "s3"])
def kept(request: pytest.FixtureRequest, doughy: Program) -> Kept:
    """Each store in turn: what is true of documents is true in both."""
    if request.param == "local":
        return KeptHere(doughy)
    found: Kept = request.getfixturevalue("bucket")
    return found


@pytest.fixture
def docs(doughy: Program, ann: Person, request: pytest.FixtureRequest) -> Docs:
    """Run `doughy docs …`, as Ann if nobody else is named; with the store of the test."""
    of_store = request.getfixturevalue("kept").env if "kept" in request.fixturenames else {}

    def run(
        *arguments: object, person: Person = ann, env: dict[str, str] | None = None, **more: Any
    ) -> Result:
        own = {**of_store, **(env or {})}
        return doughy("docs", *map(str, arguments), person=person, env=own, **more)

    return run


@pytest.fixture
def aged(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Let a day pass, as far as `gc` is concerned."""

    def pass_a_day() -> None:
        from doughy_cli.docs import checking

        monkeypatch.setattr(checking, "YOUNGEST", timedelta(seconds=-60))

    return pass_a_day


@pytest.fixture
def file(tmp_path: Path) -> File:
    """Make a file to add."""

    def make(name: str = "deed.pdf", content: bytes = PDF) -> Path:
        path = tmp_path / "files" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        return path

    return make


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """An empty folder."""
    path = tmp_path / "empty"
    path.mkdir()
    return path


@pytest.fixture
def add(docs: Docs) -> Add:
    """Add a document and return it."""

    def run(path: Path, *flags: object, **more: Any) -> dict[str, Any]:
        kind = () if "--type" in flags else ("--type", "deed")
        done = docs("add", path, *kind, *flags, "--json", **more)
        assert done.code == 0, done.err
        found: dict[str, Any] = done.json
        return found

    return run


def some_property(person: Person, street: str) -> str:
    """Add a property in Dayton; return its id."""
    [(made,)] = person.sql(
        "INSERT INTO re_properties (address_line_1, city, state, zip)"
        " VALUES (%s, 'Dayton', 'OH', '45402') RETURNING id",
        street,
    )
    return str(made)


def some_lead(person: Person, name: str, email: str | None = None) -> str:
    """Add a lead; return its id."""
    [(made,)] = person.sql(
        "INSERT INTO leads (name, email) VALUES (%s, %s) RETURNING id", name, email
    )
    return str(made)


def some_deal(person: Person, title: str, property_id: str | None = None) -> str:
    """Add a deal; return its id."""
    [(made,)] = person.sql(
        "INSERT INTO deals (title, stage, property_id) VALUES (%s, 'analyzing', %s) RETURNING id",
        *(title, property_id),
    )
    return str(made)


def kept_files(program: Program) -> list[Path]:
    """Return the files that the local store of this home has."""
    root = program.home / "data" / "documents"
    return sorted(each for each in root.glob("*/*/*") if each.is_file())
