"""Documents in S3, or in what speaks its language (MinIO, R2, B2 …), by boto3.

s3://BUCKET/PREFIX/<person>/<batch>/<SHA-256>

The person's id in the key lets a policy of the bucket give each person a prefix of their own; the
batch's name is random, so that no key can be guessed. What credentials and which endpoint: AWS's
own environment and files, `AWS_ENDPOINT_URL` among them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID

from doughy_cli.docs.stores.base import (
    BATCH,
    CHUNK,
    SHA256,
    Outside,
    Piece,
    Source,
    Told,
)
from doughy_cli.docs.stores.patience import TRIES, Patience, watch
from doughy_cli.docs.stores.s3_errors import no_s3, told_as_s3
from doughy_cli.docs.stores.s3_upload import Upload
from doughy_cli.errors import Failed, Usage

SCHEME = "s3://"
TIMEOUT = "DOUGHY_S3_TIMEOUT"
_USUAL_TIMEOUT = 20  # seconds until the first byte of an answer, and between two
_BUCKET = re.compile(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])((?:/[A-Za-z0-9._=-]+)*)/?")
_REST = re.compile(rf"({BATCH})/({SHA256})")
_UPLOAD = "unfinished:"
_MOST_AT_ONCE = 1000  # keys that one request deletes


def bucket_of(place: str) -> tuple[str, str]:
    """Return the bucket and the prefix (without `/` at its ends) of `s3://BUCKET/PREFIX`.
    Raises Usage for what is no such place."""
    found = _BUCKET.fullmatch(place)
    if found is None or ".." in place or "/./" in f"{place}/":
        raise Usage(f"{place!r} is no place in S3.", "Write s3://BUCKET or s3://BUCKET/PREFIX.")
    return found[1], found[2].strip("/")


def root_of(place: str, person: UUID) -> str:
    """Return how the URLs of a person's documents in this place begin."""
    bucket, prefix = bucket_of(place)
    return f"{SCHEME}{bucket}/{prefix}{'/' if prefix else ''}{person}/"


