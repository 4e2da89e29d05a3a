"""One job, run by its handler: what it is given, what it may ask for, and how it ended."""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from uuid import UUID

from doughy_cli.errors import Conflict, DoughyError, Failed, Unreachable
from doughy_cli.handling import Handler, Job, Later, Refused
from doughy_cli.jobs.inputs import made
from doughy_cli.jobs.installed import handler
from doughy_cli.jobs.working import clock

if TYPE_CHECKING:
    import psycopg
    from sqlmodel import Session

LARGEST = 4_000_000  # characters of an output, as JSON
_LONGEST = 500  # characters of an error
_LONGEST_DELAY = 30 * 86400.0  # seconds
_PREPARED = 3  # after so many times a statement is prepared
_PAUSE = 0.2  # seconds between two words about the progress
# What may be otherwise the next time. Every other error that is explained stays as it is.
_PASSING = (Conflict, Failed, Unreachable)
# And of these, what a provider says of the key or of what it was asked.
_LASTING = ("key_refused", "provider_rejected", "damaged", "wrong_vault_secret", "openai_no_answer")

Ended = dict[str, Any]


class Surroundings:
    """What a slot has for all of its jobs: a connection, and handlers that are loaded.

    `keywords` are libpq's, with user and password; `secrets` what the worker was given to open
    keys with.
    """

    def __init__(
        self,
        keywords: Mapping[str, Any],
        secrets: Mapping[str, str],
        verbose: bool,
        send: Callable[[dict[str, Any]], None],
    ) -> None:
        self.keywords, self.secrets, self.verbose, self.send = keywords, secrets, verbose, send
        self._connection: psycopg.Connection[Any] | None = None
        self._session: Session | None = None
        self._handlers: dict[str, Handler[Any]] = {}

    def handler(self, job_type: str) -> Handler[Any]:
        """Return the handler of a type."""
        if job_type not in self._handlers:
            self._handlers[job_type] = handler(job_type)
        return self._handlers[job_type]

    @property
    def connection(self) -> psycopg.Connection[Any]:
        """The connection of this slot, made anew where it was lost."""
        from doughy_cli.db.connections import check_person, connect
        from doughy_cli.db.listening import is_own

        if self._connection is not None and (
            self._connection.closed or self._connection.broken or self._connection.info.status
        ):
            self.close()
        if self._connection is None:
            self._connection = connect(self.keywords)
            check_person(self._connection)
            self._connection.autocommit = True
            # Handlers ask the same again for each job.
            self._connection.prepare_threshold = _PREPARED if is_own(self._connection) else None
        return self._connection

    def prepare(self) -> None:
        """Load what every job needs: it does not count as the first one's time."""
        import psycopg
        import pydantic

        _ = psycopg, pydantic

    @property
    def session(self) -> Session:
        """A session on a connection of its own, in a transaction once it is used."""
        from doughy_cli.db.connections import check_person, connect
        from doughy_cli.db.session import session_on

        if self._session is None:
            connection = connect(self.keywords)
            check_person(connection)
            self._session = session_on(connection)
        return self._session

    def close(self) -> None:
        """Close the connections, and with them whatever was left open in them."""
        self.close_session()
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def close_session(self) -> None:
        """Close the session, if there is one: a job sees nothing of what one before it read."""
        if self._session is not None:
            from doughy_cli.db.session import close_session

            session, self._session = self._session, None
            close_session(session)


class Work:
    """The context of one job (see `handling.Context`)."""

    def __init__(self, job: Job[Any], token: UUID, around: Surroundings) -> None:
        self._job, self._token, self._around = job, token, around
        self._told_at = 0.0
        self.writes: psycopg.Connection[Any] | None = None
        self.secrets: list[str] = []

    @property
    def connection(self) -> psycopg.Connection[Any]:
        return self._around.connection

    @property
    def session(self) -> Session:
        return self._around.session

    @contextmanager
    def writing(self) -> Iterator[psycopg.Connection[Any]]:
        connection = self.connection
        if self.writes is None:
            connection.execute("BEGIN")
            self.writes = connection
        yield connection

    def progress(self, done: int, total: int | None = None, doing: str | None = None) -> None:
        if clock.now() >= self._told_at + _PAUSE:
            self._told_at = clock.now()
            self._around.send({"progress": {"done": done, "total": total, "doing": doing}})

    def say(self, message: str) -> None:
        self._around.send({"said": scrubbed(message, self.secrets)})

    def secret(self, service: str) -> str:
        from doughy_cli.jobs.working.keys import open_key

        found = open_key(self.connection, self._job, self._token, service, self._around.secrets)
        self.secrets.append(found)
        return found


