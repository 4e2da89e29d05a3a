"""All that is looked at, in the order of what needs what."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from doughy_cli.doctor import contents, embedded, local, schema, server, sign_in
from doughy_cli.doctor.patient import Patient
from doughy_cli.doctor.rows import CheckRow, Finding, State, skipped
from doughy_cli.explaining import explain_failure

Look = Callable[[Patient], Iterator[Finding]]
_UNFIT = (State.fault, State.skipped)


@dataclass(frozen=True, slots=True)
class Check:
    """One check. It is skipped where one of those that it `needs` is no good; `of` says whether it
    is about the embedded server alone, about other servers alone, or about both."""

    name: str
    look: Look
    needs: tuple[str, ...] = ()
    of: bool | None = None


_SIGNED_IN = ("sign_in",)
_FITTING = ("sign_in", "schema")
CHECKS = (
    Check("program", local.program),
    Check("folders", local.folders),
    Check("config", local.config),
    Check("cache", local.cache),
    Check("data", embedded.data, of=True),
    Check("disk", local.disk),
    Check("engine", embedded.engine, of=True),
    Check("password", sign_in.password, needs=("config",)),
    Check("server", server.server, needs=("config",)),
    Check("sign_in", sign_in.sign_in, needs=("config", "server", "password")),
    Check("transport", server.transport, needs=_SIGNED_IN, of=False),
    Check("pooler", server.pooler, needs=_SIGNED_IN, of=False),
    Check("clock", server.clock, needs=_SIGNED_IN),
    Check("durability", server.durability, needs=_SIGNED_IN),
    Check("schema", schema.schema, needs=_SIGNED_IN),
    Check("security", schema.security, needs=_SIGNED_IN),
    Check("people", sign_in.people, needs=_FITTING),
    Check("keys", contents.keys, needs=_FITTING),
    Check("documents", contents.documents, needs=_FITTING),
    Check("jobs", contents.jobs, needs=_FITTING),
    Check("backup", contents.backup, needs=("config",)),
)


def examine(patient: Patient) -> Iterator[CheckRow]:
    """Yield what each check finds, as it is found. No exception comes out but an interruption."""
    unfit: dict[str, Finding] = {}
    told: dict[str, str] = {}  # what is at fault already, and in which check
    for check in CHECKS:
        if check.of is not None and check.of != patient.embedded:
            continue
        cause = next((each for each in check.needs if each in unfit), None)
        found: Iterator[Finding]
        found = _explained(check.look, patient) if cause is None else iter([unfit[cause]])
        said = []
        for each in found:
            if each.state is State.fault and told.setdefault(each.found, check.name) != check.name:
                each = _needs(told[each.found])
            said.append(each)
            yield CheckRow(check.name, each.state, each.code, each.found, each.remedy)
        if (reason := _unfit(said)) is not None:
            unfit[check.name] = reason if reason.state is State.skipped else _needs(check.name)


def _explained(look: Look, patient: Patient) -> Iterator[Finding]:
    try:
        yield from look(patient)
    except Exception as error:  # noqa: BLE001 (whatever is broken, the rest is looked at)
        failure = explain_failure(error)
        patient.take_back()
        yield Finding(State.fault, failure.message, failure.hint, failure.code)


def _unfit(said: list[Finding]) -> Finding | None:
    """Return why what needs a check cannot be looked at; None if it can, whatever else is wrong."""
    rest = next((each.rest for each in said if each.rest), None)
    if rest or any(each.state is State.ok for each in said):
        return rest
    return next((each for each in said if each.state in _UNFIT), None)


def _needs(cause: str) -> Finding:
    """Return what is said of a check for which another one is needed, and is no good."""
    return skipped(f"Not looked at: it needs {cause.replace('_', '-')}, which is at fault.")
