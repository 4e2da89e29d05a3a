"""A Twilio account as it is stored: its SID and token in one key."""

from __future__ import annotations

import re
from dataclasses import dataclass

from doughy_cli.errors import Failed
from doughy_cli.hidden import Secret

_SID = re.compile(r"AC[0-9a-fA-F]{32}")


class BadKey(Failed):
    """A stored key that is not written as its provider's keys are."""

    code = "bad_key"


@dataclass(frozen=True, slots=True)
class Account:
    """An account's SID and its token, which are stored as one key: `SID:TOKEN`."""

    sid: str
    token: Secret

    @classmethod
    def of(cls, key: Secret) -> Account:
        """Return the account of a stored key. Raises BadKey if it is not `SID:TOKEN`."""
        sid, colon, token = key.reveal().strip().partition(":")
        if not (colon and _SID.fullmatch(sid) and token):
            raise BadKey(
                "The key for twilio must be the account's SID and token, as SID:TOKEN.",
                "The SID is AC and 32 hex digits. Store both: doughy keys set twilio",
            )
        return cls(sid, Secret(token))

    @property
    def path(self) -> str:
        """The path below which all of the account's resources are."""
        return f"/2010-04-01/Accounts/{self.sid}"
