"""What two leads' names, phones, e-mails and companies say about whether they are one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doughy_cli.leads.duplicates.compare import Likeness, compare
from doughy_cli.leads.duplicates.name_evidence import compare_names
from doughy_cli.leads.duplicates.names import Name, parse_name
from doughy_cli.leads.duplicates.profile import Profile, profile
from doughy_cli.leads.duplicates.rarity import Rarity
from doughy_cli.leads.duplicates.weights import bits_of, score_of

NAMES = [
    "Ann Lee", "Anne Lee", "A. Lee", "Lee Ann", "Bill Smith", "William Smith", "W. Smyth", "Lee",
    "John A. Smith Jr", "John B Smith", "Mary Ann Smith", "Maryann Smith", "Mark Smith", "Jr",
    "Oak LLC", "Elm LLC", "Occupant", "Maria Garcia Lopez", "Maria Garcia",
]  # fmt: skip
PROFILES = st.builds(
    profile,
    st.sampled_from(NAMES),
    st.sampled_from([None, "Oak", "Oak LLC", "Oak Homes Ltd", "Elm 2", "Elm 3"]),
    st.lists(
        st.sampled_from(["+15709218303", "+15709218304", "+15709218303;ext=5", "+442079460958"]),
        max_size=3,
    ),
    st.lists(
        st.sampled_from(["annlee@x.com", "ann.lee@x.com", "annlee@x.co", "jsmith@gmail.com"]),
        max_size=2,
    ),
    st.lists(st.sampled_from([{"address_line_1": "1 Elm St"}, {"address_line_1": "2 Elm St"}])),
)


def likeness(one: Profile, other: Profile, *others: Profile) -> Likeness:
    return compare(one, other, Rarity((one, other, *others)))


def person(name: str, *reach: str, company: str | None = None) -> Profile:
    phones = [each for each in reach if each.startswith("+")]
    return profile(name, company, phones, [each for each in reach if "@" in each])


PHONE, OTHER_PHONE, EMAIL, OTHER_EMAIL = (
    "+15709218303", "+18155550111", "ann@x.example", "zoe@y.example",
)  # fmt: skip


@given(PROFILES, PROFILES, st.lists(PROFILES, max_size=5))
def test_which_is_which_makes_no_difference(
    one: Profile, other: Profile, others: list[Profile]
) -> None:
    rarity = Rarity([one, other, *others])
    left, right = compare(one, other, rarity), compare(other, one, rarity)
    assert left.bits == pytest.approx(right.bits)
    assert left.contradicts == right.contradicts
    assert sorted(map(str, left.reasons)) == sorted(map(str, right.reasons))


@given(st.integers(50, 99))
def test_the_bits_of_a_score_are_that_score(score: int) -> None:
    assert score_of(bits_of(score)) == score


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("Franklin Galloway", "GALLOWAY, FRANKLIN", "same name"),
        ("Franklin Galloway", "Galloway Franklin", "first and last name swapped"),
        ("Franklin Galloway", "Franklin G.", "abbreviated name"),
        ("Franklin Galloway", "G. Franklin", "first and last name swapped"),
        ("Franklin Galloway", "F Galloway", "abbreviated name"),
        ("Bill Smith", "William Smith", "nickname"),
        ("Bill Smith", "Will Smith", "nickname"),
        ("B. Smith", "William Smith", "abbreviated name"),
        ("Pepe Ruiz", "José Ruiz", "nickname"),
        ("Steven Ruiz", "Stephen Ruiz", "nickname"),
        ("Jennifer Galloway", "Jennifer Gallowya", "similar name"),
        ("Rosalnd Ruiz", "Rosalind Ruiz", "similar name"),
        ("Mary Ann Ruiz", "Maryann Ruiz", "same name"),
        ("Robert James Ruiz", "James Ruiz", "middle name as first"),
        ("Maria Garcia Lopez", "Maria Garcia", "part of the last name"),
        ("Galloway", "Franklin Galloway", "one of the names"),
        ("José Peña", "Jose Pena", "same name"),
    ],
)
def test_spellings_of_one_name(one: str, other: str, how: str) -> None:
    left, right = parse_name(one), parse_name(other)
    assert left and right
    found = compare_names(left, right, Rarity(()))
    assert (found.how, found.contradicts) == (how, False)
    assert found.bits > 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("John Smith", "Jane Smith"),
        ("Mario Ruiz", "Maria Ruiz"),
        ("Paul Ruiz", "Paula Ruiz"),
        ("Eric Ruiz", "Erin Ruiz"),  # both are known names once they are seen often
        ("Patrick Ruiz", "Patricia Ruiz"),
        ("Joseph Ruiz", "Josephine Ruiz"),
        ("Jan Ruiz", "Jon Ruiz"),
        ("Jayden Ruiz", "Hayden Ruiz"),
        ("John Smith Jr", "John Smith Sr."),
        ("Cher", "Franklin Galloway"),
    ],
)
def test_names_of_two_people(one: str, other: str) -> None:
    left, right = parse_name(one), parse_name(other)
    assert left and right
    seen = [Name(first, (), last, "") for first in ("eric", "erin") for last in ("a1", "b1", "c1")]
    rarity = Rarity([Profile(each, "", (), (), ()) for each in seen])
    assert compare_names(left, right, rarity).contradicts


def test_a_number_in_a_name_is_never_a_slip_of_the_finger() -> None:
    found = likeness(person("Owner 1234", PHONE), person("Owner 1235", PHONE))
    assert found.bits < 0


def test_relatives_under_one_phone_are_two() -> None:
    found = likeness(person("John Smith", PHONE), person("Jane Smith", PHONE))
    assert found.contradicts
    assert found.bits < 0


def test_a_couple_with_phone_and_email_in_common_is_two() -> None:
    found = likeness(person("John Smith", PHONE, EMAIL), person("Jane Smith", PHONE, EMAIL))
    assert found.contradicts
    assert found.bits < 0


def test_a_new_last_name_needs_more_than_the_phone() -> None:
    old, new = ("Anna Brown", "Anna Miller")
    assert likeness(person(old, PHONE), person(new, PHONE)).bits < 0
    assert likeness(person(old, PHONE, EMAIL), person(new, PHONE, EMAIL)).bits > bits_of(95)


def test_a_son_of_the_same_name_needs_more_than_the_phone() -> None:
    pair = person("John Quill", PHONE), person("John Quill Jr", PHONE)
    assert likeness(*pair).bits < bits_of(85)


def test_a_number_is_worth_less_the_more_people_have_it() -> None:
    one, other = person("J. Smith", PHONE), person("John Smith", PHONE)
    colleagues = [person(f"{letter}ob Stone", PHONE) for letter in "BCDFGLM"]
    alone, shared = likeness(one, other), likeness(one, other, *colleagues)
    assert alone.bits - shared.bits == pytest.approx(1.5 * 3)  # eight people: three doublings
    # The same person again is nobody else.
    again = [person("J Smith", PHONE, EMAIL), person("JOHN SMITH", PHONE, OTHER_EMAIL)]
    assert likeness(one, other, *again).bits == alone.bits


def test_rare_names_say_more_than_common_ones() -> None:
    pair = person("Ada Quill"), person("Ada Quill")
    namesakes = [person(f"{name} Quill") for name in ("Bea", "Cleo", "Dora", "Emma")]
    assert likeness(*pair, *namesakes).bits < likeness(*pair).bits


@pytest.mark.parametrize(
    ("one", "other", "likely"),
    [
        ("+15709218303;ext=12", "+15709218303;ext=12", True),
        ("+15709218303;ext=12", "+15709218303", True),
        ("+15709218303;ext=12", "+15709218303;ext=13", False),
    ],
)
def test_extensions(one: str, other: str, likely: bool) -> None:
    found = likeness(person("A. Quill", one), person("Ada Quill", other))
    assert (found.bits > bits_of(85)) is likely


def test_errors_in_phones_and_emails_are_half_an_agreement() -> None:
    wrong = likeness(person("Ada Quill", "+15709218303"), person("Ada Quill", "+15709218330"))
    assert [each.how for each in wrong.reasons] == ["same name", "similar phone"]
    assert wrong.bits > bits_of(85)
    wrong = likeness(
        person("Ada Quill", "adaquill@x.example"), person("Ada Quill", "adaqiull@x.example")
    )
    assert [each.how for each in wrong.reasons] == ["same name", "similar e-mail"]
    numbered = person("Ada Quill", "adaquill1@x.example"), person("Ada", "adaquill2@x.example")
    assert likeness(*numbered).reasons[-1].how == "other e-mail"


def test_one_owners_companies_are_several_leads() -> None:
    oak, elm = person("Oak LLC", PHONE, EMAIL), person("Elm LLC", PHONE, EMAIL)
    assert likeness(oak, elm).contradicts
    owner = person("Ada Quill", PHONE, EMAIL)
    assert likeness(oak, owner).bits < bits_of(85)
    assert likeness(oak, person("Ada Quill", PHONE, company="Oak")).bits > bits_of(85)


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("House-Forbes", "Forbes House", "similar company"),
        ("International Bread Makers", "IBM", "similar company"),
        ("Proctor, Lamb and Bell", "Proctor Lamb", "similar company"),
        ("Castaneda Ltd", "Castañeda", "same company"),
        ("Castaneda", "Castaneta", "other company"),
        ("Oak Holdings 1", "Oak Holdings 2", "other company"),
    ],
)
def test_companies_in_other_words(one: str, other: str, how: str) -> None:
    found = likeness(person("A", company=one), person("B", company=other))
    assert [each.how for each in found.reasons if each.field == "company"] == [how]
