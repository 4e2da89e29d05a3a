"""What is compared of a lead, in the forms in which it is compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from doughy_cli.leads.duplicates.companies import company_key, is_company
from doughy_cli.leads.duplicates.names import Name, parse_name
from doughy_cli.leads.duplicates.nicknames import formal
from doughy_cli.leads.duplicates.reach import address_key, mailbox, number


class Profile(NamedTuple):
    """A lead's evidence. Leads with equal profiles cannot be told apart by it.

    `phones` are (number, extension). `company` and `addresses` are keys.
    """

    name: Name | None
    company: str
    phones: tuple[tuple[str, str], ...]
    mailboxes: tuple[str, ...]
    addresses: tuple[str, ...]

    @property
    def person(self) -> str:
        """A coarse mark of who it is, to count how many people share a value.

        The first letters of first and last name in either order: the same for a person's
        usual spellings, and mostly another for somebody else. Empty without a name.
        """
        if self.name is None:
            return self.company
        first = min(formal(self.name.first))[:1]
        return "".join(sorted((first, self.name.last[0])))


def profile(
    name: str,
    company: str | None,
    phones: Iterable[str],
    emails: Iterable[str],
    addresses: Iterable[Mapping[str, str]] = (),
) -> Profile:
    """Return the profile of a lead, its phones and e-mails as they are stored.

    A name that is a company's, a phone or an e-mail is no person's; of a lead without a
    company it is the company.
    """
    phones, emails = list(phones), list(emails)
    own_company = company_key(company) if company else ""
    person = None
    if "@" not in name and any(map(str.isalpha, name)):
        if is_company(name) or (own_company and company_key(name) == own_company):
            own_company = own_company or company_key(name)
        else:
            person = parse_name(name)
    return Profile(
        name=person,
        company=own_company,
        phones=tuple(sorted({number(each) for each in phones})),
        mailboxes=tuple(sorted({mailbox(each) for each in emails})),
        addresses=tuple(sorted({key for each in addresses if (key := address_key(each))})),
    )
