"""Who is signed in, as far as it is known here, without asking a server."""

from __future__ import annotations

from doughy_cli import credentials
from doughy_cli.accounts.rows import IdentityRow
from doughy_cli.config import EMBEDDED_DATABASE, Settings
from doughy_cli.db.address import Address, label, parse_url, person_role
from doughy_cli.db.failures import SIGN_IN_HINT
from doughy_cli.errors import SignIn


def account(settings: Settings) -> str:
    """Return the name under which the settings' password is kept. Raises SignIn if nobody is
    named."""
    return _address(settings).account(person_role(settings, _address(settings)))


def kept_identity(settings: Settings) -> IdentityRow:
    """Return who is signed in. Raises SignIn if no password is kept for anybody."""
    if credentials.find(settings, account(settings)) is None and not _address(settings).password:
        raise SignIn("Nobody is signed in.", SIGN_IN_HINT, code="not_signed_in")
    return IdentityRow(
        email=settings.email or person_role(settings, _address(settings)),
        full_name=None,
        role=None,
        id=None,
        profile=settings.profile,
        database=label(settings),
        password_kept_in=settings.keeper,
        verified=False,
    )


def _address(settings: Settings) -> Address:
    if settings.database_url is None:
        return Address(EMBEDDED_DATABASE, {}, label(settings), embedded=True)
    return parse_url(settings.database_url)
