"""The subject's own picture: what Wikipedia shows at the head of its article, and what else stands in it. No key.

The article is the one that the scene's fact is from, or else the one that is called as the subject. Its pictures lie at
Wikimedia Commons mostly, and only those under a free licence are taken (`licences`): never what an article shows as
fair use.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from pydantic import Field

from vidpipe_assets.language.letters import base_language
from vidpipe_assets.model.money import FREE, Money
from vidpipe_assets.model.values import Value
from vidpipe_assets.providers.addresses import base_url
from vidpipe_assets.providers.footage import Footage, FootageRequest
from vidpipe_assets.providers.footage.fit import has_word, stems, subject_words
from vidpipe_assets.providers.footage.mediawiki import FILES, STILLS, MediaWiki, candidate, file_name, polite_headers
from vidpipe_assets.providers.footage.picture_library import KEPT_S, Candidate, PictureLibrary, candidates_of, kept
from vidpipe_assets.providers.http.answers import all_readable, readable
from vidpipe_assets.providers.http.bodies import ResponseModel
from vidpipe_assets.providers.request import Ask, ProviderRequest, ProviderResponse, StoredResponse
from vidpipe_assets.providers.secrets import Need
from vidpipe_assets.providers.wikimedia import contact_hint, wikimedia_account

_ADDRESS_NAME = "wikipedia_pictures"
"""Of the environment variable that names another address: `VIDPIPE_WIKIPEDIA_URL` is that of the counts of readers."""
_LANGUAGE = re.compile(r"([a-z]{2,3}(?:-[a-z]+)*)\.(?:m\.)?wikipedia\.org")
_PHOTOGRAPH = re.compile(r"\.(jpe?g|png|webp|tiff?)$", re.IGNORECASE)
_BRACKETS = re.compile(r"\(.*?\)")
_LIST = re.compile(r"(list|lists|timeline|history|outline|comparison) of\b", re.IGNORECASE)
"""Articles about many things show none of them."""
_MOST_FILES = 20


def provider() -> "WikipediaPictures":
    """Return the provider `wikipedia`, for the registry."""
    return WikipediaPictures()


class WikipediaPictures:
    """The pictures of one article."""

    name, is_local, at_a_time = "wikipedia", False, 2
    needs: tuple[Need, ...] = ()
    judged = True
    same_files_as = ("commons",)

    def price(self, wish: FootageRequest) -> Money:
        """Return nothing: it charges nothing."""
        del wish
        return FREE

    def obtain(self, wish: FootageRequest, taken: Collection[str], folder: Path, ask: Ask) -> Footage | None:
        """The article's picture, or another one in it that fits the scene, as the port says."""
        library = PictureLibrary(self.name, _ADDRESS_NAME, _search, FILES, polite_headers())
        return library.best(wish, taken, folder, ask)

    def probe(self) -> str:
        """Ask for the wiki's own name."""
        return f"{_wiki('en').name()}{contact_hint()}"


class Article(Value):
    """An article that is there: its title, the name of its own picture, and those of others in it."""

    title: str
    picture: str = ""
    files: tuple[str, ...] = ()


def _search(wish: FootageRequest, ask: Ask) -> Sequence[Candidate]:
    language, title = _wanted_article(wish)
    article = ask(_article_question(language, title)) if title else None
    if article is None or not (article.picture or article.files):
        return ()
    own = f"File:{article.picture}" if article.picture else ""
    names = tuple(dict.fromkeys(one for one in (own, *article.files) if one))[:_MOST_FILES]
    found = ask(_files_question(language, names))
    is_about = _is_about(article.title, wish)
    return [_told(one, article) if is_about and one.picture.id == own else one for one in found]


def _wanted_article(wish: FootageRequest) -> tuple[str, str]:
    """Language and title of the article: that of the fact where it is about the subject, else that of its name."""
    parts = urlsplit(wish.article)
    match = _LANGUAGE.fullmatch(parts.hostname or "")
    title = unquote(parts.path.removeprefix("/wiki/")).replace("_", " ").strip()
    if match and title and _is_about(title, wish):
        return match[1], title
    return base_language(wish.language), " ".join((wish.subject or wish.terms[0]).split())


def _is_about(title: str, wish: FootageRequest) -> bool:
    """Whether an article's title, but for what stands in brackets, names the subject: 'Voyager 1' of 'Voyager', too."""
    own = stems(_BRACKETS.sub("", title))
    about = {*subject_words(wish), *stems(wish.subject)}
    if not own or _LIST.match(title):
        return False
    is_narrower = bool(about) and all(has_word(stem, own) for stem in about) and len(own) <= len(about) + 1
    return is_narrower or all(has_word(stem, about) for stem in own)


def _told(one: Candidate, article: Article) -> Candidate:
    reason = f"the picture of Wikipedia's article {article.title!r}"[:200]
    return one.model_copy(update={"is_subject": True, "picture": one.picture.model_copy(update={"reason": reason})})


def _wiki(language: str) -> MediaWiki:
    return MediaWiki("wikipedia", base_url(_ADDRESS_NAME, f"https://{language}.wikipedia.org"))


def _article_question(language: str, title: str) -> ProviderRequest[Article | None]:
    return ProviderRequest(
        "article",
        {"language": language, "title": title},
        _ArticleQuery(_wiki(language), title),
        _read_article,
        account=wikimedia_account(),
        shared_s=KEPT_S,
    )


def _read_article(reply: StoredResponse) -> Article | None:
    return Article.model_validate(reply.content) if reply.content else None


def _files_question(language: str, names: tuple[str, ...]) -> ProviderRequest[tuple[Candidate, ...]]:
    return ProviderRequest(
        "files",
        {"language": language, "files": list(names)},
        _FilesQuery(_wiki(language), names),
        candidates_of,
        account=wikimedia_account(),
        shared_s=KEPT_S,
    )


class _File(ResponseModel):
    title: str = Field(min_length=1, max_length=300)


class _ArticlePage(ResponseModel):
    title: str = Field(min_length=1, max_length=300)
    missing: bool = False
    pageimage: str = ""
    pageprops: dict[str, Any] = Field(default_factory=dict[str, Any])
    images: list[Any] = Field(default_factory=list[Any])


@dataclass(frozen=True)
class _ArticleQuery:
    """Which pictures an article has; of one that lists what a name may mean, none."""

    wiki: MediaWiki
    title: str

    def request(self) -> ProviderResponse:
        asked = {"titles": self.title, "redirects": 1, "prop": "pageimages|pageprops|images"}
        more = {"piprop": "name", "pilicense": "free", "ppprop": "disambiguation", "imlimit": 50}
        pages: Any = self.wiki.query({**asked, **more}).get("pages", [])
        page = next(iter(readable(_ArticlePage, pages, self.wiki.provider)), None)
        if page is None or page.missing or "disambiguation" in page.pageprops:
            return ProviderResponse(None)
        files = [
            f"File:{file_name(one.title)}" for one in all_readable(_File, page.images) if _PHOTOGRAPH.search(one.title)
        ]
        return ProviderResponse(
            Article(title=page.title, picture=page.pageimage.replace("_", " "), files=tuple(files)).model_dump(
                mode="json"
            )
        )


@dataclass(frozen=True)
class _FilesQuery:
    """What is known of files by their names."""

    wiki: MediaWiki
    names: tuple[str, ...]

    def request(self) -> ProviderResponse:
        files = self.wiki.files({"titles": "|".join(self.names), **STILLS}, "imageinfo")
        return kept(map(candidate, files))
