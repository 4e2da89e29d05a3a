"""Bringing a file into S3: whole in one request, or if it is large in parts, going on with what an
earlier run has left.

How far a large upload has come S3 itself knows; which upload it was is kept in a small file. Those
of half a day ago are not gone on with: what `gc` may remove is a day old.
"""

from __future__ import annotations

import base64
import fcntl
import hashlib
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from doughy_cli.docs.stores.base import Changed, Source, Told

PART = 8 << 20  # bytes; S3 takes 5 MiB and more, and 10,000 parts of one object
_OLDEST = 12 * 3600  # seconds


class Upload:
    """Puts files of one person into a bucket."""

    def __init__(self, client: Any, bucket: str, prefix: str, state: Path) -> None:
        self._client = client
        self._bucket = bucket
        self._prefix = prefix
        self._state = state

    def put(self, source: Source, key: str, told: Told) -> str:
        """Put the file under `key`, or go on with what an earlier run has begun for the same
        content; return the key. Raises Changed if the file is not what it was."""
        if source.size <= PART:
            return self._whole(source, key, told)
        with self._begun(source, key) as (key_of_it, upload):
            try:
                self._in_parts(source, key_of_it, upload, told)
            except Changed:
                self._client.abort_multipart_upload(
                    Bucket=self._bucket, Key=key_of_it, UploadId=upload
                )
                raise
        return key_of_it

    def _whole(self, source: Source, key: str, told: Told) -> str:
        with source.open() as file:
            content = file.read(PART + 1)
        digest = hashlib.sha256(content)
        if digest.hexdigest() != source.sha256:
            raise _changed(source)
        done = self._client.put_object(
            Bucket=self._bucket,
            Key=key,
            Body=content,
            ContentType=source.content_type,
            # S3 refuses what does not arrive as it was sent.
            ChecksumSHA256=base64.b64encode(digest.digest()).decode(),
        )
        done["ETag"]  # without it, somebody else has said yes
        told(len(content))
        return key

    def _in_parts(self, source: Source, key: str, upload: str, told: Told) -> None:
        there = self._parts(key, upload)
        digest, done = hashlib.sha256(), []
        with source.open() as file:
            for number, content in enumerate(_cut(file), 1):
                digest.update(content)
                tag = hashlib.md5(content, usedforsecurity=False).hexdigest()
                etag = there.get(number)
                if etag is None or etag.strip('"') != tag:
                    etag = self._client.upload_part(
                        Bucket=self._bucket,
                        Key=key,
                        UploadId=upload,
                        PartNumber=number,
                        Body=content,
                    )["ETag"]
                done.append({"PartNumber": number, "ETag": etag})
                told(len(content))
        if digest.hexdigest() != source.sha256:
            raise _changed(source)
        self._client.complete_multipart_upload(
            Bucket=self._bucket, Key=key, UploadId=upload, MultipartUpload={"Parts": done}
        )["ETag"]

    def _parts(self, key: str, upload: str) -> dict[int, str]:
        """Return the parts that S3 has of an upload, by number."""
        pages = self._client.get_paginator("list_parts")
        asked = pages.paginate(Bucket=self._bucket, Key=key, UploadId=upload)
        return {
            each["PartNumber"]: each["ETag"] for page in asked for each in page.get("Parts", [])
        }

    @contextmanager
    def _begun(self, source: Source, key: str) -> Iterator[tuple[str, str]]:
        """Yield the key and the id of an upload for this content: of an earlier run, or a new
        one. Once it is done, or given up, it is forgotten."""
        self._state.mkdir(mode=0o700, parents=True, exist_ok=True)
        place = f"{self._bucket}/{self._prefix}{source.sha256}"
        path = self._state / hashlib.sha256(place.encode()).hexdigest()
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "r+b") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                # Another run is at it: this one begins its own, which nothing goes on with.
                yield key, self._begin(source, key)
                return
            found = self._earlier(file)
            if found is None:
                found = key, self._begin(source, key)
                file.seek(0)
                file.truncate()
                file.write(json.dumps([*found, time.time()]).encode())
                file.flush()
            try:
                yield found
            except Changed:
                path.unlink(missing_ok=True)
                raise
            path.unlink(missing_ok=True)

    def _begin(self, source: Source, key: str) -> str:
        made = self._client.create_multipart_upload(
            Bucket=self._bucket, Key=key, ContentType=source.content_type
        )
        return str(made["UploadId"])

    def _earlier(self, file: BinaryIO) -> tuple[str, str] | None:
        """Return the key and the id of the upload that the file tells of, if S3 still has it."""
        from botocore.exceptions import ClientError

        with suppress(ValueError, TypeError):
            key, upload, since = json.loads(file.read())
            if str(key).startswith(self._prefix) and time.time() - since < _OLDEST:
                with suppress(ClientError):
                    self._parts(key, upload)
                    return str(key), str(upload)
        return None


def _cut(file: BinaryIO) -> Iterator[bytes]:
    while content := file.read(PART):
        yield content


def _changed(source: Source) -> Changed:
    return Changed(f"{source.path} changed while it was read; nothing of it was kept.")
