"""That docs/keys.md tells the format, and who keeps what, right."""

from __future__ import annotations

import re
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from doughy_cli.hidden import Secret
from doughy_cli.keys.checking import CHECKS
from doughy_cli.keys.services import KNOWN, variables
from doughy_cli.vault import seal
from doughy_cli.vault.seal import Content, Place, Sealed

DOCUMENT = (Path(__file__).parents[2] / "docs" / "keys.md").read_text()
BLOCK = DOCUMENT.split("nobody should use:\n\n```\n")[1].split("```")[0]
EXAMPLE = dict(line.split(maxsplit=1) for line in BLOCK.splitlines())


def test_the_worked_example() -> None:
    secret, salt = Secret(EXAMPLE["secret"]), seal.decoded(EXAMPLE["salt"])
    place = Place(UUID(EXAMPLE["owner"]), EXAMPLE["service"])
    count = int(EXAMPLE["iterations"])
    root = PBKDF2HMAC(hashes.SHA256(), 32, salt, count).derive(EXAMPLE["secret"].encode())
    assert root.hex() == EXAMPLE["root"]
    for what, length in (("encryption", 32), ("authentication", 32), ("check", 16)):
        key = HKDFExpand(hashes.SHA256(), length, f"doughy1 {what}".encode()).derive(root)
        assert key.hex() == EXAMPLE[what]
    stored = Sealed(EXAMPLE["stored"], EXAMPLE["nonce"], EXAMPLE["salt"])
    content = Content(Secret(EXAMPLE["key"]))
    assert seal.unseal(stored, place, secret) == content
    random = iter([salt, seal.decoded(EXAMPLE["nonce"])])
    assert seal.seal(content, place, secret, count, lambda _: next(random)) == stored


def test_the_services_and_the_bounds() -> None:
    table = DOCUMENT.split("| service | variables |")[1].split("\n\n")[0]
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \| `GET", table, re.MULTILINE)
    told = {name: re.findall(r"`(\w+)`", names) for name, names in rows}
    assert told == {name: variables(name, None) for name in KNOWN}
    assert told.keys() == CHECKS.keys()
    assert f"{seal.FEWEST:,} to {seal.MOST:,}; {seal.USUAL:,} unless" in DOCUMENT
