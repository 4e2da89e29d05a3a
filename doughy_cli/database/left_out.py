"""What a backup of the database does not hold: the files of documents, and the vault's secret."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from doughy_cli.config import Folders
from doughy_cli.docs.places import local_root
from doughy_cli.docs.stores import local
from doughy_cli.docs.stores.base import is_link

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What the rows of a database speak of and lies apart from it: the documents' URLs, one for
    each document, and how many keys of other services are sealed."""

    urls: tuple[str, ...] = ()
    keys: int = 0


def say_not_backed_up(folders: Folders, left: LeftOut, say: Say) -> None:
    """Say what must be copied besides the backup, and from where."""
    root = local_root(folders)
    here, away, buckets = _sorted_out(root, left.urls)
    if here:
        say(f"Not in it: the {_files(here)}. Copy this folder, too: {root}")
    if away:
        say(f"Not in it, nor on this computer: the {_files(away)}.")
    if buckets:
        say(f"Not in it: the {_files(buckets)} in S3.")
    if left.keys:
        say(
            f"Not in it: the vault secret, without which nobody can read {_keys(left.keys)}. "
            "Write it down: doughy keys vault show-recovery"
        )


def say_not_restored(folders: Folders, left: LeftOut, say: Say) -> None:
    """Say what a restored database speaks of and is not here, and where it belongs."""
    root = local_root(folders)
    _, away, buckets = _sorted_out(root, left.urls)
    if away:
        say(
            f"Not in a backup, and not here: the {_files(away)}. They are in the documents folder "
            f"of the computer that added them; copied here, it is {root}"
        )
    if buckets:
        say(f"The {_files(buckets)} in S3 were not touched.")
    if left.keys:
        say(
            f"The vault secret is not in a backup. Whoever has {_keys(left.keys)} brings it here "
            "by `doughy keys vault set`, if it is not here already."
        )


def _sorted_out(root: Path, urls: Iterable[str]) -> tuple[int, int, int]:
    """Return how many of the documents' files are under `root`, on another computer or gone, and
    in buckets. Links have no file."""
    here = away = buckets = 0
    for url in urls:
        if url.startswith(local.SCHEME):
            there = local.lies_here(root, url)
            here, away = here + there, away + (not there)
        elif not is_link(url):
            buckets += 1
    return here, away, buckets


def _files(count: int) -> str:
    return "file of 1 document" if count == 1 else f"files of {count:,} documents"


def _keys(count: int) -> str:
    return "the 1 key" if count == 1 else f"the {count:,} keys"
