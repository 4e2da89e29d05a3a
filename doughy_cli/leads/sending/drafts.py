"""What would be sent to each lead: the text with its fields filled, and why it would not be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from doughy_cli.leads.sending.hours import Place, place_of
from doughy_cli.leads.sending.names import first_name, last_name
from doughy_cli.leads.sending.pattern import Pattern
from doughy_cli.leads.sending.recipient_queries import Recipient
from doughy_cli.leads.sending.rules import TEXT, Refusal, consent_refusal, hours_refusal
from doughy_cli.leads.sending.segments import Segments, segments
from doughy_cli.leads.sending.settings import Sender

LONGEST_SMS = 1600  # characters; Twilio refuses more (error 21617)
_ABOUT_PROPERTY = frozenset(("address", "city", "state", "zip", "property"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What is to be sent, before it is anybody's: `channel` is `sms` or `email`.

    `sender` is a number, a messaging service or an address; `now`: at any hour; `again`: even
    if the same was sent lately.
    """

    channel: str
    body: Pattern
    subject: Pattern | None
    sender: str
    usual: Sender
    my_name: str | None
    now: bool = False
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A letter to one lead; with a `refusal` it is not sent."""

    lead: Recipient
    channel: str
    recipient: str | None
    subject: str | None
    body: str
    place: Place
    refusal: Refusal | None

    @property
    def segments(self) -> Segments | None:
        """What a text is charged as; None for a mail."""
        return segments(self.body) if self.channel == TEXT else None


def now() -> datetime:
    """Return what time it is: the clock that the hours are looked up on."""
    return datetime.now(UTC)


def draft(letter: Letter, lead: Recipient, at: datetime) -> Draft:
    """Return what `lead` would be sent at `at`, or why nothing."""
    values = _values(letter, lead)
    body, missing = letter.body.filled(values)
    subject, more = letter.subject.filled(values) if letter.subject else (None, [])
    if letter.channel != TEXT and letter.usual.postal_address:
        body = f"{body.rstrip()}\n\n-- \n{letter.usual.postal_address}\n"
    place = place_of(lead.phone, [each.state for each in lead.properties])
    made = Draft(
        lead=lead,
        channel=letter.channel,
        recipient=_recipient(letter.channel, lead),
        subject=" ".join(subject.split()) if subject is not None else None,
        body=body.strip() if letter.channel == TEXT else body,
        place=place,
        refusal=None,
    )
    refusal = (
        consent_refusal(lead, letter.channel, require_opt_in=letter.usual.require_opt_in)
        or _incomplete(made, list(dict.fromkeys(missing + more)))
        or (None if letter.now else hours_refusal(place, at))
    )
    return replace(made, refusal=refusal)


def drafts(letter: Letter, leads: Iterable[Recipient], at: datetime) -> list[Draft]:
    """Return what each of `leads` would be sent at `at`."""
    return [draft(letter, lead, at) for lead in leads]


def _recipient(channel: str, lead: Recipient) -> str | None:
    if channel == TEXT:
        # An extension is dialled by a person; no text finds it.
        return lead.phone.split(";", 1)[0] if lead.phone else None
    return lead.email


def _incomplete(made: Draft, missing: list[str]) -> Refusal | None:
    if missing:
        fields = ", ".join(f"{{{each}}}" for each in missing)
        why = f"has no {fields}"
        if len(made.lead.properties) > 1 and _ABOUT_PROPERTY & set(missing):
            why = f"has several properties, and {fields} speaks of one"
        return Refusal(
            "empty_field", why, f"Fill it in, or give a word instead: {{{missing[0]}|there}}."
        )
    if not made.body.strip() or made.subject == "":
        return Refusal("empty", "nothing would be left of the text")
    if made.channel == TEXT and len(made.body) > LONGEST_SMS:
        return Refusal("too_long", f"the text is longer than {LONGEST_SMS:,} characters")
    return None


def _values(letter: Letter, lead: Recipient) -> dict[str, str | None]:
    usual = letter.usual
    values = {
        "first_name": first_name(lead.name),
        "last_name": last_name(lead.name),
        "name": lead.name,
        "company": lead.company,
        "phone": lead.phone,
        "email": lead.email,
        "my_name": letter.my_name or usual.from_name,
        "my_email": letter.sender if letter.channel != TEXT else usual.from_email,
        "my_phone": letter.sender if letter.channel == TEXT else usual.from_number,
    }
    if about := lead.about:
        values |= {
            "address": ", ".join(filter(None, (about.street, about.unit))),
            "city": about.city,
            "state": about.state,
            "zip": about.zip,
            "property": about.whole,
        }
    return values
