"""What is kept for the person: keys, documents, jobs, and the last backup."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from doughy_cli.database.backup_notes import last_backup
from doughy_cli.db.address import label
from doughy_cli.docs import checking
from doughy_cli.docs.filters import DocumentFilter
from doughy_cli.docs.places import LOCAL
from doughy_cli.docs.queries import About, list_documents
from doughy_cli.docs.rows import DocumentRow
from doughy_cli.docs.targets import places
from doughy_cli.doctor import queries
from doughy_cli.doctor.patient import Patient
from doughy_cli.doctor.rows import Finding, fault, ok, skipped, warning
from doughy_cli.jobs.installed import job_types
from doughy_cli.keys.checking import BROKEN
from doughy_cli.targets import counted
from doughy_cli.vault import secret
from doughy_cli.vault.opening import no_secret, open_with
from doughy_cli.vault.queries import my_keys

_TRIED = 5  # keys; each takes a tenth of a second of arithmetic
_NEWEST = 20  # documents
_MOST = 10_000_000  # bytes that are read of them
_OLD = timedelta(days=7)
_JOBS, _DOCUMENTS, _KEYS = ("job", "jobs"), ("document", "documents"), ("key", "keys")
_MINE = "Nothing is a service's own."


def keys(patient: Patient) -> Iterator[Finding]:
    """The vault secret of this computer opens the person's keys."""
    if patient.is_service:
        yield skipped(_MINE)
        return
    stored = my_keys(patient.session)
    if not stored:
        yield ok("No key is stored.")
        return
    secrets = secret.candidates(patient.settings)
    if not secrets:
        raise no_secret(len(stored))
    well = True
    for key in stored[:_TRIED]:
        opened, _ = open_with(secrets, key)
        if opened.fault:
            well = False
            yield fault(opened.fault.code, opened.fault.message, opened.fault.hint)
    for key in stored:
        if key.status in BROKEN:
            well = False
            why = key.status_reason or key.status
            said = f"The last check of the key for {key.place.service} failed: {why}"
            yield warning("key_refused", said, f"doughy keys check {key.place.service}")
    if secret.from_environment() and not secret.candidates_kept(patient.settings):
        well = False
        said = f"The vault secret is in {secret.VARIABLE} alone, and kept nowhere."
        yield warning("vault_not_kept", said, "Keep it: doughy keys vault set")
    if well:
        tried = min(len(stored), _TRIED)
        yield ok(
            f"The vault opens: tried on {tried} of {counted(len(stored), _KEYS)}.",
            "Have you written the vault secret down? doughy keys vault show-recovery",
        )


_REMEDIES = {
    "missing": "Bring it back from a copy of the documents folder or the bucket: no `doughy db "
    "backup` holds the files. See docs/team.md.",
    "elsewhere": "`doughy docs store` says where is looked. Copy the documents folder of the "
    "computer that added it.",
}


def documents(patient: Patient) -> Iterator[Finding]:
    """The place for documents can be reached, and the newest are as they were added."""
    if patient.is_service:
        yield skipped(_MINE)
        return
    known = places(patient.app)
    rows = _newest(patient)
    patient.session.commit()  # no transaction is open while bytes are read
    if not rows and known.setting.place != LOCAL:
        # With nothing to read, that the place answers is all there is to know.
        for store in known.existing():
            next(iter(store.pieces()), None)
    wrong = [
        each
        for each in checking.verify(known, rows, lambda _: None)
        if each.state not in checking.FINE
    ]
    for each in wrong[:3]:
        said = f"Document {str(each.id)[:8]}: {each.problem}"
        remedy = _REMEDIES.get(each.state, f"doughy docs verify {str(each.id)[:8]}")
        yield fault("document_" + each.state, said, remedy)
    if not wrong:
        where = "on this computer" if known.setting.place == LOCAL else f"in {known.setting.place}"
        if rows:
            more = "`doughy docs verify` looks at all of them."
            newest = counted(len(rows), _DOCUMENTS)
            yield ok(f"Kept {where}; looked at {newest}: whole and unchanged.", more)
        else:
            yield ok(f"They are kept {where}; there is none to look at.")


def _newest(patient: Patient) -> list[DocumentRow]:
    """Return the person's newest documents: as many as are read in no time."""
    where = DocumentFilter(mine=True)
    newest = list_documents(patient.session, where, About(), "-created_at", _NEWEST)
    found, size = [], 0
    for each in newest:
        size += each.size or 0
        if size > _MOST:
            break
        found.append(each)
    return found


def jobs(patient: Patient) -> Iterator[Finding]:
    """Somebody does the jobs that are due."""
    found = queries.jobs(patient.session)
    unknown = sorted(set(queries.queued_types(patient.session)) - set(job_types()))
    well = True
    for each in _of_jobs(found, unknown):
        well = False
        yield each
    if well:
        yield ok(f"{counted(found.working, _JOBS)} at work; none is stuck.")


def _of_jobs(found: queries.Jobs, unknown: list[str]) -> Iterator[Finding]:
    if found.waiting and not found.working:
        since = found.due_since and found.due_since.astimezone()
        due = counted(found.waiting, _JOBS)
        said = f"Nobody works on what is due: {due}, the first since {since:%Y-%m-%d %H:%M}."
        yield warning("no_worker", said, "Start a worker: `doughy jobs work`.")
    if found.lost:
        said = f"Lost with the worker that had it: {counted(found.lost, _JOBS)}."
        yield warning("jobs_lost", said, "The next worker takes them up: `doughy jobs work`.")
    if found.failed:
        said = f"Failed within a week: {counted(found.failed, _JOBS)}."
        yield warning("jobs_failed", said, "doughy jobs list --status failed")
    for each in unknown:
        said = f"Jobs of type {each!r} wait, and no handler for them is installed here."
        yield warning("unknown_job_type", said, "Install it where the worker runs.")


def backup(patient: Patient) -> Iterator[Finding]:
    """There is a backup, and it is not old."""
    if patient.embedded and patient.place is None:
        yield skipped("There is no database here yet.")
        return
    found = last_backup(patient.folders, label(patient.settings))
    hint = "doughy db backup FILE"
    if found is None and not patient.embedded:
        yield ok("None was made from this computer; whoever runs the server looks after that.")
    elif found is None:
        yield warning("no_backup", "No backup was made yet.", hint)
    elif datetime.now(UTC) - found.made_at > _OLD:
        days = (datetime.now(UTC) - found.made_at).days
        yield warning("old_backup", f"The last backup is {days} days old ({found.file}).", hint)
    elif found.file is not None and not found.file.exists():
        yield warning("backup_gone", f"The last backup is not at {found.file} any more.", hint)
    else:
        where = f", in {found.file}" if found.file else ""
        yield ok(f"The last backup was made at {found.made_at.astimezone():%Y-%m-%d %H:%M}{where}.")
