"""`doughy leads unmerge`: the state before, and what happened since stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from doughy_cli.leads.merging.rows import RestoredField, UnmergeRow
from doughy_cli.options import field_names

if TYPE_CHECKING:
    from tests.harness import Person
    from tests.leads.conftest import Add, Leads
    from tests.leads.merging.conftest import Hang, Snapshot


def run(leads: Leads, *arguments: str) -> Any:
    done = leads(*arguments, "--json")
    assert done.code == 0, done.err
    return done.json


def events(ann: Person) -> dict[tuple[str, str], str]:
    """The leads of notes, by what they say."""
    return dict(
        ann.sql(
            "SELECT description, lead_id::text FROM lead_events WHERE event_type = 'note_added'"
        )  # type: ignore[arg-type]
    )


def test_fields() -> None:
    assert field_names(UnmergeRow) == (
        "target", "sources", "fields", "kept", "moved", "missing",
    )  # fmt: skip
    assert field_names(RestoredField) == ("field", "before", "after")


def test_it_is_as_it_was(
    leads: Leads, pair: tuple[str, str], ann: Person, snapshot: Snapshot
) -> None:
    target, source = pair
    before, notes = snapshot(), events(ann)
    merge = run(leads, "merge", target, source, "--yes")
    assert snapshot() != before
    done = leads("unmerge", source, "--dry-run")
    assert (done.code, "nothing was saved" in done.err) == (0, True)
    found = run(leads, "unmerge", "quill@example.com")
    assert snapshot() == before
    assert events(ann) == notes
    assert (found["moved"], found["missing"], found["kept"]) == (merge["moved"], {}, [])
    assert {"field": "score", "before": 70, "after": 40} in found["fields"]
    told = ann.sql(
        "SELECT lead_id::text FROM lead_events WHERE event_type = 'unmerged' ORDER BY created_at"
    )
    assert sorted(told) == sorted([(target,), (source,)])
    assert run(leads, "merge", target, source, "--yes")["moved"]["messages"] == 2, "and again"
    run(leads, "unmerge", target)
    assert snapshot() == before


def three(add: Add, hang: Hang) -> tuple[str, str, str]:
    """Three leads that each bring something, two of them the same fields."""
    one = add("One", "--tag", "a")["id"]
    two = add("Two", "--score", 50, "--tag", "b", "--company", "Two Inc")["id"]
    last = add("Three", "--score", 70, "--tag", "b", "--tag", "c", "--phone", "815 890 8301")["id"]
    for lead, word in ((one, "one"), (two, "two"), (last, "three")):
        hang(lead, word)
    return one, two, last


def test_several_sources_back_at_once_and_in_either_order(
    leads: Leads, add: Add, hang: Hang, snapshot: Snapshot, ann: Person
) -> None:
    one, two, last = three(add, hang)
    before, notes = snapshot(), events(ann)
    for back in ([one], [two, last], [last, two]):
        run(leads, "merge", one, two, last, "--yes")
        for each in back:
            run(leads, "unmerge", each)
        assert snapshot() == before, back
        assert events(ann) == notes
    run(leads, "merge", one, two, "--yes")
    run(leads, "merge", one, last, "--yes")
    run(leads, "unmerge", two)
    row = run(leads, "show", one)
    assert (row["score"], row["tags"], row["company"]) == (70, ["a", "c"], None)
    run(leads, "unmerge", last)
    assert snapshot() == before


def test_one_merge_after_another(
    leads: Leads, add: Add, hang: Hang, snapshot: Snapshot, ann: Person
) -> None:
    one, two, last = three(add, hang)
    before, notes = snapshot(), events(ann)
    run(leads, "merge", two, one, "--yes")
    between = snapshot()
    run(leads, "merge", last, two, "--yes")
    done = leads("unmerge", one, "--json")
    assert (done.code, f"unmerge {two[:8]}" in done.error["hint"]) == (5, True)
    run(leads, "unmerge", two)
    assert snapshot() == between
    run(leads, "unmerge", one)
    assert snapshot() == before
    assert events(ann) == notes


def test_what_was_added_and_changed_since_stays(
    leads: Leads, pair: tuple[str, str], ann: Person, hang: Hang
) -> None:
    target, source = pair
    run(leads, "merge", target, source, "--yes")
    hang(target, "since")
    leads("edit", target, "--score", "90", "--add-tag", "later")
    ann.sql("DELETE FROM calls WHERE outcome = 'other' RETURNING 1")
    done = leads("unmerge", source, "--json")
    found = done.json
    assert (found["kept"], found["target"]["score"]) == (["score"], 90)
    assert found["target"]["tags"] == ["a", "later"]
    assert found["target"]["phone"] is None
    assert found["missing"] == {"calls": 1}
    assert "Changed since, so left as it is: score." in done.err
    assert "Gone or elsewhere since: 1 call." in done.err
    bodies = dict(ann.sql("SELECT body, lead_id::text FROM messages"))  # type: ignore[arg-type]
    assert bodies == {"own": target, "other": source, "since": target}


def test_a_note_that_was_taken_back_since_stays_taken_back(
    leads: Leads, pair: tuple[str, str], ann: Person
) -> None:
    target, source = pair
    run(leads, "merge", target, source, "--yes")
    [(note,)] = ann.sql("SELECT id::text FROM lead_events WHERE description = 'other'")
    run(leads, "note", "--withdraw", note)
    run(leads, "unmerge", source)
    kinds = [each["kind"] for each in run(leads, "timeline", source)]
    assert "note" not in kinds


def test_taken_values_go_back(leads: Leads, pair: tuple[str, str], snapshot: Snapshot) -> None:
    target, source = pair
    before = snapshot()
    take = [part for name in ("name", "email", "tags") for part in ("--take", f"{name}={source}")]
    row = run(leads, "merge", target, source, *take, "--yes")["target"]
    assert (row["name"], row["email"], row["tags"]) == ("A. Quill", "quill@example.com", ["b"])
    run(leads, "unmerge", source)
    assert snapshot() == before


def test_a_phone_that_another_lead_has_by_now(leads: Leads, add: Add, snapshot: Snapshot) -> None:
    target = add("Ada", "--phone", "815 890 8302")["id"]
    source = add("Bob", "--phone", "815 890 8301")["id"]
    run(leads, "merge", target, source, "--yes")
    third = add("Cy", "--phone", "815 890 8301")["id"]
    before = snapshot()
    done = leads("unmerge", source)
    assert (done.code, f"{third[:8]} (Cy) has the phone" in done.err) == (5, True)
    assert f"leads edit {third[:8]} --clear phone" in done.err
    assert snapshot() == before
    leads("edit", third, "--clear", "phone")
    run(leads, "unmerge", source)


def test_a_deleted_source_is_deleted_again(leads: Leads, add: Add, snapshot: Snapshot) -> None:
    target, source = add("Ada")["id"], add("Bob", "--phone", "815 890 8301")["id"]
    leads("rm", source)
    before = snapshot()
    run(leads, "merge", target, source, "--deleted", "--yes")
    done = leads("unmerge", source)
    assert "is deleted, as it was" in done.err
    assert snapshot() == before


def test_what_cannot_be_taken_back(
    leads: Leads, pair: tuple[str, str], ben: Person, admin: Person, ann: Person
) -> None:
    target, source = pair
    done = leads("unmerge", target, "--json")
    assert (done.code, "is not merged" in done.error["message"]) == (5, True)
    run(leads, "merge", target, source, "--yes")
    assert leads("unmerge", source, person=ben).code == 3
    assert leads("unmerge", source, person=admin).code == 8
    run(leads, "unmerge", source)
    assert leads("unmerge", source).code == 5


def test_a_merge_that_nothing_tells_of(
    leads: Leads, pair: tuple[str, str], ann: Person, snapshot: Snapshot
) -> None:
    """Somebody has set the columns by hand; an earlier merge is not taken back once more."""
    target, source = pair
    before = snapshot()
    by_hand = "UPDATE leads SET merged_into = %s, is_deleted = true WHERE id = %s RETURNING 1"
    ann.sql(by_hand, target, source)
    assert run(leads, "unmerge", source)["moved"]["messages"] == 0
    assert snapshot() == before
    run(leads, "merge", target, source, "--yes")
    run(leads, "unmerge", source)
    leads("edit", target, "--score", "70")
    ann.sql(by_hand, target, source)
    assert run(leads, "unmerge", source)["target"]["score"] == 70


def test_csv_and_tables(leads: Leads, pair: tuple[str, str]) -> None:
    target, source = pair
    done = leads("merge", target, source, "--yes", "-o", "csv")
    assert done.out.startswith("field,target,source,result\n")
    done = leads("merge", target, source, "--yes")
    assert done.code == 5
    done = leads("unmerge", source, "-o", "csv")
    assert done.out.splitlines()[1].startswith(target)
    assert f"{source[:8]} (A. Quill) is back." in done.err
    assert "Moved back: 2 messages" in done.err
