"""Folders, order of settings, and a configuration file that is never half written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from doughy_cli import config
from doughy_cli.errors import Failed, Usage

if TYPE_CHECKING:
    from tests.harness import Program


def write(folder: Path, text: str) -> dict[str, str]:
    (folder / "config").mkdir()
    (folder / "config/config.toml").write_text(text)
    return {"DOUGHY_HOME": str(folder)}


def test_flag_before_environment_before_profile_before_default(tmp_path: Path) -> None:
    environ = write(
        tmp_path,
        """
        profile = "team"
        [profiles.team]
        database_url = "host=db dbname=team"
        email = "ann@example.com"
        [profiles.home]
        """,
    )
    settings = config.settle(environ=environ)
    assert (settings.profile, settings.email) == ("team", "ann@example.com")
    assert settings.database_url == "host=db dbname=team"
    assert settings.origins["database_url"] == "profile team"
    settings = config.settle("home", environ=environ)
    assert (settings.profile, settings.database_url, settings.email) == ("home", None, None)
    given = {**environ, "DOUGHY_PROFILE": "home", "DOUGHY_DATABASE_URL": "dbname=x"}
    settings = config.settle(environ=given)
    assert (settings.profile, settings.database_url) == ("home", "dbname=x")
    settings = config.settle("team", "dbname=y", environ=given)
    assert (settings.profile, settings.database_url) == ("team", "dbname=y")
    assert settings.origins["database_url"] == "flag --database-url"


def test_another_database_does_not_take_the_profiles_person(tmp_path: Path) -> None:
    environ = write(tmp_path, '[profiles.default]\nemail = "ann@example.com"\n')
    assert config.settle(environ=environ).email == "ann@example.com"
    assert config.settle(database_url="dbname=x", environ=environ).email is None
    with_email = {**environ, "DOUGHY_EMAIL": " BEN@example.com "}
    assert config.settle(database_url="dbname=x", environ=with_email).email == "ben@example.com"


def test_what_is_remembered_is_found_again(tmp_path: Path) -> None:
    environ = {"DOUGHY_HOME": str(tmp_path)}
    config.remember(config.settle(environ=environ), email="ann@example.com", keeper="file")
    settings = config.settle(environ=environ)
    assert (settings.email, settings.keeper) == ("ann@example.com", "file")
    config.remember(settings, keeper=None)
    assert config.settle(environ=environ).keeper is None


@pytest.mark.parametrize("text", ["profiles = 3", "[profiles]\nteam = 3", "x = [", "\x00"])
def test_a_damaged_file_is_a_usage_error(text: str, tmp_path: Path) -> None:
    environ = write(tmp_path, text)
    with pytest.raises(Usage, match=r"config|profiles"):
        config.settle(environ=environ)


def test_a_file_is_replaced_whole_and_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "new" / "file"
    config.replace_file(file, b"one")
    config.replace_file(file, b"two")
    assert file.read_bytes() == b"two"
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert list(file.parent.iterdir()) == [file]


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    with pytest.raises(Failed, match="cannot be written") as caught:
        config.replace_file(blocked / "config.toml", b"x")
    assert "DOUGHY_HOME" in (caught.value.hint or "")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become a user without a name")
def test_a_user_without_a_home_is_told_the_remedy(doughy: Program) -> None:
    # Once as root, so that every module is there: this user may not read where they lie.
    script = (
        "import os, sys; from doughy_cli import cli; cli.run(['whoami']);"
        "del os.environ['HOME']; os.setgroups([]); os.setgid(54321); os.setuid(54321);"
        "sys.exit(cli.run(['whoami']))"
    )
    env = {**doughy.environment(None), "HOME": "/root"}
    del env["DOUGHY_HOME"]
    done = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True)
    assert done.returncode == 1
    assert "DOUGHY_HOME" in done.stderr
    assert "defect" not in done.stderr
