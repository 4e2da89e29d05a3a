"""doughy behind PgBouncer in transaction mode: each transaction may get another connection."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.harness import Person, Program
from tests.pooler import needs_pgbouncer, pooled

pytestmark = needs_pgbouncer


@pytest.fixture
def pooler(ann: Person) -> Iterator[str]:
    """A pooler with a single connection to the test's server; gives the URL through it."""
    with pooled(ann) as url:
        yield url


def test_everything_an_investor_does_works_through_it(
    doughy: Program, ann: Person, pooler: str
) -> None:
    env = {"DOUGHY_DATABASE_URL": pooler}
    for number in range(3):
        done = doughy("leads", "add", "--name", f"Lead {number}", "--json", person=ann, env=env)
        assert done.code == 0, done.err
    assert len(doughy("leads", "list", "--json", person=ann, env=env).json) == 3
    imported = doughy(
        *("leads", "import", "-", "--format", "csv"),
        person=ann,
        env=env,
        stdin="Name,Email\nOne,one@example.com\nTwo,two@example.com\n",
    )
    assert imported.code == 0, imported.err
    assert doughy("leads", "export", "-", "-o", "jsonl", person=ann, env=env).out.count("\n") == 5
    assert doughy("whoami", "--verify", "--json", person=ann, env=env).json["role"] == "user"
