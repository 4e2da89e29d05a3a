"""In which store a document is, and into which one a new document goes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from doughy_cli.config import Folders, Settings, alone
from doughy_cli.docs.stores import local
from doughy_cli.docs.stores.base import Outside, Store, is_link
from doughy_cli.errors import Failed


def local_root(folders: Folders) -> Path:
    """Return the folder of all the documents that are kept on this computer."""
    return folders.data / "documents"


@dataclass(frozen=True, slots=True)
class Places:
    """The stores that one run knows. `database` tells the database from every other one, as the
    names of passwords do; `person` is who is signed in."""

    settings: Settings
    database: str
    person: UUID

    def of(self, url: str, owner: UUID) -> Store:
        """Return the store that has the bytes of `owner`'s document.

        Raises Outside for a URL that no store has given, Elsewhere if it is in a store that
        cannot be reached from here.
        """
        if is_link(url):
            raise Failed(
                "It is a link, and its file is not kept by doughy.",
                "`doughy docs open ID` shows it in the browser.",
                code="link",
            )
        if url.startswith(local.SCHEME):
            return local.find_store(local_root(self.settings.folders), url, owner)
        raise Outside(
            "This is not a place that doughy keeps documents in.",
            "Somebody has written it there by hand; nothing is read from it.",
        )

    def own(self) -> Store:
        """Return the store that new documents go into; it is made if there is none."""
        folders = self.settings.folders
        with alone(folders, "documents"):
            return local.make_store(local_root(folders), self.database, self.person)

    def existing(self) -> list[Store]:
        """Return the stores in which the person's documents may be, those that there are."""
        found = local.own_store(local_root(self.settings.folders), self.database, self.person)
        return [found] if found else []
