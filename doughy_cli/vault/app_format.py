"""The app's format of a sealed key, which is read and not written: `keys rotate` rewrites it.

`v2:<salt>:<iv>:<ciphertext>:<hmac>`, the first three in base64 and the HMAC in hex. One key,
PBKDF2-HMAC-SHA256(secret, salt, 100,000, 32 bytes), serves HMAC-SHA256 over the text
`salt:iv:ciphertext` and AES-256-CBC with PKCS#7. Neither person nor service is bound, and there
is no check value: a wrong secret looks like damage.
"""

from __future__ import annotations

import binascii

from cryptography.hazmat.primitives import constant_time, hashes, hmac, padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from doughy_cli.hidden import Secret
from doughy_cli.vault.faults import Damaged, damaged
from doughy_cli.vault.seal import Content, Place, Sealed, decoded

VERSION = "v2"
ITERATIONS = 100_000
_BLOCK = 16  # bytes
_HMAC = 64  # hex digits


def is_apps(sealed: Sealed) -> bool:
    """Return whether a row claims to be of the app's format."""
    return sealed.key_ciphertext.startswith(f"{VERSION}:")


def unseal(sealed: Sealed, place: Place, secret: Secret) -> Content:
    """Return what the app has sealed.

    Raises Damaged if the HMAC is not that of the row under this secret, or the row is not of
    the format.
    """
    try:
        version, salt, iv, ciphertext, tag = sealed.key_ciphertext.split(":")
        salt_, iv_, ciphertext_ = (decoded(each) for each in (salt, iv, ciphertext))
    except (ValueError, binascii.Error):
        raise damaged(place.service) from None
    # The two columns are the app's to leave empty, or to repeat what the text has.
    if (
        version != VERSION
        or len(tag) != _HMAC
        or len(iv_) != _BLOCK
        or not ciphertext_
        or len(ciphertext_) % _BLOCK
        or (sealed.salt or salt) != salt
        or (sealed.nonce or iv) != iv
    ):
        raise damaged(place.service)
    key = PBKDF2HMAC(hashes.SHA256(), 32, salt_, ITERATIONS).derive(secret.reveal().encode())
    expected = hmac.HMAC(key, hashes.SHA256())
    expected.update(f"{salt}:{iv}:{ciphertext}".encode())
    if not constant_time.bytes_eq(expected.finalize().hex().encode(), tag.encode()):
        raise Damaged(
            f"The stored key for {place.service} is damaged, or the app sealed it with another "
            "secret than the vault's.",
            "The app's format does not tell which. Try the app's secret in DOUGHY_VAULT_SECRET.",
        )
    return Content(Secret(_decrypted(key, iv_, ciphertext_, place)))


def _decrypted(key: bytes, iv: bytes, ciphertext: bytes, place: Place) -> str:
    step = Cipher(algorithms.AES256(key), modes.CBC(iv)).decryptor()
    unpadder = padding.PKCS7(_BLOCK * 8).unpadder()
    try:
        padded = step.update(ciphertext) + step.finalize()
        return (unpadder.update(padded) + unpadder.finalize()).decode()
    except ValueError:  # of the padding, or not UTF-8
        raise damaged(place.service) from None
