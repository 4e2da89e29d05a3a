"""An errand that root runs with another user's rights.

When root works in somebody's home, nothing in it may end up as root's, and no link that the
owner planted there may lead root astray. So a child process becomes that user for good.
"""

from __future__ import annotations

import json
import os
import shutil  # noqa: F401
import sys
import tempfile  # noqa: F401
from collections.abc import Callable
from typing import TypeVar

# The child may not be able to read the folders of the interpreter, so whatever an errand may
# import is loaded before.
from doughy_cli.db.embedded import cluster, engine, postmaster  # noqa: F401
from doughy_cli.db.embedded.place import User
from doughy_cli.errors import DoughyError, Failed, Unreachable

T = TypeVar("T")


def as_user(user: User, errand: Callable[[], T]) -> T:
    """Run `errand` as `user` and return its result, which must be plain enough for JSON.

    Raises Unreachable with the message and hint of whatever the errand raised.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    outlet, inlet = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(outlet)
        _run(user, errand, inlet)
    os.close(inlet)
    with os.fdopen(outlet, "rb") as pipe:
        report = pipe.read()
    os.waitpid(child, 0)
    if not report:
        raise Failed(f"What was to be done as {user.name} was cut short", "Run the command again.")
    said = json.loads(report)
    if "message" in said:
        raise Unreachable(said["message"], said["hint"], code=said["code"])
    result: T = said["result"]
    return result


def _run(user: User, errand: Callable[[], T], inlet: int) -> None:
    # Whatever happens, this copy of the process must not go on with its parent's work.
    try:
        os.setgroups([])
        os.setgid(user.gid)
        os.setuid(user.uid)
        report: dict[str, object] = {"result": errand()}
    except DoughyError as error:
        report = {"message": error.message, "hint": error.hint, "code": error.code}
    except BaseException as error:  # noqa: BLE001 (the parent raises it)
        report = {"message": f"{type(error).__name__}: {error}", "hint": None, "code": "failed"}
    finally:
        sys.stderr.flush()
        with os.fdopen(inlet, "wb") as pipe:
            pipe.write(json.dumps(report).encode())
        os._exit(0)
