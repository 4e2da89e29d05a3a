"""In which store a document is, and into which one a new document goes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from doughy_cli.config import Folders, Settings, alone, profiles, read_config
from doughy_cli.docs.stores import local, s3
from doughy_cli.docs.stores.base import Elsewhere, Outside, Store, is_link
from doughy_cli.errors import Failed, Usage

LOCAL = "local"
EARLIER = "documents_earlier"  # of a profile: where documents were kept before


@dataclass(frozen=True, slots=True)
class Setting:
    """Where new documents go (`local`, or s3://BUCKET/PREFIX), who says so, and where they went
    before: those are still found."""

    place: str
    origin: str
    earlier: tuple[str, ...] = ()


def setting(settings: Settings, of_database: Iterable[str] = ()) -> Setting:
    """Return where documents are kept: as the environment or the profile says, else as the
    database does, else on this computer. `of_database` is what it has said, the newest first."""
    told = list(of_database)
    before = profiles(read_config(settings.folders)).get(settings.profile, {}).get(EARLIER, [])
    own = settings.documents
    place = own or (told[0] if told else LOCAL)
    origin = settings.origins["documents"] if own else ("the database" if told else "default")
    known = dict.fromkeys(str(each) for each in [*told, *before] if each not in (place, LOCAL))
    return Setting(checked_place(place), origin, tuple(known))


def checked_place(place: str) -> str:
    """Return where documents may be kept, without a `/` at its end. Raises Usage."""
    if place == LOCAL:
        return place
    if not place.startswith(s3.SCHEME):
        raise Usage(
            f"Documents cannot be kept in {place!r}.", "There are: local, and s3://BUCKET/PREFIX."
        )
    bucket, prefix = s3.bucket_of(place)
    return f"{s3.SCHEME}{bucket}{'/' if prefix else ''}{prefix}"


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
    setting: Setting
    _made: dict[tuple[str, UUID], s3.S3Store] = field(default_factory=dict)

    def of(self, url: str, owner: UUID) -> Store:
        """Return the store that has the bytes of `owner`'s document.

        Raises Outside for a URL that no store has given, Elsewhere if it is in a store that
        cannot be reached from here, Missing if the store was here and is gone.
        """
        if is_link(url):
            raise Failed(
                "It is a link, and its file is not kept by doughy.",
                "`doughy docs open ID` shows it in the browser.",
                code="link",
            )
        if url.startswith(local.SCHEME):
            return local.find_store(local_root(self.settings.folders), url, owner, self.database)
        for place in self._buckets():
            if url.startswith(s3.root_of(place, owner)):
                return self._s3(place, owner)
        if url.startswith(s3.SCHEME) and f"/{owner}/" in url:
            raise Elsewhere(
                f"It is in {url.partition(f'/{owner}/')[0]}, which this profile does not know.",
                "`doughy docs store` says which places it knows, and takes another.",
            )
        raise Outside(
            "This is not a place that doughy keeps documents of this person in.",
            "Somebody has written it there by hand; nothing is read from it.",
        )

    def own(self) -> Store:
        """Return the store that new documents go into; it is made if there is none."""
        if self.setting.place != LOCAL:
            return self._s3(self.setting.place, self.person)
        folders = self.settings.folders
        with alone(folders, "documents"):
            return local.make_store(local_root(folders), self.database, self.person)

    def existing(self) -> list[Store]:
        """Return the stores in which the person's documents may be, those that there are."""
        root = local_root(self.settings.folders)
        stores: list[Store] = [*local.own_stores(root, self.database, self.person)]
        return stores + [self._s3(place, self.person) for place in self._buckets()]

    def _buckets(self) -> list[str]:
        known = (self.setting.place, *self.setting.earlier)
        return [each for each in known if each != LOCAL]

    def _s3(self, place: str, owner: UUID) -> s3.S3Store:
        made = self._made.get((place, owner))
        if made is None:
            made = s3.S3Store(place, owner, self.settings.folders.state / "uploads")
            self._made[place, owner] = made
        return made
