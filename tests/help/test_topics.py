"""`doughy help`: topics, commands, fields, and what is said of a word that is none of them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import doughy_cli
from doughy_cli.command_roots import TOPICS
from doughy_cli.manual import errors, fields, groups
from doughy_cli.manual.meanings import MEANINGS
from doughy_cli.manual.topics import ENVIRONMENT, topic
from tests.help.examples import commands

if TYPE_CHECKING:
    from tests.harness import Program

# For tests: nobody else has a use for them.
INNER = {"DOUGHY_VAULT_ITERATIONS", "DOUGHY_TWILIO_URL"}


def test_help_shows_commands_topics_and_fields(doughy: Program) -> None:
    for words in ([], ["leads"], ["leads", "views"], ["leads", "list"], ["help"]):
        shown = doughy("help", *words)
        assert (shown.code, shown.err) == (0, "")
        assert shown.out == doughy(*words, "--help").out
    for name in TOPICS:
        shown = doughy("help", name)
        assert (shown.code, shown.err) == (0, "")
        if name in groups.TEXTS:
            assert groups.asked(["help", name]) == shown.out.removesuffix("\n")
    deal = doughy("help", "fields", "deals", "list").out
    assert "\n  lead_name            text or null. The lead's name.\n" in deal
    assert "contacts: A person linked to a lead." in doughy("help", "fields", "leads", "show").out
    assert "writes no record" in doughy("help", "fields", "logout").out
    # A group alone is asked for its verbs.
    assert doughy("leads") == doughy("leads", "--help")


def test_a_word_that_is_nothing_is_told_with_the_nearest(doughy: Program) -> None:
    for typed, near in (
        ("help exitcodes", "'exit-codes'"),
        ("help leads lits", "'list'"),
        ("help errors opted-out", "'opted_out'"),
        ("lead", "'leads'"),
        ("leads lsit", "'list'"),
        ("leads list --stauts new", "--status"),
        ("leads delete 1f2e3d4c", "doughy leads rm"),
        ("list leads", "doughy leads list"),
    ):
        done = doughy(*typed.split())
        assert (done.code, done.out) == (2, "")
        assert near in done.err, typed


def test_pages_fit_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    pages = [errors.page(), *map(topic, groups.TEXTS)]
    for path, command, _ in commands():
        context = command.make_context(
            f"doughy {path}", [], resilient_parsing=True, help_option_names=["--help", "-h"]
        )
        page = command.get_help(context)
        assert "\nExit codes:\n" in page and "--help" in page.split("\nEverywhere:\n")[1], path
        pages.append(page)
    for page in pages:
        for line in page.splitlines():
            assert len(line) < 80, line
            assert "<str>" not in line and "int range" not in line, line


def test_every_field_is_said() -> None:
    used = set()
    for record in {each for _, command, _ in commands() for each in _records(command)}:
        about = fields.about(record)
        for each in fields.fields_of(record):
            used |= {each.name, f"{record.__name__}.{each.name}"}
            assert each.about or f"`{each.name}`" in about, f"{record.__name__}.{each.name}"
    assert MEANINGS.keys() <= used


def _records(command: object) -> list[type]:
    record: type | None = getattr(command, "record", None)
    return [record, *(inner for _, inner in fields.parts(record))] if record else []


def test_every_variable_is_in_the_topic() -> None:
    folder = Path(doughy_cli.__file__).parent
    source = "".join(each.read_text("utf-8") for each in folder.rglob("*.py"))
    named = set(re.findall(r"\bDOUGHY_[A-Z_]*[A-Z]\b", source)) - INNER
    assert named <= {name for name, _ in ENVIRONMENT}, "manual/topics.py lacks some"
