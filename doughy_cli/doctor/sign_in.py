"""Who is signed in, where the password is kept, and whether people are what their roles say."""

from __future__ import annotations

import os
from collections.abc import Iterator

from doughy_cli import credentials
from doughy_cli.accounts import queries as people_queries
from doughy_cli.accounts.rows import UserRow
from doughy_cli.db.address import person_role, settled
from doughy_cli.db.bootstrap import check_version
from doughy_cli.db.connections import no_password
from doughy_cli.db.failures import SIGN_IN_HINT
from doughy_cli.db.names import login_role
from doughy_cli.doctor import queries
from doughy_cli.doctor.patient import Patient
from doughy_cli.doctor.queries import Login
from doughy_cli.doctor.rows import Finding, fault, ok, warning
from doughy_cli.errors import SignIn

_GROUPS = {
    "user": ["doughy_member"],
    "support": ["doughy_member", "doughy_support"],
    "admin": ["doughy_admin", "doughy_member"],
    "service": ["doughy_service"],
}


def password(patient: Patient) -> Iterator[Finding]:
    """Somebody is named, and the password is kept where only they can read it."""
    settings = patient.settings
    address = settled(settings)
    role = person_role(settings, address)
    found = credentials.found_at(settings, address.account(role))
    if found is not None:
        yield ok(f"The password of {settings.email or role} comes from {found}.")
    elif settings.keeper not in (None, credentials.FILE) and not credentials.keyring_answers(
        settings
    ):
        yield fault(
            "keyring_silent",
            f"The keyring that keeps the password ({settings.keeper}) does not answer.",
            "Unlock it, or put the password into DOUGHY_PASSWORD.",
        )
    elif address.embedded:
        error = no_password(settings, role)
        yield fault(error.code, error.message, error.hint)
    elif address.password or os.environ.get("PGPASSWORD"):
        yield ok("The password comes from the URL or from PGPASSWORD.")
    else:
        said = f"No password of {settings.email or role} is kept: libpq looks into its own file."
        yield warning("not_signed_in", said, SIGN_IN_HINT)


def sign_in(patient: Patient) -> Iterator[Finding]:
    """The server lets the person in, and row security binds them."""
    patient.app.connect_again()
    check_version(patient.connection)
    person = people_queries.me(patient.session)
    if person is None:
        raise SignIn("This login is not one of this database's people.", "Ask an admin.")
    patient.person = person
    if person.must_change_password:
        said = f"{person.email} still has a one-time password."
        yield warning("one_time_password", said, "Choose your own: `doughy passwd`.")
    yield ok(f"Signed in as {person.email} ({person.role}); row security decides what is seen.")


def people(patient: Patient) -> Iterator[Finding]:
    """Logins are in the groups that their roles stand for; of others only an admin can tell."""
    session, person = patient.session, patient.person
    everybody = people_queries.list_users(session) if patient.is_admin else [person]
    logins = {each.role: each for each in queries.logins(session)}
    database = patient.connection.info.dbname
    wrong = [
        said
        for each in everybody
        if each is not None
        for said in _of_person(each, logins.get(login_role(database, each.email)))
    ]
    for said in wrong:
        yield fault(
            "role_differs",
            said,
            "Disable and enable them again (`doughy users disable`, `enable`), or give them "
            "their role anew: `doughy users set-role EMAIL ROLE`.",
        )
    if not wrong:
        found = len(everybody)
        yield ok(
            f"{found} logins are in the groups that their roles stand for."
            if found > 1
            else "Your login is in the groups that your role stands for."
        )


def _of_person(person: UserRow, login: Login | None) -> Iterator[str]:
    if login is None:
        yield f"{person.email} has no login at the server any more."
        return
    disabled = person.disabled_at is not None
    wanted = [] if disabled else _GROUPS[person.role or "user"]
    if login.groups != wanted:
        found = ", ".join(login.groups) or "no group"
        said = ", ".join(wanted) or "none"
        yield f"{person.email} is in {found} instead of {said}."
    if login.enabled == disabled:
        how = "disabled and may" if disabled else "enabled and may not"
        yield f"{person.email} is {how} log in."
    if login.mighty:
        yield f"{person.email} has rights at the server that no person should have."