class S3Store:
    """A person's documents under a prefix of a bucket."""

    def __init__(self, place: str, person: UUID, state: Path) -> None:
        """`state` is the folder in which is kept how far large uploads have come."""
        self.label = place
        self.root = root_of(place, person)
        self.bucket = bucket_of(place)[0]
        self._prefix = self.root.removeprefix(f"{SCHEME}{self.bucket}/")
        self._state = state
        self._client, self._patience = connect()
        self._date: datetime | None = None

    def put(self, source: Source, batch: str, told: Told) -> str:
        with self._told():
            key = f"{self._prefix}{batch}/{source.sha256}"
            upload = Upload(self._client, self.bucket, self._prefix, self._state)
            try:
                return f"{SCHEME}{self.bucket}/{upload.put(source, key, told)}"
            except KeyError as error:
                raise no_s3(self.label, f"it does not tell the {error.args[0]}") from error

    def settle(self, batch: str) -> None:
        """What S3 has said yes to outlives a power cut."""

    def drop(self, batch: str) -> None:
        # It is to be tidy, and not to make somebody wait again who has waited in vain.
        with self._told(), self._patience.once():
            keys = [each["Key"] for each in self._objects(f"{self._prefix}{batch}/")]
            for start in range(0, len(keys), _MOST_AT_ONCE):
                some = [{"Key": key} for key in keys[start : start + _MOST_AT_ONCE]]
                self._client.delete_objects(Bucket=self.bucket, Delete={"Objects": some})

    def size(self, url: str) -> int:
        with self._told():
            found = self._client.head_object(Bucket=self.bucket, Key=self._key(url))
            return int(found["ContentLength"])

    def read(self, url: str, start: int = 0) -> Iterator[bytes]:
        key = self._key(url)
        with self._told():
            if start and start >= self.size(url):
                return
            part = {"Range": f"bytes={start}-"} if start else {}
            found = self._client.get_object(Bucket=self.bucket, Key=key, **part)
            body, left = found["Body"], int(found["ContentLength"])
            try:
                while chunk := self._chunk(body, min(left, CHUNK)):
                    left -= len(chunk)
                    yield chunk
            finally:
                body.close()

    def remove(self, url: str) -> None:
        with self._told():
            self._client.delete_object(Bucket=self.bucket, Key=self._key(url))

    def pieces(self) -> Iterator[Piece]:
        with self._told():
            for each in self._objects(self._prefix):
                found = _REST.fullmatch(each["Key"].removeprefix(self._prefix))
                if found:  # else it is nothing of doughy's
                    url = f"{SCHEME}{self.bucket}/{each['Key']}"
                    yield Piece(found[1], found[2], url, each["Size"], each["LastModified"])
            pages = self._client.get_paginator("list_multipart_uploads")
            for page in pages.paginate(Bucket=self.bucket, Prefix=self._prefix):
                for each in page.get("Uploads", []):
                    found = _REST.fullmatch(each["Key"].removeprefix(self._prefix))
                    if found:
                        name = f"{_UPLOAD}{found[2]}:{each['UploadId']}"
                        yield Piece(found[1], name, None, 0, each["Initiated"])

    def discard(self, piece: Piece) -> None:
        with self._told():
            if piece.url is not None:
                self.remove(piece.url)
                return
            sha256, _, upload = piece.name.removeprefix(_UPLOAD).partition(":")
            key = f"{self._prefix}{piece.batch}/{sha256}"
            self._client.abort_multipart_upload(Bucket=self.bucket, Key=key, UploadId=upload)

    def now(self) -> datetime:
        return self._date or datetime.now(UTC)

    def share(self, url: str, seconds: int, name: str) -> str:
        self.size(url)  # a URL of nothing is of no use
        shown = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
        asked = {"Bucket": self.bucket, "Key": self._key(url)}
        with self._told():
            signed: str = self._client.generate_presigned_url(
                "get_object",
                Params={**asked, "ResponseContentDisposition": shown},
                ExpiresIn=seconds,
            )
            return signed

    def try_out(self) -> None:
        """Write, read and remove a small object. Raises what stands in the way."""
        key = f"{self._prefix}tried"
        with self._told():
            self._client.put_object(Bucket=self.bucket, Key=key, Body=b"tried")
            body = self._client.get_object(Bucket=self.bucket, Key=key)["Body"]
            if self._chunk(body, 0) != b"tried":
                raise no_s3(self.label, "what is put there is not there")
            self._client.delete_object(Bucket=self.bucket, Key=key)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Raise what a person understands, and in time."""
        with told_as_s3(self.label):
            try:
                yield
            finally:
                self._patience.end()

    def _chunk(self, body: Any, size: int) -> bytes:
        self._patience.begin(body, size)
        chunk: bytes = body.read(CHUNK)
        self._patience.end()
        return chunk

    def _objects(self, prefix: str) -> Iterator[dict[str, Any]]:
        pages = self._client.get_paginator("list_objects_v2")
        for page in pages.paginate(Bucket=self.bucket, Prefix=prefix):
            date = page["ResponseMetadata"]["HTTPHeaders"].get("date")
            self._date = parsedate_to_datetime(date) if date else None
            yield from page.get("Contents", [])

    def _key(self, url: str) -> str:
        if not (url.startswith(self.root) and _REST.fullmatch(url.removeprefix(self.root))):
            raise Outside("This is not a place that doughy keeps documents of this person in.")
        return url.removeprefix(f"{SCHEME}{self.bucket}/")


def connect() -> tuple[Any, Patience]:
    """Return a client of S3, and how long it waits. Raises Failed where boto3 is not installed."""
    own = {name: each for name, each in os.environ.items() if name.startswith(("AWS_", "HOME"))}
    return _connect(frozenset(own.items()), _timeout())


@lru_cache(maxsize=4)  # to build one takes as long as some ten requests
def _connect(_environment: frozenset[tuple[str, str]], seconds: float) -> tuple[Any, Patience]:
    try:
        import boto3
        from botocore.config import Config
    except ImportError as error:
        raise Failed(
            "Documents in S3 need boto3.", "Install it: pip install 'doughy[s3]'.", code="no_boto3"
        ) from error
    endpoint = any(os.environ.get(name) for name in ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3"))
    with told_as_s3("S3"), _told_of_endpoint():
        client = boto3.session.Session().client(
            "s3",
            # Signatures ask for a region; what is not AWS has none.
            region_name=None if _has_region() else "us-east-1",
            config=Config(
                connect_timeout=seconds,
                read_timeout=seconds,
                retries={"mode": "standard", "total_max_attempts": TRIES},
                signature_version="s3v4",
                # Names of buckets are no host names where the endpoint is somebody's own.
                s3={"addressing_style": "path" if endpoint else "auto"},
            ),
        )
    patience = Patience(seconds)
    watch(client, patience)
    return client, patience


@contextmanager
def _told_of_endpoint() -> Iterator[None]:
    try:
        yield
    except ValueError:  # boto3's words repeat it, and there may be a password in it
        raise Usage("AWS_ENDPOINT_URL is no URL.", "Such as https://s3.example.com.") from None


def _has_region() -> bool:
    import boto3

    return boto3.session.Session().region_name is not None


def _timeout() -> float:
    text = os.environ.get(TIMEOUT) or str(_USUAL_TIMEOUT)
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 0 < seconds <= 3600:
        raise Usage(f"{TIMEOUT} must be a number of seconds, not {text!r}.")
    return seconds
