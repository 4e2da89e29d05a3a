"""How likely two leads are one person: the weight of all that they agree and differ in."""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

from rapidfuzz.distance import OSA

from doughy_cli.leads.duplicates import weights as w
from doughy_cli.leads.duplicates.name_evidence import compare_names
from doughy_cli.leads.duplicates.profile import Profile
from doughy_cli.leads.duplicates.rarity import Rarity

_SIMILAR_COMPANY = 0.9
_LOOKED_AT = 4  # phones or e-mails of a lead that are searched for errors


class Reason(NamedTuple):
    """One piece of evidence: `value` is what both have, or None where it is no one value."""

    field: str
    how: str
    value: str | None
    weight: float


class Likeness(NamedTuple):
    """The sum of the evidence in bits; `contradicts` if something says: two people."""

    bits: float
    contradicts: bool
    reasons: tuple[Reason, ...]


def compare(one: Profile, other: Profile, rarity: Rarity) -> Likeness:
    """Weigh two profiles; which is which makes no difference."""
    name, contradicts = _name(one, other, rarity)
    company, other_firm = _company(one, other, rarity)
    found = [*name, *company, *_phones(one, other, rarity), *_mailboxes(one, other, rarity)]
    found += _addresses(one, other, rarity)
    bits = w.PRIOR + sum(each.weight for each in found)
    return Likeness(bits, contradicts or other_firm, tuple(found))


def _name(one: Profile, other: Profile, rarity: Rarity) -> tuple[list[Reason], bool]:
    if one.name is None or other.name is None:
        return [], False
    evidence = compare_names(one.name, other.name, rarity)
    return [Reason("name", evidence.how, None, evidence.bits)], evidence.contradicts


def _company(one: Profile, other: Profile, rarity: Rarity) -> tuple[list[Reason], bool]:
    if not (one.company and other.company):
        if (_is_firm(one) and other.name) or (_is_firm(other) and one.name):
            return [Reason("company", "person and company", None, w.PERSON_AND_COMPANY)], False
        return [], False
    if one.company == other.company:
        people = rarity.people("company", one.company)
        weight = w.less_common("company", w.SAME_COMPANY, people)
        return [Reason("company", "same company", one.company, weight)], False
    if similar_companies(one.company, other.company):
        people = max(rarity.people("company", each.company) for each in (one, other))
        weight = w.less_common("company", w.SIMILAR_COMPANY, people)
        return [Reason("company", "similar company", None, weight)], False
    # Without a person the company is who it is: one owner's five companies are five leads.
    if one.name is None and other.name is None:
        return [Reason("company", "other company", None, w.OTHER_PERSON)], True
    alone = _is_firm(one) or _is_firm(other)
    how, weight = (
        ("person and company", w.PERSON_AND_COMPANY)
        if alone
        else ("other company", w.OTHER_COMPANY)
    )
    return [Reason("company", how, None, weight)], False


def _is_firm(profile: Profile) -> bool:
    return profile.name is None and bool(profile.company)


def _phones(one: Profile, other: Profile, rarity: Rarity) -> list[Reason]:
    if not (one.phones and other.phones):
        return []
    found = []
    for (number, left), (same, right) in product(one.phones, other.phones):
        if number != same:
            continue
        if left == right:
            people, weight = rarity.people_at(number, left), w.SAME_PHONE
            value = f"{number};ext={left}" if left else number
        else:
            people, value = rarity.people("phone", number), number
            weight = w.SAME_PHONE_OTHER_EXTENSION if left and right else w.SAME_PHONE_ONE_EXTENSION
        found.append(Reason("phone", "same phone", value, w.less_common("phone", weight, people)))
    if found:
        return _with_second(found)
    numbers = product(one.phones[:_LOOKED_AT], other.phones[:_LOOKED_AT])
    if any(OSA.distance(left, right, score_cutoff=1) == 1 for (left, _), (right, _) in numbers):
        return [Reason("phone", "similar phone", None, w.SIMILAR_PHONE)]
    return [Reason("phone", "other phone", None, w.OTHER_PHONE)]


def _mailboxes(one: Profile, other: Profile, rarity: Rarity) -> list[Reason]:
    if not (one.mailboxes and other.mailboxes):
        return []
    found = [
        Reason(
            "email",
            "same e-mail",
            each,
            w.less_common("email", w.SAME_EMAIL, rarity.people("email", each)),
        )
        for each in one.mailboxes
        if each in other.mailboxes
    ]
    if found:
        return _with_second(found)
    pairs = product(one.mailboxes[:_LOOKED_AT], other.mailboxes[:_LOOKED_AT])
    if any(similar_mailboxes(*pair) for pair in pairs):
        return [Reason("email", "similar e-mail", None, w.SIMILAR_EMAIL)]
    return [Reason("email", "other e-mail", None, w.OTHER_EMAIL)]


def _addresses(one: Profile, other: Profile, rarity: Rarity) -> list[Reason]:
    # An owner has several properties: another address says nothing.
    found = [
        Reason(
            "address",
            "same address",
            each,
            w.less_common("address", w.SAME_ADDRESS, rarity.people("address", each)),
        )
        for each in one.addresses
        if each in other.addresses
    ]
    return sorted(found, key=_strength)[:1]


def _with_second(found: list[Reason]) -> list[Reason]:
    best, *rest = sorted(found, key=_strength)
    return [best, *(each._replace(weight=min(each.weight, w.SECOND_VALUE)) for each in rest[:1])]


def _strength(reason: Reason) -> tuple[float, str]:
    return -reason.weight, reason.value or ""


def similar_mailboxes(one: str, other: str) -> bool:
    """Whether one e-mail is the other with an error in its name or its domain."""
    (left, at_left), (right, at_right) = one.rsplit("@", 1), other.rsplit("@", 1)
    if left == right:
        return len(left) >= 5 and OSA.distance(at_left, at_right, score_cutoff=2) <= 2
    if at_left != at_right or min(len(left), len(right)) < 5:
        return False
    # jane1@ and jane2@ are two people.
    if _digits(left) != _digits(right):
        return False
    return OSA.distance(left, right, score_cutoff=1) <= 1


def similar_companies(one: str, other: str) -> bool:
    """Whether two keys are one company's: words in another order, cut off or abbreviated."""
    if _digits(one) != _digits(other):
        return False  # Oak Holdings 1 and 2
    left, right = sorted((one.split(), other.split()), key=lambda each: (len(each), each))
    if sorted(left) == sorted(right):
        return True
    if len(left) >= 2 and right[: len(left)] == left:
        return True
    initials = "".join(each[0] for each in right)
    if len(initials) >= 3 and "".join(left) == initials:
        return True
    if min(len(one), len(other)) < 6:
        return False
    return OSA.normalized_similarity(one, other) >= _SIMILAR_COMPANY


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))
