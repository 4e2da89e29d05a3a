"""A made-up list in which people are there more than once, and who is who is known.

It is hard on purpose: relatives under one phone, couples with one e-mail, fathers and sons of
one name, companies with one number, owners with several companies; and the copies have typing
errors, nicknames, initials, names in the wrong order and numbers that have changed.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

HEADER = ("Name", "Company", "Phone 1", "Phone 2", "Email 1", "Email 2", "Address", "Zip")


_FIRST = str.split(
    """
James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara
Richard Susan Joseph Jessica Thomas Sarah Christopher Karen Charles Lisa Daniel Nancy Matthew Betty
Anthony Sandra Mark Margaret Donald Ashley Steven Kimberly Andrew Emily Paul Donna Joshua Michelle
Kenneth Carol Kevin Amanda Brian Melissa George Deborah Timothy Stephanie Ronald Rebecca Jason Laura
Edward Sharon Jeffrey Cynthia Ryan Dorothy Jacob Amy Gary Kathleen Nicholas Angela Eric Shirley
Jonathan Emma Stephen Brenda Larry Pamela Justin Nicole Scott Anna Brandon Samantha Benjamin
Katherine Samuel Christine Gregory Helen Alexander Debra Patrick Rachel Frank Carolyn Raymond Janet
Jack Maria Dennis Catherine Jerry Heather Tyler Diane Aaron Olivia Jose Julie Adam Joyce Nathan
Victoria Henry Ruth Zachary Virginia Douglas Lauren Peter Kelly Kyle Christina Noah Joan Ethan
Evelyn Jeremy Judith Walter Andrea Christian Hannah Keith Megan Roger Cheryl Terry Jacqueline Juan
Francisco Guadalupe Manuel Jesús Eduardo Dolores Ignacio Rosario Enrique Isabel Mario Julio Julia
Carlos Carla Paula Daniela Gabriel Gabriela Mariana Lucía Andrés Sofía Zoë Björn Renée
    """
)
_LAST = str.split(
    """
Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez
Gonzalez Wilson Anderson Thomas Taylor Moore Jackson Martin Lee Perez Thompson White Harris Sanchez
Clark Ramirez Lewis Robinson Walker Young Allen King Wright Scott Torres Nguyen Hill Flores Green
Adams Nelson Baker Hall Rivera Campbell Mitchell Carter Roberts Gomez Phillips Evans Turner Diaz
Parker Cruz Edwards Collins Reyes Stewart Morris Morales Murphy Cook Rogers Gutierrez Ortiz Morgan
Cooper Peterson Bailey Reed Kelly Howard Ramos Kim Cox Ward Richardson Watson Brooks Chavez Wood
James Bennett Gray Mendoza Ruiz Hughes Price Alvarez Castillo Sanders Patel Myers Long Ross Foster
Jimenez Powell Jenkins Perry Russell Sullivan Bell Coleman Butler Henderson Barnes Gonzales Fisher
Vasquez Simmons Romero Jordan Patterson Alexander Hamilton Graham Reynolds Griffin Wallace Moreno
West Cole Hayes Bryant Herrera Gibson Ellis Tran Medina Aguilar Stevens Murray Ford Castro Marshall
Owens Harrison Fernandez McDonald Woods Washington Kennedy Wells Vargas Henry Chen Freeman Webb
Tucker Guzman Burns Crawford Olson Simpson Porter Hunter Gordon Mendez Silva Shaw Snyder Mason
Dixon Muñoz Hunt Hicks Holmes Palmer Wagner Black Robertson Boyd Rose Stone Salazar Fox Warren
Mills Meyer Rice Schmidt Garza Daniels Ferguson Nichols Stephens Soto Weaver Ryan Gardner Payne
Grant Dunn Kelley Spencer Hawkins Arnold Pierce Hansen Peters Santos Hart Bradley Knight Elliott
Cunningham Duncan Armstrong Hudson Carroll Lane Riley Andrews Alvarado Ray Delgado Berry Perkins
Hoffman Johnston Matthews Peña Richards Contreras Willis Carpenter Lawrence Sandoval O'Brien
Guerrero George Chapman Rios Estrada Ortega Watkins Greene Nuñez Wheeler Valdez Harper Burke
    """
)
_NICK = {
    "James": "Jim", "Robert": "Bob", "Patricia": "Pat", "John": "Jack", "Jennifer": "Jen",
    "Michael": "Mike", "David": "Dave", "Elizabeth": "Liz", "William": "Bill", "Barbara": "Barb",
    "Richard": "Rick", "Susan": "Sue", "Joseph": "Joe", "Thomas": "Tom", "Christopher": "Chris",
    "Charles": "Chuck", "Daniel": "Dan", "Matthew": "Matt", "Anthony": "Tony", "Margaret": "Peggy",
    "Donald": "Don", "Steven": "Steve", "Kimberly": "Kim", "Andrew": "Andy", "Kenneth": "Ken",
    "Deborah": "Debbie", "Timothy": "Tim", "Rebecca": "Becky", "Edward": "Ted", "Katherine": "Kate",
    "Samuel": "Sam", "Gregory": "Greg", "Francisco": "Paco", "Guadalupe": "Lupe", "Jesús": "Chuy",
    "Eduardo": "Lalo", "Dolores": "Lola", "Ignacio": "Nacho", "Enrique": "Quique", "Jose": "Pepe",
}  # fmt: skip
# Relatives whose names look like one with a typing error, and are not.
_ALIKE = (
    ("Julio", "Julia"), ("Mario", "Maria"), ("Eric", "Erica"), ("Paul", "Paula"),
    ("Daniel", "Daniela"), ("Carlos", "Carla"), ("Mark", "Mary"), ("Joan", "John"),
    ("Brandon", "Brenda"), ("Gabriel", "Gabriela"), ("Joseph", "Josephine"), ("Erin", "Eric"),
    ("Patrick", "Patricia"), ("Jayden", "Hayden"), ("Kelly", "Kelsey"), ("Ronald", "Roland"),
)  # fmt: skip
_DOMAINS = ("gmail.com", "gmail.com", "yahoo.com", "outlook.com", "aol.com", "example.com")
_TRADES = ("Holdings", "Properties", "Group", "Homes", "Partners", "Capital", "Realty", "Ventures")
_PLACES = ("Oak", "Elm", "Maple", "River", "Summit", "Lake", "Granite", "Harbor", "Prairie")
_STREETS = ("Main St", "Oak Avenue", "Elm Street", "River Road", "Park Ave", "Hill Drive")


@dataclass(frozen=True)
class Person:
    """One who is in the list, perhaps more than once."""

    first: str
    last: str
    suffix: str = ""
    company: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    address: str = ""
    zip: str = ""

    @property
    def name(self) -> str:
        """The name as a list has it; the company's, if there is no person."""
        return " ".join(filter(None, (self.first, self.last, self.suffix))) or self.company


