"""What was last listed, so that a shell can complete it: ids, e-mails, names of views.

`list` keeps it, for a person at a terminal, in a small file for each kind of record; the shells'
scripts ask for it with `doughy __complete KIND BEGINNING`. That must cost no more than a keypress
may: no database, no network, no configuration, and none of the modules that commands need.
"""

from __future__ import annotations

import os
import sys

from doughy_cli import cached

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import Any

# What is kept lists of. A record says in its `NAMED` of which it is one.
KINDS = (
    *("leads", "messages", "templates", "views", "contacts", "properties", "deals", "docs"),
    *("jobs", "users", "profiles"),
)
MOST = 100  # records of a kind
_LARGEST = 100_000  # bytes of a file
_LONGEST = 60  # characters of what is said of a record
_SHORT_ID, _LONG_ID = 8, 36
_SAFE = frozenset("@._+-")  # beside letters and digits: what no shell changes
_FIRST, _OTHER = "=", "+"  # before a record's first name, and before its other names


def keep(cache: Path, named: tuple[str, Sequence[str], Sequence[str]], rows: Sequence[Any]) -> None:
    """Keep the names of `rows` in the folder `cache`, in place of those that were listed before.

    `named` is the record's NAMED: the kind, the fields by which one is named on a command line,
    and the fields that say which one that is.
    """
    kind, names, about = named
    if rows:
        text = "".join(line for row in rows[:MOST] for line in _lines(row, names, about))
        cached.write(cache / "listed" / kind, text.encode(), lasting=False)


def forget(cache: Path, kinds: Iterable[str] = KINDS) -> None:
    """Keep nothing of what was listed of these kinds."""
    for kind in kinds:
        try:
            (cache / "listed" / kind).unlink()
        except OSError:
            continue


def _lines(row: Any, names: Sequence[str], about: Sequence[str]) -> Iterator[str]:
    said = " ".join(str(each) for name in about if (each := getattr(row, name, None)))
    said = "".join(each if each.isprintable() else " " for each in said[:_LONGEST])
    for mark, name in zip((_FIRST, *(_OTHER for _ in names)), names, strict=False):
        value = str(getattr(row, name, None) or "")
        if value and all(each.isalnum() or each in _SAFE for each in value):
            yield f"{mark}{value}\t{said}\n"


def show(arguments: Sequence[str]) -> None:
    """Write what begins as is asked for (a kind, a beginning), each with what is said of it."""
    kind, beginning = (*arguments, "", "")[:2]
    cache = folder(os.environ)
    if kind in KINDS and cache:
        sys.stdout.write("".join(f"{each}\n" for each in _beginning(cache, kind, beginning)))


def _beginning(cache: str, kind: str, beginning: str) -> Iterator[str]:
    content = cached.read(f"{cache}/listed/{kind}", _LARGEST) or b""
    lines = content.decode("utf-8", "replace").splitlines()
    heads = [line[1 : 1 + _SHORT_ID] for line in lines]
    for line in lines:
        value, _, said = line[1:].partition("\t")
        # E-mails beside ids would double a list in which nothing was typed yet.
        if value.startswith(beginning) and (beginning or line[0] == _FIRST):
            yield f"{_shortened(value, beginning, heads)}\t{said}"


def _shortened(value: str, beginning: str, heads: Sequence[str]) -> str:
    """Return an id as tables show it, where that is enough to tell it from the others."""
    head = value[:_SHORT_ID]
    is_id = len(value) == _LONG_ID and value.count("-") == 4
    if is_id and len(beginning) <= _SHORT_ID and heads.count(head) == 1:
        return head
    return value


def folder(environ: Mapping[str, str]) -> str | None:
    """Return the cache's folder: what `config.find_folders` finds, which has to load ten times as
    much for it."""
    if home := environ.get("DOUGHY_HOME"):
        return os.path.join(os.path.abspath(home), "cache")  # noqa: PTH100, PTH118 (light)
    if sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")  # noqa: PTH111
    else:
        base = environ.get("XDG_CACHE_HOME", "").strip() or os.path.expanduser("~/.cache")  # noqa: PTH111
    return f"{base}/doughy" if base.startswith("/") else None
