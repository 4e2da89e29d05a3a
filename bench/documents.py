"""How much sooner many documents are added by one command than by a command each."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from bench.measure import Command, Figure, compare
from bench.place import Place

FILES = 1000
ROUNDS = 11


def measure(place: Place, rounds: int = ROUNDS) -> list[Figure]:
    """Return figures by the adding of one document: of a thousand in one command (a thousand
    commands would be 1000), and of what asks of each of them."""
    files = _files(place.folder / "papers")
    kept = Path(place.env["DOUGHY_HOME"]) / "data" / "documents"

    def nothing_kept() -> None:
        _sql(place, "DELETE FROM re_documents")
        shutil.rmtree(kept, ignore_errors=True)

    add = [place.doughy, "docs", "add", "--type", "photo", "-q", "-o", "jsonl"]
    one = Command("doughy docs add, 1 file", [*add, files[0]], place.env, nothing_kept)
    many = [
        Command(f"doughy docs add, {FILES:,} files", [*add, *files], place.env, nothing_kept),
        Command("doughy docs verify, of these", [place.doughy, "docs", "verify"], place.env),
        Command("doughy docs gc, of these", [place.doughy, "docs", "gc"], place.env),
        Command("doughy docs list, of these", [place.doughy, "docs", "list"], place.env),
    ]
    return compare(many, one, rounds)


def _files(folder: Path) -> list[str]:
    folder.mkdir()
    made = []
    for number in range(FILES):
        path = folder / f"{number:04}.txt"
        path.write_bytes(b"%06d\n" % number * 2500)  # 17.5 kB
        made.append(str(path))
    return made


def _sql(place: Place, statement: str) -> None:
    env = {**place.env, "PGPASSWORD": place.password}
    subprocess.run([place.psql, "-qc", statement, place.url], env=env, check=True)
