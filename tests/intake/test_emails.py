from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doughy_cli.emails import normal_email


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (" Bob@Example.COM ", "bob@example.com"),
        ("a+b_c'd@sub.example-x.co.uk", "a+b_c'd@sub.example-x.co.uk"),
        ("mailto:bob@example.com", "bob@example.com"),
        ("Bob Smith <Bob@Example.com>", "bob@example.com"),
        ("jürgen@müller.de", "jürgen@müller.de"),
    ],
)
def test_the_stored_form(typed: str, stored: str) -> None:
    assert normal_email(typed) == stored


@pytest.mark.parametrize(
    "typed",
    ["", "bob", "bob@", "@x.com", "bob@x", "a b@x.com", "a@b@c.com", "a@x..com", "a@x.com.",
     "a@x.com, b@x.com", "<>", "n/a", "x" * 250 + "@x.com"],
)  # fmt: skip
def test_what_cannot_be_one(typed: str) -> None:
    assert normal_email(typed) is None


@given(st.emails() | st.text())
def test_the_stored_form_is_stable(typed: str) -> None:
    stored = normal_email(typed)
    assert stored is None or normal_email(stored) == stored
