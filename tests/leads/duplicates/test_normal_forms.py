"""Names, companies, e-mails and addresses in the forms in which they are compared."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from doughy_cli.leads.duplicates.companies import company_key, is_company
from doughy_cli.leads.duplicates.names import Name, parse_name
from doughy_cli.leads.duplicates.nicknames import formal
from doughy_cli.leads.duplicates.profile import profile
from doughy_cli.leads.duplicates.reach import address_key, mailbox
from doughy_cli.leads.duplicates.text import folded

WORDS = st.sampled_from(
    ["Mr", "Dr.", "Ann", "J.", "de", "la", "Smith", "Jr", "Sr.", "III", "MD", "O'Brien", "Peña",
     "Smith-Jones", ",", "2nd", "van", "Owner", "LLC", "The", "and", "Co.", "Inc", "Intl", "U.S."]
)  # fmt: skip
TYPED = st.one_of(st.text(), st.lists(WORDS, max_size=7).map(" ".join))


@given(TYPED)
@example("İ")  # its lower case has an accent of its own
@example("ŉ")
@example("ǅ")
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(TYPED)
@example("Mr Jr MD Smith Jr Sr")
@example("de la, Dr")
def test_a_name_read_again_is_the_same_name(text: str) -> None:
    name = parse_name(text)
    if name is not None:
        assert parse_name(name.text) == name


@given(TYPED)
@example("the of and")
@example("Company Co Inc")
@example("Intl")
@example("Co. Mgmt Svcs")
def test_the_key_of_a_companys_key_is_the_same(text: str) -> None:
    assert company_key(company_key(text)) == company_key(text)


@given(st.emails() | st.from_regex(r"[a-z.+]{1,9}@(gmail|googlemail|x)\.com", fullmatch=True))
def test_the_mailbox_of_a_mailbox_is_the_same(email: str) -> None:
    box = mailbox(email)
    assert mailbox(box) == box
    assert not box.startswith("@") or email.startswith("@")


@pytest.mark.parametrize(
    ("email", "box"),
    [
        ("ann.lee+homes@gmail.com", "annlee@gmail.com"),
        ("ann.lee@googlemail.com", "annlee@gmail.com"),
        ("ann.lee+x+y@example.com", "ann.lee@example.com"),
        ("+ann@example.com", "+ann@example.com"),
    ],
)
def test_mailboxes(email: str, box: str) -> None:
    assert mailbox(email) == box


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Franklin Galloway", Name("franklin", (), "galloway", "")),
        ("GALLOWAY, Franklin", Name("franklin", (), "galloway", "")),
        ("Galloway, Franklin J., Jr.", Name("galloway", ("franklin",), "j", "jr")),
        ("Galloway Jr., Franklin", Name("franklin", (), "galloway", "jr")),
        ("Dr. José de la Peña, M.D.", Name("jose", (), "pena", "")),
        ("John Q. Smith III", Name("john", ("q",), "smith", "iii")),
        ("Cher", Name("", (), "cher", "")),
        ("Sinéad O’Connor", Name("sinead", (), "oconnor", "")),
        ("Current Owner", None),
        ("?", None),
    ],
)
def test_names(typed: str, name: Name | None) -> None:
    assert parse_name(typed) == name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Proctor, Lamb and Bell", "Proctor Lamb & Bell, L.L.C."),
        ("The Oak Mgmt Co.", "Oak Management"),
        ("U.S. Homes Inc.", "US Homes"),
        ("ÉLAN Properties", "Elan properties LLC"),
    ],
)
def test_companies(one: str, other: str) -> None:
    assert company_key(one) == company_key(other)


def test_what_is_a_company() -> None:
    assert all(map(is_company, ("Oak Tree LLC", "Smith Family Trust", "Oak L.L.C.")))
    assert not any(map(is_company, ("Ann Lee", "Grant Holding", "Bank Robertson Ann")))


def test_nicknames_stand_for_names_and_names_for_themselves() -> None:
    assert "william" in formal("bill")
    assert "jose" in formal("pepe")
    assert formal("patricia") & formal("pat") & formal("patty") == {"patricia"}
    assert not formal("patricia") & formal("patrick")
    assert formal("xyz") == {"xyz"}


def test_addresses() -> None:
    one = {"address_line_1": "12 North Main Street", "address_line_2": "Apt 4", "zip": "95814-12"}
    other = {"address_line_1": "12 N. Main St., Unit 4", "city": "Sacramento", "zip": "95814"}
    assert address_key(one) == address_key(other) != ""
    assert address_key({"city": "Sacramento"}) == ""


@pytest.mark.parametrize("name", ["+15709218303", "ann@example.com", "(570) 921-8303", "Occupant"])
def test_what_is_no_persons_name(name: str) -> None:
    assert profile(name, None, (), ()).name is None


def test_a_lead_that_is_a_company_is_no_person() -> None:
    assert profile("Oak Tree LLC", None, (), ())[:2] == (None, "oak tree")
    assert profile("Ann Lee", "Ann Lee", (), ())[:2] == (None, "ann lee")
    assert profile("Ann Lee", "Oak LLC", (), ()).name == Name("ann", (), "lee", "")
