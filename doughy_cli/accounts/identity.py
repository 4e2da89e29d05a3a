"""Who is signed in, as far as it is known here, without asking a server."""

from __future__ import annotations

from doughy_cli import credentials
from doughy_cli.accounts.rows import IdentityRow
from doughy_cli.config import Settings
from doughy_cli.db.address import account, label, person_role, settled
from doughy_cli.db.failures import SIGN_IN_HINT
from doughy_cli.errors import SignIn


def kept_identity(settings: Settings) -> IdentityRow:
    """Return who is signed in. Raises SignIn if no password is kept for anybody."""
    address = settled(settings)
    if credentials.find(settings, account(settings)) is None and not address.password:
        raise SignIn("Nobody is signed in.", SIGN_IN_HINT, code="not_signed_in")
    return IdentityRow(
        email=settings.email or person_role(settings, address),
        full_name=None,
        role=None,
        id=None,
        profile=settings.profile,
        database=label(settings),
        password_kept_in=settings.keeper,
        verified=False,
    )
