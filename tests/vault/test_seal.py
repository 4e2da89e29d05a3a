"""A sealed key: it opens where it belongs with its own secret, and no changed bit goes unseen."""

from __future__ import annotations

import copy
import pickle
from dataclasses import replace
from functools import cache
from uuid import UUID, uuid4

import pytest

from doughy_cli.hidden import Secret
from doughy_cli.vault import app_format, seal
from doughy_cli.vault.faults import Damaged, WrongSecret
from doughy_cli.vault.seal import FEWEST, Content, Place, Sealed

KEY = Secret("sk-test-0123456789abcdef")
SECRET = Secret("0f1e2d3c4b5a69788796a5b4c3d2e1f0")
PLACE = Place(UUID("5c4d1f6e-0d5a-4f43-9d5e-8c9a7f1b2a30"), "openai")
APPS = Sealed(
    "v2:EJ2/qxyse+7FEadH0pIKNA==:lTNWoRYivYDwuAFzDDQS+g==:tKBZRRS99IS7OijmTL21LcbnjVMeneBA3VhtxT"
    "/qkk8=:1b5c0974553fc445206905f82c0020136c47a4183589b460521c6e1887008ae5",
    None,
    None,
)


@cache
def sealed() -> Sealed:
    """A sealed key, made once."""
    return seal.seal(Content(KEY, "OPENAI_KEY"), PLACE, SECRET, FEWEST)


