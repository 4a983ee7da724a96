"""The files of found pictures, whole and small: fetched through the ledger from the address that a library has told.

A small picture is for looking at: by a model that compares what was found, and by a person who reviews it. What cannot
be had is left out: no scene waits for it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from vidpipe_assets.model.errors import DiskFull, PermanentError, ResultGone, VidpipeError
from vidpipe_assets.model.media import FoundPicture
from vidpipe_assets.model.values import content_hash
from vidpipe_assets.providers.addresses import is_named_by_operator
from vidpipe_assets.providers.footage import Footage
from vidpipe_assets.providers.footage.licences import licence_notes
from vidpipe_assets.providers.http.client import Web
from vidpipe_assets.providers.http.download import DownloadRequest, download
from vidpipe_assets.providers.request import Account, Ask, CallPolicy, ProviderRequest, ProviderResponse, StoredResponse
from vidpipe_assets.providers.wikimedia import agent_for

_MOST_BYTES_OF_STILL, _MOST_BYTES_OF_FILM = 60_000_000, 300_000_000
_MOST_BYTES_OF_SMALL = 4_000_000
_SMALL_POLICY = CallPolicy(attempts=2, longest_wait_s=5, retry_after_cap_s=5, deadline_s=40, limit_wait_s=40)
_FILE = "file"
_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".webm", ".mp4", ".ogv", ".m4v", ".mov"})


@dataclass(frozen=True)
class PictureFiles:
    """How a library's files are fetched.

    `name`: the library's. `address`: by which name the operator may name another address for it. `account`: the limits
    of its downloads; `headers`: what goes with them. `kept_as`: the name of a whole file in the ledger.
    """

    name: str
    address: str
    account: Account
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    kept_as: str = _FILE

    def whole(self, picture: FoundPicture, folder: Path) -> ProviderRequest[Footage]:
        """The question for the file that is shown."""

        def read(reply: StoredResponse) -> Footage:
            notes = licence_notes(picture.rights)
            return Footage(picture.id, reply.path(self.kept_as), picture.title, picture.rights, notes=notes)

        path = folder / f"{content_hash([picture.id])}{_suffix(picture)}"
        most = _MOST_BYTES_OF_FILM if picture.seconds else _MOST_BYTES_OF_STILL
        return ProviderRequest(
            operation="download",
            parameters={"id": picture.id, "width": picture.width, "height": picture.height},
            call=_Download(self, picture.file_url, path, most, self.kept_as),
            read=read,
            account=self.account,
        )

    def small(self, pictures: Iterable[FoundPicture], folder: Path, ask: Ask) -> dict[str, Path]:
        """Id -> a small picture, of those that have one that can be had. Raises `DiskFull`."""
        found: dict[str, Path] = {}
        for picture in pictures:
            if not picture.thumb_url or picture.thumb:
                continue
            try:
                found[picture.id] = ask(self._small(picture, folder))
            except DiskFull:
                raise
            except VidpipeError:  # it is only looked at
                continue
        return found

    def _small(self, picture: FoundPicture, folder: Path) -> ProviderRequest[Path]:
        def read(reply: StoredResponse) -> Path:
            return reply.path(_FILE)

        path = folder / f"{content_hash([picture.id])}-small.jpg"
        return ProviderRequest(
            operation="thumbnail",
            parameters={"id": picture.id, "url": picture.thumb_url},
            call=_Download(self, picture.thumb_url, path, _MOST_BYTES_OF_SMALL),
            read=read,
            account=self.account,
            policy=_SMALL_POLICY,
        )


def _suffix(picture: FoundPicture) -> str:
    found = PurePosixPath(urlsplit(picture.file_url).path).suffix.lower()
    return found if found in _SUFFIXES else ".mp4" if picture.seconds else ".jpg"


@dataclass(frozen=True)
class _Download:
    """Fetches a file whose address a library has told: it needs no key, and gets none."""

    files: PictureFiles
    url: str
    path: Path
    most_bytes: int
    kept_as: str = _FILE

    def request(self) -> ProviderResponse:
        files = self.files
        public = not is_named_by_operator(files.address, self.url)
        headers = {**agent_for(self.url), **files.headers}
        wanted = DownloadRequest(self.url, most_bytes=self.most_bytes, headers=headers, public_only=public)
        try:
            return ProviderResponse(files={self.kept_as: download(Web(files.name), wanted, self.path)})
        except ResultGone as error:
            raise PermanentError(str(error), remedy="another picture is taken") from error
