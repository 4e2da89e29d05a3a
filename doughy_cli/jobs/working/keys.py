"""The key of a job's owner, where the worker was given what opens it.

A worker is a service, which may read no keys. The database gives it a sealed one for a job that
it has just now; the vault secret that opens it is the owner's to give (docs/jobs.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import psycopg

from doughy_cli.errors import DoughyError
from doughy_cli.handling import Job, Refused

_KEY = """
SELECT id, user_id, service, key_ciphertext, nonce, salt, email
FROM auth.job_key(%s, %s, %s)
"""


def open_key(
    connection: psycopg.Connection[Any],
    job: Job[Any],
    token: UUID,
    service: str,
    secrets: Mapping[str, str],
) -> str:
    """Return the key of the job's owner for `service`, in clear.

    `secrets` are vault secrets by their owners' e-mails. Raises Refused where there is no key,
    none of the secrets is the owner's, or it does not open the key.
    """
    from doughy_cli.hidden import Secret
    from doughy_cli.vault.opening import unseal
    from doughy_cli.vault.queries import StoredKey
    from doughy_cli.vault.seal import Place, Sealed

    row = connection.execute(_KEY, [job.id, token, service]).fetchone()
    if row is None:
        raise Refused(f"No key is stored for {service}: doughy keys set {service}")
    key_id, person, stored_for, ciphertext, nonce, salt, email = row
    if email not in secrets:
        raise Refused(
            f"This worker was not given the vault secret that opens the key for {service}: "
            "`doughy jobs work --vault-secrets FILE`, or --my-keys for one's own."
        )
    now = datetime.now(UTC)
    key = StoredKey(
        key_id, Place(person, stored_for), Sealed(ciphertext, nonce, salt),
        email, None, None, None, None, now, now,
    )  # fmt: skip
    try:
        return unseal(key, Secret(secrets[email])).key.reveal()
    except DoughyError as error:
        raise Refused(error.message) from None
