"""The catalogue of codes is whole: what the program can say is in it, and nothing else."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from docs.generate.__main__ import DOCS
from docs.generate.troubleshooting import render
from doughy_cli import errors
from doughy_cli.db import failures
from doughy_cli.docs.checking import FINE
from doughy_cli.error_codes import CODES, DOCTOR, GROUPS

PROGRAM = DOCS.parent / "doughy_cli"

_MAY_BE = re.compile(r"\bcode\b|Error\):|Refusal\(|\bwarning\(")

# Where a code is handed on that was given elsewhere, or is made of parts. Whoever adds one says
# here which codes it can be.
HANDED_ON = {
    "contacts/fields.py": {"bad_email", "bad_phone"},
    "db/embedded/errand.py": set(),
    "db/failures.py": {"duplicate", *(code for _, code, _, _ in failures._REFUSALS)},
    "deals/fields.py": set(),
    "doctor/contents.py": {
        "document_missing", "document_elsewhere", "document_outside", "document_unreadable",
        "document_size", "document_hash",
    },
    "doctor/embedded.py": set(),
    "doctor/local.py": set(),
    "doctor/server.py": {"clock"},
    "doctor/sign_in.py": set(),
    "flagset.py": set(),
    "keys/services.py": set(),
    "leads/fields.py": set(),
    "leads/sending/carriers.py": {"opted_out"},
    "leads/sending/deliver.py": {"not_sent", "unknown"},
    "leads/sending/ending.py": set(),
    "leads/sending/rules.py": {"no_phone", "no_email"},
    "leads/sending/shown.py": set(),
    "leads/sending/templates.py": set(),
    "leads/sending/text_carrier.py": set(),  # the numbers of Twilio's own errors
    "leads/write_queries.py": {"stale"},
    "vault/secret.py": set(),
}  # fmt: skip


def trees() -> dict[str, ast.Module]:
    """Return those of the program's modules that may have a code in them, parsed, by file."""
    texts = {path: path.read_text("utf-8") for path in sorted(PROGRAM.rglob("*.py"))}
    return {
        path.relative_to(PROGRAM).as_posix(): ast.parse(text)
        for path, text in texts.items()
        if _MAY_BE.search(text)
    }


def given(file: str, tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """Yield what is called with a code, and the code as it is written."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func).rpartition(".")[2]
            codes = [each.value for each in node.keywords if each.arg == "code"]
            if name == "Refusal" or (name in ("fault", "warning") and file.startswith("doctor/")):
                codes += node.args[:1]
            yield from ((name, each) for each in codes)
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "error.code":
            yield "", node.value


def exits_of_classes(modules: Iterable[ast.Module]) -> tuple[dict[str, set[int]], dict[str, int]]:
    """Return, for each code of a class of errors, the exit codes that it comes with; and for each
    class its exit code."""
    exits: defaultdict[str, set[int]] = defaultdict(set)
    of = {name: kind.exit_code for name, kind in vars(errors).items() if _is_error(kind)}
    for kind in vars(errors).values():
        if _is_error(kind):
            exits[kind.code].add(kind.exit_code)
    found = [n for tree in modules for n in ast.walk(tree) if isinstance(n, ast.ClassDef)]
    for _ in range(3):  # classes of classes of classes
        for each in found:
            known = [of[name] for name in map(ast.unparse, each.bases) if name in of]
            if known and each.name not in vars(errors):
                of[each.name] = max(known)  # the base of no kind has 1
                for line in each.body:
                    if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "code":
                        exits[ast.literal_eval(line.value)].add(max(known))
    return exits, of


def _is_error(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, errors.DoughyError)


def test_each_code_is_explained_and_nothing_else_is() -> None:
    parsed = trees()
    used, exit_of = exits_of_classes(parsed.values())
    handing = set()
    for file, tree in parsed.items():
        for name, value in given(file, tree):
            if not isinstance(value, ast.Constant):
                handing.add(file)
            elif value.value is not None:
                used.setdefault(value.value, set()).update(
                    {exit_of[name]} if name in exit_of else ()
                )
    assert handing <= HANDED_ON.keys(), "say in HANDED_ON which codes these can be"
    for codes in HANDED_ON.values():
        for code in codes:
            used.setdefault(code, set())
    assert used.keys() - CODES.keys() == set(), "explain these in doughy_cli/error_codes.py"
    assert CODES.keys() - used.keys() == set(), "nothing says these any more"
    for code, exits in used.items():
        assert exits <= set(CODES[code].exits), code
    assert {f"document_{each}" for each in FINE}.isdisjoint(CODES)


def test_a_code_is_explained_once_and_in_whole_sentences() -> None:
    assert sum(len(codes) for _, codes in GROUPS) == len(CODES)
    for code, (exits, cause, remedy) in CODES.items():
        assert bool(exits) != (code in DOCTOR or code in ("not_sent", "unknown")), code
        assert set(exits) <= {1, 2, 3, 4, 5, 6, 7, 8, 130}
        for each in (cause, remedy):
            assert each.endswith(".") and "|" not in each.replace("start|stop|restart", "").replace(
                "{first_name|there}", ""
            ), each


def test_the_page_is_current() -> None:
    assert (DOCS / "troubleshooting.md").read_text("utf-8") == render(), "python -m docs.generate"
    assert Path(DOCS / "troubleshooting.md").read_text("utf-8").count("`") % 2 == 0
