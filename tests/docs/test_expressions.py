"""Conditions become readable, and go on saying the same."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docs.generate.schema.expressions import conjuncts, readable, without_parentheses

UID = "( SELECT auth.uid() AS uid)"


@pytest.mark.parametrize(
    ("expression", "short"),
    [
        ("(user_id = " + UID + ")", "user_id = auth.uid()"),
        (
            "((user_id, true) = ( SELECT auth.uid() AS uid, true))",
            "(user_id, true) = (auth.uid(), true)",
        ),
        ("(user_id = auth.uid())", "user_id = bare auth.uid()"),
        (
            "(EXISTS ( SELECT\n   FROM public.leads parent\n  WHERE ((parent.id = t.lead_id) "
            f"AND (parent.user_id = {UID}))))",
            "lead_id in own leads",
        ),
        # Of another column, or of nobody: not the same, and not called so.
        (
            f"(EXISTS ( SELECT FROM public.leads parent WHERE (parent.user_id = {UID})))",
            "EXISTS ( SELECT FROM public.leads parent WHERE (parent.user_id = auth.uid()))",
        ),
        ("((score >= 0) AND (score <= 100))", "score >= 0 AND score <= 100"),
        ("((a = 1) AND ((b = 2) OR (c = 3)))", "a = 1 AND (b = 2 OR c = 3)"),
        ("(((a = 1) AND (b = 2)) OR (c = 3))", "(a = 1 AND b = 2) OR c = 3"),
        ("(((a = 1) AND (b = 2)) AND (c = 3))", "a = 1 AND b = 2 AND c = 3"),
        ("(NOT (a = 1))", "NOT (a = 1)"),
        ("((a + b) > (c * (d + e)))", "(a + b) > (c * (d + e))"),
        ("(lower((email)::text) = 'x'::text)", "lower(email) = 'x'"),
        ("(status = ANY (ARRAY['a'::public.s, 'b'::public.s]))", "status IN ('a', 'b')"),
        ("((longitude >= ('-180'::integer)::numeric))", "longitude >= -180"),
        ("(name <> 'x AND (y'::text)", "name <> 'x AND (y'"),
        (
            "(is_service = (POSITION(('@'::text) IN (email)) = 0))",
            "is_service = (position('@' in email) = 0)",
        ),
        ("((t.a IS NULL) OR (t.b = 1))", "a IS NULL OR b = 1"),
    ],
)
def test_readable(expression: str, short: str) -> None:
    assert readable(expression, "t") == short


def test_conjuncts_are_those_at_the_top() -> None:
    assert conjuncts("a = 1 AND (b = 2 OR (c = 3 AND d = 4)) AND e = ' AND '") == [
        "a = 1",
        "b = 2 OR (c = 3 AND d = 4)",
        "e = ' AND '",
    ]
    assert conjuncts("a = 1 OR b = 2") == ["a = 1 OR b = 2"]


TERMS = st.recursive(
    st.sampled_from("abcd").map(lambda name: f"({name} = 1)"),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda each: f"({' AND '.join(each)})"),
        st.lists(inner, min_size=2, max_size=3).map(lambda each: f"({' OR '.join(each)})"),
        inner.map(lambda each: f"(NOT {each})"),
    ),
    max_leaves=8,
)


@given(TERMS)
def test_fewer_parentheses_mean_the_same(expression: str) -> None:
    short = without_parentheses(expression)
    assert len(short) <= len(expression)
    for values in itertools.product((0, 1), repeat=4):
        names = dict(zip("abcd", values, strict=True))
        assert truth(short, names) == truth(expression, names)
        assert truth(expression, names) == all(truth(each, names) for each in conjuncts(short))


def truth(expression: str, names: dict[str, int]) -> bool:
    """Python's AND, OR and NOT bind as SQL's do."""
    words = re.sub(r"\b(AND|OR|NOT)\b", lambda word: word.group().lower(), expression)
    return bool(eval(words.replace(" = ", " == "), {}, names))  # noqa: S307
