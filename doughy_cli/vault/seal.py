"""Today's format of a sealed key, which docs/keys.md describes byte by byte.

A root is derived from the vault secret with PBKDF2-HMAC-SHA256 (RFC 8018) and the row's own
salt; from it, with HKDF-Expand (RFC 5869), come the key of AES-256-CTR (SP 800-38A), the key of
HMAC-SHA256, and a check value that tells a wrong vault secret from a damaged row. The HMAC is
over all that is stored and over whose row it is, and is compared in constant time before
anything is decrypted.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from cryptography.hazmat.primitives import constant_time, hashes, hmac, padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from doughy_cli.hidden import Secret
from doughy_cli.vault.faults import damaged, wrong_secret

VERSION = "doughy1"
FEWEST, USUAL, MOST = 100_000, 600_000, 10_000_000  # iterations
SALT, NONCE, CHECK, TAG, SUM, KEY = 16, 16, 16, 32, 16, 32  # bytes
PADDED_TO = 64  # bytes, so that a ciphertext's length says little of the key's


@dataclass(frozen=True, slots=True)
class Place:
    """Whose key for which service: a sealed key opens in its own place only."""

    user_id: UUID
    service: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """What the database holds of a key: the three columns of `api_keys`."""

    key_ciphertext: str
    nonce: str | None
    salt: str | None


@dataclass(frozen=True, slots=True)
class Content:
    """What is sealed: the key, and the variable that programs look for it in, if the person
    has chosen one."""

    key: Secret
    variable: str | None = None


@dataclass(frozen=True, slots=True)
class _Parts:
    iterations: int
    salt: bytes
    nonce: bytes
    check: bytes
    ciphertext: bytes
    tag: bytes
    sum: bytes


@dataclass(frozen=True, slots=True)
class _Keys:
    encryption: bytes
    authentication: bytes
    check: bytes


def seal(
    content: Content,
    place: Place,
    secret: Secret,
    iterations: int = USUAL,
    random: Callable[[int], bytes] = os.urandom,
) -> Sealed:
    """Return `content` sealed for its place. `random` is for the worked example alone."""
    salt, nonce = random(SALT), random(NONCE)
    keys = _derive(secret, salt, iterations)
    ciphertext = _crypt(keys.encryption, nonce, _padded(_written(content)))
    unsigned = _Parts(iterations, salt, nonce, keys.check, ciphertext, b"", b"")
    tag = _hmac(keys.authentication, unsigned, place).finalize()
    fields = (keys.check, ciphertext, tag, _sum(unsigned, tag, place))
    written = ":".join([VERSION, str(iterations), *map(_base64, fields)])
    return Sealed(written, _base64(nonce), _base64(salt))


def unseal(sealed: Sealed, place: Place, secret: Secret) -> Content:
    """Return what is sealed.

    Raises Damaged if any bit is not as it was written or the row is in another place,
    WrongSecret if it is whole and was sealed with another vault secret.
    """
    parts = _parse(sealed, place)
    keys = _derive(secret, parts.salt, parts.iterations)
    if not constant_time.bytes_eq(keys.check, parts.check):
        raise wrong_secret(place.service)
    if not constant_time.bytes_eq(_hmac(keys.authentication, parts, place).finalize(), parts.tag):
        raise damaged(place.service)
    return _read(_crypt(keys.encryption, parts.nonce, parts.ciphertext), place)


def is_ours(sealed: Sealed) -> bool:
    """Return whether a row claims to be of this format."""
    return sealed.key_ciphertext.startswith(f"{VERSION}:")


def decoded(text: str) -> bytes:
    """Return the bytes of base64 that is written in the one usual way.

    Raises ValueError for any other spelling: several would mean the same bytes, and a changed
    bit could go unseen.
    """
    found = base64.b64decode(text.encode("ascii"), validate=True)
    if _base64(found) != text:
        raise ValueError("not the usual spelling")
    return found


def _parse(sealed: Sealed, place: Place) -> _Parts:
    try:
        version, iterations, check, ciphertext, tag, sum_ = sealed.key_ciphertext.split(":")
        parts = _Parts(
            int(iterations),
            *(decoded(each or "") for each in (sealed.salt, sealed.nonce)),
            *(decoded(each) for each in (check, ciphertext, tag, sum_)),
        )
    except (ValueError, binascii.Error):
        raise damaged(place.service) from None
    lengths = (
        *(len(parts.salt), len(parts.nonce), len(parts.check), len(parts.tag), len(parts.sum)),
        len(parts.ciphertext) % PADDED_TO,
    )
    if (
        version != VERSION
        or str(parts.iterations) != iterations
        or not FEWEST <= parts.iterations <= MOST
        or lengths != (SALT, NONCE, CHECK, TAG, SUM, 0)
        or not constant_time.bytes_eq(_sum(parts, parts.tag, place), parts.sum)
    ):
        raise damaged(place.service)
    return parts


def _derive(secret: Secret, salt: bytes, iterations: int) -> _Keys:
    # Without Python's lock: threads derive at the same time.
    kdf = PBKDF2HMAC(hashes.SHA256(), KEY, salt, iterations)
    root = kdf.derive(secret.reveal().encode())

    def expanded(what: str, length: int) -> bytes:
        return HKDFExpand(hashes.SHA256(), length, f"{VERSION} {what}".encode()).derive(root)

    return _Keys(
        expanded("encryption", KEY), expanded("authentication", KEY), expanded("check", CHECK)
    )


def _crypt(key: bytes, nonce: bytes, data: bytes) -> bytes:
    # In counter mode the same step encrypts and decrypts.
    step = Cipher(algorithms.AES256(key), modes.CTR(nonce)).encryptor()
    return step.update(data) + step.finalize()


def _hmac(key: bytes, parts: _Parts, place: Place) -> hmac.HMAC:
    found = hmac.HMAC(key, hashes.SHA256())
    found.update(_bound(parts, place))
    return found


def _sum(parts: _Parts, tag: bytes, place: Place) -> bytes:
    """Return the row's checksum. It needs no key, so that damage is known from a wrong vault
    secret; against people who mean to change a row there is the HMAC."""
    digest = hashes.Hash(hashes.SHA256())
    digest.update(_bound(parts, place) + tag)
    return digest.finalize()[:SUM]


def _bound(parts: _Parts, place: Place) -> bytes:
    """Return all that is stored and where, each with its length before it."""
    fields = (
        VERSION.encode(),
        str(parts.iterations).encode(),
        str(place.user_id).encode(),
        place.service.encode(),
        *(parts.salt, parts.nonce, parts.check, parts.ciphertext),
    )
    return b"".join(len(each).to_bytes(4, "big") + each for each in fields)


def _written(content: Content) -> bytes:
    values = {"key": content.key.reveal()}
    if content.variable is not None:
        values["variable"] = content.variable
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()


def _read(padded: bytes, place: Place) -> Content:
    # The HMAC was right: what fails here was written by something that is not doughy.
    try:
        unpadder = padding.PKCS7(PADDED_TO * 8).unpadder()
        values = json.loads(unpadder.update(padded) + unpadder.finalize())
        return Content(Secret(values["key"]), values.get("variable"))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise damaged(place.service) from None


def _padded(data: bytes) -> bytes:
    padder = padding.PKCS7(PADDED_TO * 8).padder()
    return padder.update(data) + padder.finalize()


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
