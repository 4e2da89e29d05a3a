"""Profiles, folders and environment: which database, which person, and who said so.

The order is: flag, environment, profile, default. Only the standard library is imported
here, because every command passes through.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from doughy_cli.errors import Failed, Usage

DEFAULT_PROFILE = "default"
DEFAULT_REGION = "US"
EMBEDDED_DATABASE = "doughy"


@dataclass(frozen=True, slots=True)
class Folders:
    """Where the configuration, the data, the state and the cache of this person are kept."""

    config: Path
    data: Path
    state: Path
    cache: Path

    @property
    def config_file(self) -> Path:
        """The profiles, as TOML."""
        return self.config / "config.toml"

    @property
    def server(self) -> Path:
        """The home of the embedded server."""
        return self.data / "server"


@dataclass(frozen=True, slots=True)
class Settings:
    """What was settled for one run.

    `database_url` is None for the embedded server. `keeper` names where the profile's
    password is kept: `file`, a keyring backend's class, or None if not known yet.
    `administrator` is the role that set the profile's server up, for backups and migrations.
    `documents` is where documents are kept, if that is not for the database to say.
    `origins` tells for each value whether a flag, the environment, the profile or the
    default decided.
    """

    profile: str
    database_url: str | None
    email: str | None
    region: str
    keeper: str | None
    administrator: str | None
    folders: Folders
    documents: str | None = None
    origins: Mapping[str, str] = field(default_factory=dict)


def find_folders(environ: Mapping[str, str] = os.environ) -> Folders:
    """Return the folders: under DOUGHY_HOME if that is set, else the platform's own.

    Raises Failed where no absolute folder can be found (no HOME, no entry in passwd).
    """
    home = environ.get("DOUGHY_HOME")
    if home:
        base = Path(home).absolute()
        return Folders(*(base / name for name in ("config", "data", "state", "cache")))
    import platformdirs

    dirs = platformdirs.PlatformDirs("doughy", appauthor=False)
    try:
        found = (
            *(dirs.user_config_dir, dirs.user_data_dir),
            *(dirs.user_state_dir, dirs.user_cache_dir),
        )
    except RuntimeError as error:
        raise Failed(
            "No home folder was found for this user.",
            "Set DOUGHY_HOME to a folder that you can write to.",
            code="no_home",
        ) from error
    return Folders(*map(Path, found))


def read_config(folders: Folders) -> dict[str, Any]:
    """Return the configuration file's content, `{}` where there is none.

    Raises Usage if the file is not TOML or cannot be read.
    """
    import tomllib  # help needs none

    path = folders.config_file
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Usage(f"{path} is not valid TOML: {error}", "Mend the file, or remove it.") from error
    except OSError as error:
        raise Failed(f"{path} cannot be read: {error.strerror}", "Set DOUGHY_HOME.") from error


def write_config(folders: Folders, config: Mapping[str, Any]) -> None:
    """Replace the configuration file as a whole, so that a crash leaves the old or the new."""
    import tomli_w

    replace_file(folders.config_file, tomli_w.dumps(config).encode())


def replace_file(path: Path, content: bytes, *, lasting: bool = True) -> None:
    """Write `content` to `path` at once: mode 0600, in a folder that is made 0700.

    It returns when the disk has it, unless it need not be `lasting`.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            if lasting:
                os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        with suppress(OSError):  # where it could not be written, it may not be there either
            temporary.unlink()
        raise not_writable(path, error) from error


def not_writable(path: Path, error: OSError) -> Failed:
    """Return the error for a file or folder of the program that cannot be written."""
    return Failed(
        f"{path} cannot be written: {error.strerror}",
        "Set DOUGHY_HOME to a folder that you can write to.",
        code="not_writable",
    )


def in_use(folders: Folders) -> str:
    """Return the profile that commands use if nothing else is said."""
    return str(read_config(folders).get("profile") or DEFAULT_PROFILE)


def profiles(config: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the profiles by name."""
    found = config.get("profiles", {})
    if not isinstance(found, dict) or not all(isinstance(each, dict) for each in found.values()):
        raise Usage("The configuration file's [profiles] must be tables.", "Mend or remove it.")
    return found


def settle(
    profile: str | None = None,
    database_url: str | None = None,
    environ: Mapping[str, str] = os.environ,
    *,
    new_profile: bool = False,
) -> Settings:
    """Settle which database and which person: flag, then environment, profile, default.

    A profile that is named must exist, unless it is the default one or is about to be made
    (`new_profile`). A database that is named apart from the profile does not take the
    profile's person with it.
    """
    folders = find_folders(environ)
    config = read_config(folders)
    origins: dict[str, str] = {}

    def settled(key: str, *choices: tuple[str, str | None]) -> str | None:
        for origin, value in choices:
            if value:
                origins[key] = origin
                return value
        origins[key] = "default"
        return None

    known = profiles(config)
    name = (
        settled(
            "profile",
            ("flag --profile", profile),
            ("environment DOUGHY_PROFILE", environ.get("DOUGHY_PROFILE")),
            ("configuration", config.get("profile")),
        )
        or DEFAULT_PROFILE
    )
    if name not in known and name != DEFAULT_PROFILE and not new_profile:
        raise Usage(
            f"There is no profile {name!r}.", "See `doughy profiles list`.", code="no_such_profile"
        )
    own = known.get(name, {})
    url = settled(
        "database_url",
        ("flag --database-url", database_url),
        ("environment DOUGHY_DATABASE_URL", environ.get("DOUGHY_DATABASE_URL")),
        (f"profile {name}", own.get("database_url")),
    )
    same_database = url == own.get("database_url")
    email = settled(
        "email",
        ("environment DOUGHY_EMAIL", environ.get("DOUGHY_EMAIL")),
        (f"profile {name}", own.get("email") if same_database else None),
    )
    region = settled(
        "region",
        ("environment DOUGHY_REGION", environ.get("DOUGHY_REGION")),
        (f"profile {name}", own.get("region")),
    )
    keeper = settled("keeper", (f"profile {name}", own.get("keeper") if same_database else None))
    administrator = settled(
        "administrator", (f"profile {name}", own.get("administrator") if same_database else None)
    )
    documents = settled(
        "documents",
        ("environment DOUGHY_DOCUMENTS", environ.get("DOUGHY_DOCUMENTS")),
        (f"profile {name}", own.get("documents") if same_database else None),
    )
    return Settings(
        profile=name,
        database_url=url,
        email=email.strip().lower() if email else None,
        region=(region or DEFAULT_REGION).upper(),
        keeper=keeper,
        administrator=administrator,
        folders=folders,
        documents=documents,
        origins=origins,
    )


def remember(settings: Settings, **values: str | None) -> None:
    """Keep `values` (None removes) in the settings' profile, and make it the one in use if
    none is."""
    with alone(settings.folders):
        config = read_config(settings.folders)
        own = config.setdefault("profiles", {}).setdefault(settings.profile, {})
        for key, value in values.items():
            if value is None:
                own.pop(key, None)
            else:
                own[key] = value
        config.setdefault("profile", settings.profile)
        write_config(settings.folders, config)


@contextmanager
def alone(folders: Folders, what: str = "config") -> Iterator[None]:
    """Be the only command that changes `what` (what was read must not change before it is
    written). Not to be nested for the same thing."""
    import fcntl

    path = folders.config / f".{what}.lock"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    except OSError as error:
        raise not_writable(path, error) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