def flips(text: str) -> list[str]:
    """Return `text` with each single bit of its UTF-8 changed; bytes that are no text any more
    are what no database returns."""
    data = text.encode()
    changed = []
    for index in range(len(data) * 8):
        each = bytearray(data)
        each[index // 8] ^= 1 << index % 8
        try:
            changed.append(each.decode())
        except UnicodeDecodeError:
            continue
    return changed


def test_it_opens_in_its_place_alone() -> None:
    assert seal.unseal(sealed(), PLACE, SECRET) == Content(KEY, "OPENAI_KEY")
    with pytest.raises(WrongSecret):
        seal.unseal(sealed(), PLACE, Secret("another secret"))
    for place in (replace(PLACE, user_id=uuid4()), replace(PLACE, service="stripe")):
        with pytest.raises(Damaged):
            seal.unseal(sealed(), place, SECRET)


def test_no_two_are_alike_and_their_length_says_little() -> None:
    again = seal.seal(Content(KEY, "OPENAI_KEY"), PLACE, SECRET, FEWEST)
    assert again.salt != sealed().salt
    assert again.nonce != sealed().nonce
    fields = {each for every in (again, sealed()) for each in every.key_ciphertext.split(":")}
    assert len(fields) == 2 + 4 * 2
    lengths = {
        len(seal.seal(Content(Secret("x" * each)), PLACE, SECRET, FEWEST).key_ciphertext)
        for each in (1, 24, 53)
    }
    assert len(lengths) == 1
    assert KEY.reveal() not in str(sealed())


@pytest.mark.parametrize("column", ["key_ciphertext", "nonce", "salt"])
def test_every_bit_of_every_column_counts(column: str) -> None:
    changed = flips(getattr(sealed(), column))
    assert len(changed) > 100
    for each in changed:
        with pytest.raises(Damaged):
            seal.unseal(replace(sealed(), **{column: each}), PLACE, SECRET)


def test_every_bit_of_the_place_counts() -> None:
    for each in flips(PLACE.service):
        with pytest.raises(Damaged):
            seal.unseal(sealed(), replace(PLACE, service=each), SECRET)
    for bit in range(128):
        moved = replace(PLACE, user_id=UUID(int=PLACE.user_id.int ^ (1 << bit)))
        with pytest.raises(Damaged):
            seal.unseal(sealed(), moved, SECRET)


@pytest.mark.parametrize("column", ["key_ciphertext", "nonce", "salt"])
@pytest.mark.parametrize("text", [None, "", "x", "é", "=" * 24, "::::::", "doughy1:1:::::"])
def test_columns_that_hold_something_else(column: str, text: str | None) -> None:
    if column == "key_ciphertext" and text is None:
        return  # the column takes no NULL
    with pytest.raises(Damaged):
        seal.unseal(replace(sealed(), **{column: text}), PLACE, SECRET)


def forged(**changes: str) -> Sealed:
    """Return the row changed by somebody who makes its checksum right again, as anybody can."""
    version, iterations, check, ciphertext, tag, _ = sealed().key_ciphertext.split(":")
    fields = {"iterations": iterations, "check": check, "ciphertext": ciphertext, "tag": tag}
    fields |= {"salt": str(sealed().salt), "nonce": str(sealed().nonce)} | changes
    data = {
        name: seal.decoded(value) for name, value in fields.items() if name not in ("iterations",)
    }
    parts = seal._Parts(int(fields["iterations"]), **data, sum=b"")
    total = seal._base64(seal._sum(parts, parts.tag, PLACE))
    written = ":".join(
        [version, *(fields[name] for name in ("iterations", "check", "ciphertext", "tag")), total]
    )
    return Sealed(written, fields["nonce"], fields["salt"])


def test_whoever_can_write_the_checksum_still_gets_nothing() -> None:
    assert seal.unseal(forged(), PLACE, SECRET).key == KEY
    other = seal.seal(Content(KEY), PLACE, SECRET, FEWEST)
    _, _, check, ciphertext, tag, _ = other.key_ciphertext.split(":")
    # What only the HMAC guards is damaged; what the root is derived from, or the check value
    # itself, looks like another secret. None is garbage.
    for changed in ({"ciphertext": ciphertext}, {"tag": tag}, {"nonce": str(other.nonce)}):
        with pytest.raises(Damaged):
            seal.unseal(forged(**changed), PLACE, SECRET)
    for changed in ({"salt": str(other.salt)}, {"check": check}, {"iterations": "100001"}):
        with pytest.raises(WrongSecret):
            seal.unseal(forged(**changed), PLACE, SECRET)


def test_a_count_that_would_take_hours_or_none_is_refused() -> None:
    for count in ("99999", "10000001", "999999999999", "1", "0"):
        with pytest.raises(Damaged):
            seal.unseal(forged(iterations=count), PLACE, SECRET)
    for text in ("0100000", "+100000", "1_00000", " 100000", "１００００００", "1e6", "-100000"):
        _, _, *rest = sealed().key_ciphertext.split(":")
        with pytest.raises(Damaged):
            row = replace(sealed(), key_ciphertext=":".join(["doughy1", text, *rest]))
            seal.unseal(row, PLACE, SECRET)


def test_the_apps_format() -> None:
    assert app_format.unseal(APPS, PLACE, SECRET) == Content(KEY)
    _, salt, iv, _, _ = APPS.key_ciphertext.split(":")
    repeated = replace(APPS, salt=salt, nonce=iv)
    assert app_format.unseal(repeated, PLACE, SECRET) == Content(KEY)
    with pytest.raises(Damaged, match="or the app sealed it with another secret"):
        app_format.unseal(APPS, PLACE, Secret("another secret"))


def test_every_bit_of_the_apps_format_counts() -> None:
    # Most changes are seen by the HMAC alone, after the arithmetic: one bit of each character.
    rows = [replace(APPS, key_ciphertext=each) for each in flips(APPS.key_ciphertext)[::23]]
    _, salt, iv, _, _ = APPS.key_ciphertext.split(":")
    rows += [replace(APPS, salt=each) for each in flips(salt)]
    rows += [replace(APPS, nonce=each) for each in flips(iv)]
    for row in rows:
        with pytest.raises(Damaged):
            app_format.unseal(row, PLACE, SECRET)


def test_a_secret_prints_as_nothing() -> None:
    hidden = [repr(KEY), str(KEY), f"{KEY}", f"{KEY:>10}", repr(Content(KEY)), "%s" % KEY]  # noqa: UP031
    assert not any("sk-test" in each for each in hidden)
    for copied in (pickle.dumps, copy.deepcopy):
        with pytest.raises(TypeError):
            copied(KEY)
    assert [Secret(each).tail for each in ("", "abc", "abcd", "abcdefgh", KEY.reveal())] == [
        *("***", "***", "***d", "***gh", "***cdef")
    ]
