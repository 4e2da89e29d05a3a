"""Keys in the database: sealed with one vault secret, and opened by it alone."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from doughy_cli.config import Folders, Settings
from doughy_cli.errors import NotFound
from doughy_cli.hidden import Secret
from doughy_cli.vault import secret
from doughy_cli.vault.faults import Damaged, WrongSecret
from doughy_cli.vault.opening import open_key, open_keys
from doughy_cli.vault.queries import my_keys
from doughy_cli.vault.seal import Content
from doughy_cli.vault.sealing import store_key
from tests.vault.test_seal import APPS, KEY, SECRET

if TYPE_CHECKING:
    from tests.harness import Person
    from tests.vault.conftest import Sessions

OPENAI = Content(Secret("sk-0123456789"))


def elsewhere(settings: Settings, tmp_path: Path) -> Settings:
    """Return the same person's settings on another computer."""
    names = ("config", "data", "state", "cache")
    folders = Folders(*(tmp_path / "elsewhere" / each for each in names))
    return replace(settings, folders=folders)


def test_first_use_makes_a_secret_that_opens_all(
    settings: Settings, sessions: Sessions, ann: Person
) -> None:
    session, said = sessions(ann), []
    with pytest.raises(NotFound, match="No key is stored for openai"):
        open_key(session, settings, "openai")
    assert not store_key(session, settings, "openai", OPENAI, said.append)
    assert store_key(session, settings, "openai", OPENAI, said.append)
    store_key(session, settings, "crm", Content(Secret("é" * 30), "CRM_TOKEN"), said.append)
    session.commit()
    assert open_key(session, settings, "OpenAI").reveal() == "sk-0123456789"
    file = settings.folders.config / "vault.json"
    assert file.stat().st_mode & 0o777 == 0o600
    [kept] = json.loads(file.read_text()).values()
    assert len(kept) == 47
    assert [each.split(":")[0] for each in said] == [
        f"No keyring answers here: the vault secret is kept in {file} (0600).".split(":")[0],
        "A vault secret was made. Write it down",
    ]
    opened = {each.key.place.service: each.use() for each in open_keys(settings, my_keys(session))}
    assert opened["crm"].variable == "CRM_TOKEN"


def test_another_computer_needs_the_secret(
    settings: Settings, sessions: Sessions, ann: Person, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    session = sessions(ann)
    store_key(session, settings, "openai", OPENAI, print)
    session.commit()
    other = elsewhere(settings, tmp_path)
    with pytest.raises(secret.NoVaultSecret, match="and a key is stored that need"):
        open_key(session, other, "openai")
    with pytest.raises(secret.NoVaultSecret):
        store_key(session, other, "stripe", OPENAI, print)
    monkeypatch.setenv("DOUGHY_VAULT_SECRET", "another secret, long enough")
    with pytest.raises(WrongSecret):
        open_key(session, other, "openai")
    with pytest.raises(WrongSecret):
        store_key(session, other, "stripe", OPENAI, print)
    session.rollback()
    right = secret.candidates_kept(settings)[0]
    monkeypatch.setenv("DOUGHY_VAULT_SECRET", right.reveal())
    store_key(session, other, "stripe", OPENAI, print)
    assert open_key(session, other, "stripe") == OPENAI.key


def test_a_row_that_is_anothers_or_for_another_service_does_not_open(
    settings: Settings, sessions: Sessions, ann: Person, ben: Person
) -> None:
    session = sessions(ann)
    store_key(session, settings, "openai", OPENAI, print)
    session.commit()
    database = ann.database
    database.sql(
        "INSERT INTO api_keys (user_id, service, key_ciphertext, nonce, salt) "
        "SELECT %s, service, key_ciphertext, nonce, salt FROM api_keys",
        ben.id,
    )
    database.sql(
        "INSERT INTO api_keys (user_id, service, key_ciphertext, nonce, salt) "
        "SELECT user_id, 'stripe', key_ciphertext, nonce, salt FROM api_keys WHERE user_id = %s",
        ann.id,
    )
    with pytest.raises(Damaged):
        open_key(session, settings, "stripe")
    file = settings.folders.config / "vault.json"
    content = file.read_text().replace(ann.role, ben.role)
    file.write_text(content)
    with pytest.raises(Damaged):
        open_key(sessions(ben), replace(settings, email=ben.email), "openai")


def test_the_apps_rows_are_read(
    settings: Settings, sessions: Sessions, ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann.sql(
        "INSERT INTO api_keys (service, key_ciphertext) VALUES ('openai', %s)",
        APPS.key_ciphertext,
    )
    monkeypatch.setenv("DOUGHY_VAULT_SECRET", f"  {SECRET.reveal()}\n")
    assert open_key(sessions(ann), settings, "openai") == KEY
    monkeypatch.setenv("DOUGHY_VAULT_SECRET", "another secret, long enough")
    with pytest.raises(Damaged, match="or the app sealed it"):
        open_key(sessions(ann), settings, "openai")


def test_a_cut_off_rotation_is_settled_by_what_opens(
    settings: Settings, sessions: Sessions, ann: Person
) -> None:
    session = sessions(ann)
    store_key(session, settings, "openai", OPENAI, print)
    session.commit()
    [first] = secret.candidates(settings)
    # Cut off before the keys were stored: the old secret opens, and stays.
    secret.keep_next(settings, secret.new_secret(), print)
    assert open_key(session, settings, "openai") == OPENAI.key
    assert secret.candidates(settings)[0] == first
    # Cut off after: the new one opens, and is kept from then on.
    secret.keep(settings, secret.new_secret(), print)
    secret.keep_next(settings, first, print)
    assert open_key(session, settings, "openai") == OPENAI.key
    assert secret.candidates(settings) == [first]