def run(content: Mapping[str, Any], around: Surroundings) -> Ended:
    """Run one job as the worker sent it; return how it ended. No exception comes out."""
    work: Work | None = None
    try:
        found = around.handler(content["type"])
        job = _job(content, found)
        work = Work(job, UUID(content["token"]), around)
        output = _output(found.run(job, work))
        for each in work.secrets:  # a provider may have repeated one
            output = output.replace(each, "***")
        return _end(work, job, UUID(content["token"]), output)
    except Exception as error:  # noqa: BLE001 (it is somebody else's code)
        if around.verbose:
            told = traceback.format_exc()
            for each in work.secrets if work else []:
                told = told.replace(each, "***")
            print(told, file=sys.stderr)  # noqa: T201 (the worker's own stderr)
        if work is not None and work.writes is not None:
            around.close()
        return _failed(error, work.secrets if work else [])
    finally:
        around.close_session()


def scrubbed(text: str, secrets: list[str]) -> str:
    """Return `text` without the secrets, on one line, and not too long."""
    for each in secrets:
        text = text.replace(each, "***")
    text = " ".join(_storable(text).split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _job(content: Mapping[str, Any], found: Handler[Any]) -> Job[Any]:
    deal, person = content["deal_id"], content["user_id"]
    return Job(
        id=UUID(content["id"]),
        type=content["type"],
        deal_id=UUID(deal) if deal else None,
        user_id=UUID(person) if person else None,
        # It was checked when it was added, by what was installed there and then.
        input=made(found.input, _given(content["input"]), content["type"]),
        attempt=content["attempt"],
        max_attempts=content["max_attempts"],
    )


def _given(text: str | None) -> dict[str, Any]:
    if text is None:
        raise Refused("Its input is too long.")
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        raise Refused("Its input is nested too deeply, or has a number that is too long.") from None
    if not isinstance(given, dict):
        raise Refused("Its input is no JSON object.")
    return given


def _output(returned: Any) -> str:
    from doughy_cli.output import plain

    text = json.dumps(_all_storable(plain(returned)), allow_nan=False)
    if not text.startswith("{"):
        raise Refused("Its handler returned no mapping: that is a defect of the handler.")
    if len(text) > LARGEST:
        raise Refused(f"Its output is too long: {LARGEST:,} characters at most.")
    return text


def _all_storable(value: Any) -> Any:
    if isinstance(value, str):
        return _storable(value)
    if isinstance(value, dict):
        return {_storable(str(key)): _all_storable(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_all_storable(each) for each in value]
    return value


def _storable(text: str) -> str:
    """Return `text` without what no JSON in PostgreSQL can hold: NULs and halves of characters."""
    return text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()


def _end(work: Work, job: Job[Any], token: UUID, output: str) -> Ended:
    """Return the outcome; where the handler wrote something, it is committed with that."""
    if work.writes is None:
        return {"status": "succeeded", "output": output}
    import psycopg

    from doughy_cli.jobs.working.lease_queries import succeed

    if not succeed(work.writes, job.id, token, output):
        work.writes.execute("ROLLBACK")
        return {"status": "lost"}
    try:
        work.writes.execute("COMMIT")
    except psycopg.OperationalError:
        return {"status": "unsure"}
    return {"status": "recorded", "output": output}


def _failed(error: Exception, secrets: list[str]) -> Ended:
    permanent = isinstance(error, Refused)
    delay = error.seconds if isinstance(error, Later) else None
    if type(error).__module__.split(".")[0] in ("psycopg", "sqlalchemy"):
        from doughy_cli.db.failures import explain_database_error

        error = explain_database_error(error)
        text = error.message
    elif isinstance(error, DoughyError):
        text = " ".join(filter(None, (error.message, error.hint)))
    elif isinstance(error, Refused | Later):
        text = str(error)
    else:
        text = f"{type(error).__name__}: {error}"
    if isinstance(error, DoughyError):
        permanent = not isinstance(error, _PASSING) or error.code in _LASTING
        delay = getattr(error, "retry_after", None)
    if delay is not None and not 0 <= delay <= _LONGEST_DELAY:
        text, delay = (
            f"{text} (Again after {delay} seconds? That is a defect of the handler.)",
            None,
        )
    return {
        "status": "failed",
        "permanent": permanent,
        "delay": delay,
        "error": scrubbed(text, secrets),
    }
