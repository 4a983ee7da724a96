"""Pictures and films from Wikimedia Commons (https://commons.wikimedia.org/wiki/Commons:API): free, without a key.

Only what may be used and changed by anybody (`licences`), and nothing that is restricted otherwise: as the portrait of
a person, a trademark or an emblem.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from vidpipe_assets.model.money import FREE, Money
from vidpipe_assets.providers.addresses import base_url
from vidpipe_assets.providers.footage import Footage, FootageRequest
from vidpipe_assets.providers.footage.mediawiki import FILES, FILMS, STILLS, MediaWiki, candidate, polite_headers
from vidpipe_assets.providers.footage.picture_library import KEPT_S, Candidate, PictureLibrary, candidates_of, kept
from vidpipe_assets.providers.request import Ask, ProviderRequest, ProviderResponse
from vidpipe_assets.providers.secrets import Need
from vidpipe_assets.providers.wikimedia import contact_hint, wikimedia_account

_ADDRESS = "https://commons.wikimedia.org"
_A_PAGE = 50
_LONGEST_QUERY = 200
_FILES_NAMESPACE = 6


def provider() -> "Commons":
    """Return the provider `commons`, for the registry."""
    return Commons()


class Commons:
    """A library of pictures and films that is searched by words."""

    name, is_local, at_a_time = "commons", False, 2
    needs: tuple[Need, ...] = ()
    judged = True
    same_files_as = ("wikipedia",)

    def price(self, wish: FootageRequest) -> Money:
        """Return nothing: it charges nothing."""
        del wish
        return FREE

    def obtain(self, wish: FootageRequest, taken: Collection[str], folder: Path, ask: Ask) -> Footage | None:
        """The best picture or film, as the port says."""
        library = PictureLibrary(self.name, self.name, _search, FILES, polite_headers())
        return library.best(wish, taken, folder, ask)

    def probe(self) -> str:
        """Ask for the wiki's own name."""
        return f"{_wiki().name()}{contact_hint()}"


def _wiki() -> MediaWiki:
    return MediaWiki("commons", base_url("commons", _ADDRESS))


def _search(wish: FootageRequest, ask: Ask) -> Sequence[Candidate]:
    """Pictures of the subject with the scene's most telling word, pictures of the subject, and films of it."""
    subject = wish.terms[0]
    narrow = " ".join(wish.terms[:2])
    asked = [(narrow, "bitmap"), (subject, "bitmap"), (subject, "video")]
    return [one for words, kind in dict.fromkeys(asked) for one in ask(_question(words, kind))]


def _question(words: str, kind: str) -> ProviderRequest[tuple[Candidate, ...]]:
    call = _CommonsSearch(_wiki(), f"filetype:{kind} {' '.join(words.lower().split())}"[:_LONGEST_QUERY])
    return ProviderRequest(
        "search", {"search": call.words}, call, candidates_of, account=wikimedia_account(), shared_s=KEPT_S
    )


@dataclass(frozen=True)
class _CommonsSearch:
    """One search among files; it finds what has all of the words."""

    wiki: MediaWiki
    words: str

    def request(self) -> ProviderResponse:
        is_film = self.words.startswith("filetype:video")
        search = {"generator": "search", "gsrnamespace": _FILES_NAMESPACE, "gsrsearch": self.words, "gsrlimit": _A_PAGE}
        files = self.wiki.files({**search, **(FILMS if is_film else STILLS)}, "videoinfo" if is_film else "imageinfo")
        return kept(map(candidate, files))