class ListMaker:
    """Makes one list; the same for the same seed and size."""

    def __init__(self, people: int, seed: int = 1) -> None:
        self._chance = random.Random(seed)  # noqa: S311 (the same list every time is the point)
        self._people: list[Person] = []
        while len(self._people) < people:
            self._people += self._chance.choices(
                (self._alone, self._family, self._firm, self._landlord), (60, 18, 6, 3)
            )[0]()

    def rows(self) -> list[tuple[int, Person]]:
        """Return the list's rows, each with the number of who it is."""
        found = []
        for number, person in enumerate(self._people):
            found.append((number, person))
            if self._chance.random() < 0.25:
                copies = self._chance.choices((1, 2, 3), (75, 18, 7))[0]
                found += [(number, self._copy(person)) for _ in range(copies)]
        self._chance.shuffle(found)
        return found

    def _alone(self) -> list[Person]:
        company = self._company() if self._chance.random() < 0.3 else ""
        return [self._person(company=company)]

    def _family(self) -> list[Person]:
        """Relatives: one surname and phone, mostly one address, at times one e-mail."""
        last, phone, email = self._some(_LAST), self._phone(), ""
        street, zip_code = self._address()
        if self._chance.random() < 0.3:
            email = f"the{_ascii(last)}s{self._chance.randrange(1000)}@{self._some(_DOMAINS)}"
        members = []
        firsts = self._chance.sample(_FIRST, self._chance.choices((2, 3, 4), (70, 20, 10))[0])
        if self._chance.random() < 0.15:
            firsts = list(self._chance.choice(_ALIKE))
        for first in firsts:
            each = self._person(first=first, last=last)
            phones = (phone, *each.phones[:1]) if self._chance.random() < 0.6 else (phone,)
            emails = (email,) if email and self._chance.random() < 0.7 else each.emails
            members.append(
                replace(each, phones=phones, emails=emails, address=street, zip=zip_code)
            )
        if self._chance.random() < 0.15:  # a son of the father's name
            father = replace(members[0], suffix="Sr")
            members[:2] = [father, replace(father, suffix="Jr", emails=members[1].emails)]
        return members

    def _firm(self) -> list[Person]:
        """Colleagues: one company, and mostly one number for all; some have an extension."""
        company, phone = self._company(), self._phone()
        domain = f"{_ascii(company.split()[0])}{self._chance.randrange(10_000)}.example"
        found = []
        for _ in range(self._chance.randrange(3, 15)):
            each = self._person(company=company, domain=domain)
            number = f"{phone} x{self._chance.randrange(100, 999)}" * (self._chance.random() < 0.3)
            own = (
                (number or phone, *each.phones[:1]) if self._chance.random() < 0.9 else each.phones
            )
            found.append(replace(each, phones=own[: self._chance.randrange(1, 3)]))
        return found

    def _landlord(self) -> list[Person]:
        """One phone and e-mail for several companies, each a lead of its own."""
        owner = self._person()
        names = {self._company() for _ in range(self._chance.randrange(2, 5))}
        common = {"phones": owner.phones[:1], "emails": owner.emails[:1]}
        return [owner, *(Person("", "", company=each, **common) for each in sorted(names))]

    def _person(
        self, first: str = "", last: str = "", company: str = "", domain: str = ""
    ) -> Person:
        first, last = first or self._some(_FIRST), last or self._some(_LAST)
        number = self._chance.randrange(100)
        style = self._chance.randrange(3)
        local = (
            f"{_ascii(first)}.{_ascii(last)}{number}",
            f"{_ascii(first)[0]}{_ascii(last)}{number}",
            f"{_ascii(last)}{_ascii(first)[0]}{number}{self._chance.randrange(100)}",
        )[style]
        emails = (f"{local}@{domain or self._some(_DOMAINS)}",)
        if self._chance.random() < 0.3:
            emails += (f"{_ascii(first)}{self._chance.randrange(10**6)}@{self._some(_DOMAINS)}",)
        phones = tuple(self._phone() for _ in range(1 + (self._chance.random() < 0.35)))
        street, zip_code = self._address() if self._chance.random() < 0.5 else ("", "")
        return Person(first, last, "", company, phones, emails, street, zip_code)

    def _copy(self, person: Person) -> Person:
        """The same person once more, as somebody else has typed or known them."""
        errors: tuple[Callable[[Person], Person], ...] = (
            self._nickname, self._initial, self._swapped, self._misspelt, self._fewer, self._fewer,
            self._reordered, self._wrong_digit, self._wrong_email, self._tagged, self._renamed_firm,
            self._moved, self._reformatted,
        )  # fmt: skip
        for error in self._chance.sample(errors, self._chance.choices((1, 2, 3), (45, 40, 15))[0]):
            person = error(person)
        return person

    def _nickname(self, person: Person) -> Person:
        return replace(person, first=_NICK.get(person.first, person.first))

    def _initial(self, person: Person) -> Person:
        if not person.first:
            return person
        if self._chance.random() < 0.5:
            return replace(person, first=f"{person.first[0]}.")
        return replace(person, last=f"{person.last[0]}.")

    def _swapped(self, person: Person) -> Person:
        return replace(person, first=person.last, last=person.first)

    def _misspelt(self, person: Person) -> Person:
        field = "first" if self._chance.random() < 0.5 else "last"
        return replace(person, **{field: self._slip(getattr(person, field))})

    def _fewer(self, person: Person) -> Person:
        """Something is not known."""
        field = self._some(("phones", "emails", "company", "address"))
        if field == "company" and not person.first:
            return person
        if field in ("phones", "emails") and not (person.phones and person.emails):
            return person
        return replace(person, **{field: "" if field in ("company", "address") else ()})

    def _reordered(self, person: Person) -> Person:
        return replace(person, phones=person.phones[::-1], emails=person.emails[::-1])

    def _wrong_digit(self, person: Person) -> Person:
        if not person.phones:
            return person
        number = person.phones[0]
        place = self._chance.randrange(4, 12)
        if not number[place].isdigit():
            return person
        digit = str((int(number[place]) + self._chance.randrange(1, 9)) % 10)
        wrong = f"{number[:place]}{digit}{number[place + 1 :]}"
        return replace(person, phones=(wrong, *person.phones[1:]))

    def _wrong_email(self, person: Person) -> Person:
        if not person.emails:
            return person
        local, _, domain = person.emails[0].partition("@")
        if self._chance.random() < 0.5:
            return replace(person, emails=(f"{self._slip(local)}@{domain}", *person.emails[1:]))
        return replace(person, emails=(f"{local}@{self._slip(domain)}", *person.emails[1:]))

    def _tagged(self, person: Person) -> Person:
        if not person.emails:
            return person
        local, _, domain = person.emails[0].partition("@")
        if domain == "gmail.com" and self._chance.random() < 0.5:
            local = local.replace(".", "") if "." in local else f"{local[:2]}.{local[2:]}"
        else:
            local += f"+{self._some(('list', 'homes', 'news'))}"
        return replace(person, emails=(f"{local}@{domain}", *person.emails[1:]))

    def _renamed_firm(self, person: Person) -> Person:
        words = person.company.split()
        if not words:
            return person
        if words[-1] in ("LLC", "Inc", "Ltd"):
            return replace(person, company=" ".join(words[:-1]))
        return replace(person, company=f"{person.company}, Inc.")

    def _moved(self, person: Person) -> Person:
        """Another phone, or another e-mail."""
        if self._chance.random() < 0.5:
            return replace(person, phones=(self._phone(),))
        return replace(person, emails=(f"new{self._chance.randrange(10**6)}@example.com",))

    def _reformatted(self, person: Person) -> Person:
        phones = tuple(each.replace("(", "").replace(") ", ".") for each in person.phones)
        first, last = (each.upper() for each in (person.first, person.last))
        return replace(person, phones=phones, first=first, last=last)

    def _slip(self, text: str) -> str:
        """A letter left out, doubled, wrong, or exchanged with the next."""
        if len(text) < 4:
            return text
        place = self._chance.randrange(1, len(text) - 1)
        before, letter, after = text[:place], text[place], text[place + 1 :]
        return self._some(
            (
                before + after,
                before + letter * 2 + after,
                before + self._some("aeioulnrst") + after,
                before + after[0] + letter + after[1:],
            )
        )

    def _phone(self) -> str:
        area, exchange = self._chance.randrange(201, 990), self._chance.randrange(200, 1000)
        return f"({area}) {exchange}-{self._chance.randrange(10_000):04}"

    def _address(self) -> tuple[str, str]:
        street = f"{self._chance.randrange(1, 9999)} {self._some(_STREETS)}"
        return street, f"{self._chance.randrange(10_000, 99_999)}"

    def _company(self) -> str:
        head = self._some(_PLACES) if self._chance.random() < 0.5 else self._some(_LAST)
        legal = self._some(("LLC", "Inc", "Ltd", ""))
        return f"{head} {self._some(_LAST)} {self._some(_TRADES)} {legal}".strip()

    def _some(self, values: list[str] | tuple[str, ...] | str) -> str:
        # The first ones are the most common, as with names.
        if isinstance(values, list):
            return values[int(len(values) * self._chance.random() ** 1.7)]
        return self._chance.choice(values)


def write_list(file: Path, people: int, seed: int = 1) -> list[int]:
    """Write a list of so many people and their copies; return who each row is, in order."""
    rows = ListMaker(people, seed).rows()
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(HEADER)
        for _, each in rows:
            phones, emails = (*each.phones, "", ""), (*each.emails, "", "")
            writer.writerow(
                (each.name, each.company, *phones[:2], *emails[:2], each.address, each.zip)
            )
    return [number for number, _ in rows]


def _ascii(text: str) -> str:
    return "".join(each for each in text.lower() if each.isascii() and each.isalnum())
