"""The format of a file of sample trends, and reading one: `sample_data/<theme>.json`.

A fact stands once, with its subject, and each of the subject's posts names the facts that it tells.

The provider `sample`: bundled, dated trends for the example themes, so that a first video needs no account.

Subjects and their facts are true and carry a source; posts and engagement numbers are sample numbers. The same day is
answered whatever day is asked for: the answer says which day it is.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Self

from pydantic import Field, ValidationError, model_validator

from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.money import FREE, Money
from vidpipe_assets.model.theme import Collect
from vidpipe_assets.model.trends import Fact, Observation, Trend
from vidpipe_assets.model.values import Value
from vidpipe_assets.providers.request import Ask
from vidpipe_assets.providers.trends import CollectedTrends, TrendRequest
from vidpipe_assets.providers.trends.sources import is_wanted, run_together, words


class SamplePost(Value):
    """A `Trend` as the file writes it: facts by their ids, the subject by where it stands."""

    platform: str = Field(pattern=r"^[a-z0-9-]{1,40}$")
    external_id: str = Field(min_length=1, max_length=200)
    title: str = Field(max_length=500)
    url: str = Field(pattern=r"^https://example\.com/", max_length=2000, description="plainly not a real post")
    creator: str = Field(pattern=r"^sample\.", max_length=200, description="plainly not a real person")
    hashtags: tuple[str, ...] = ()
    sound: str = Field(default="", max_length=200)
    seconds: float | None = Field(default=None, gt=0)
    published_at: dt.datetime | None = None
    language: str = Field(default="", max_length=20)
    region: str = Field(default="", max_length=20)
    facts: tuple[str, ...] = ()
    observations: tuple[Observation, ...] = ()

    def as_trend(self, subject: str, facts: dict[str, Fact]) -> Trend:
        """The trend, about `subject`, with its facts looked up in `facts`."""
        own = self.model_dump(exclude={"facts", "observations"})
        told = tuple(facts[name] for name in self.facts)
        return Trend(**own, subject=subject, observations=self.observations, facts=told)


class SampleSubject(Value):
    """What posts are about, what is true of it, and the posts."""

    name: str = Field(min_length=1, max_length=80)
    keywords: tuple[str, ...] = Field(default=(), description="words by which a theme without a file finds it")
    hashtags: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = Field(min_length=1)
    posts: tuple[SamplePost, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _facts_and_posts_fit(self) -> Self:
        known = {fact.id for fact in self.facts}
        told = {name for post in self.posts for name in post.facts}
        if told - known:
            raise ValueError(f"posts name facts that {self.name!r} does not have: {', '.join(sorted(told - known))}")
        if known - told:
            raise ValueError(f"no post of {self.name!r} tells these facts: {', '.join(sorted(known - told))}")
        return self


class SampleFile(Value):
    """What one file says."""

    about: str = Field(description="what is true in it and what is not, for whoever opens it")
    theme: str = Field(pattern=r"^[a-z0-9-]{1,40}$", description="the file's name without .json")
    sample_day: dt.date
    subjects: tuple[SampleSubject, ...]
    noise: tuple[SamplePost, ...] = Field(default=(), description="posts about nothing in particular")

    @model_validator(mode="after")
    def _nothing_twice(self) -> Self:
        posts = [*(post for subject in self.subjects for post in subject.posts), *self.noise]
        _refuse_twice("subject", (subject.name for subject in self.subjects))
        _refuse_twice("fact", (fact.id for subject in self.subjects for fact in subject.facts))
        _refuse_twice("post", (f"{post.platform}:{post.external_id}" for post in posts))
        if any(post.facts for post in self.noise):
            raise ValueError("noise tells no facts: move the post to a subject")
        return self

    def as_trends(self, subjects: Sequence[SampleSubject], *, noise: bool = False) -> tuple[Trend, ...]:
        """The posts about `subjects`, and the noise if wanted."""
        trends = [
            post.as_trend(subject.name, {fact.id: fact for fact in subject.facts})
            for subject in subjects
            for post in subject.posts
        ]
        return tuple(trends + [post.as_trend("", {}) for post in self.noise if noise])


def read_sample(path: Path) -> SampleFile:
    """Read and check one file. Raises `BadInput` naming the file, the first wrong field and what is wrong there."""
    try:
        found = SampleFile.model_validate_json(path.read_bytes())
    except OSError as error:
        raise _bad(path, "", f"cannot be read: {error.strerror}") from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(step) for step in first["loc"])
        raise _bad(path, field, first["msg"]) from error
    if found.theme != path.stem:
        raise _bad(path, "theme", f"{found.theme!r} is not the file's name")
    return found


def _bad(path: Path, field: str, problem: str) -> BadInput:
    where = f"{path.name}, {field}" if field else path.name
    return BadInput(
        f"{where}: {problem}",
        remedy=f"mend {path}, or install vidpipe again",
        facts={"file": str(path), "field": field},
    )


def _refuse_twice(kind: str, names: Iterable[str]) -> None:
    twice = sorted(name for name, count in Counter(names).items() if count > 1)
    if twice:
        raise ValueError(f"the same {kind} stands there twice: {', '.join(twice)}")


_FOLDER = Path(__file__).with_name("sample_data")


class SampleTrends:
    """A theme with a file of its own gets all of it; any other the subjects that its searches name.

    A theme that searches for nothing in particular is taken at its name: 'houseplants' never tells of the Game Boy.
    """

    name = "sample"
    is_local = True

    def __init__(self, folder: Path = _FOLDER) -> None:
        self._folder = folder

    def price(self, request: TrendRequest) -> Money:
        """Return nothing: it charges nothing."""
        del request
        return FREE

    def collect(self, request: TrendRequest, folder: Path, ask: Ask) -> CollectedTrends:
        """See `TrendProvider.collect`; whatever the day, there is one in the sample, and the answer names it.

        Raises `BadInput` where the sample knows nothing about what the theme searches for.
        """
        del folder, ask
        found = self.sample_for(request.theme, request.collect)
        if not found.trends:
            raise unknown_subject(request.theme, request.collect)
        return found

    def sample_for(self, theme: str, wanted: Collect) -> CollectedTrends:
        """The sample of the theme called `theme`, or what matches `wanted`. Raises `BadInput` for an unusable file."""
        own, others = self._files(theme)
        if own:
            return CollectedTrends(own.as_trends(own.subjects, noise=True), own.sample_day)
        return _matching(others, _searches(theme, wanted))

    def subjects(self, theme: str, wanted: Collect) -> tuple[str, ...]:
        """The names of the subjects that `sample_for` tells of, in the order of the files; none: it knows nothing."""
        own, others = self._files(theme)
        if own:
            return tuple(subject.name for subject in own.subjects)
        searches = _searches(theme, wanted)
        return tuple(subject.name for file in others for subject in file.subjects if _is_wanted(subject, searches))

    def _files(self, theme: str) -> tuple[SampleFile | None, list[SampleFile]]:
        """The theme's own file, if there is one; else all files."""
        paths = {path.stem: path for path in sorted(self._folder.glob("*.json"))}
        if theme in paths:
            return _read_once(paths[theme], paths[theme].stat().st_mtime_ns), []
        return None, [_read_once(path, path.stat().st_mtime_ns) for path in paths.values()]


@lru_cache(maxsize=16)
def _read_once(path: Path, mtime_ns: int) -> SampleFile:
    """A page that lists subjects, or two hundred orders at once, need not parse the same file again."""
    del mtime_ns
    return read_sample(path)


def _searches(theme: str, wanted: Collect) -> Collect:
    """What a theme searches for; its name, where it says nothing."""
    if wanted.queries or wanted.hashtags:
        return wanted
    return Collect(queries=(theme.replace("-", " "),))


WITHOUT_KEY = ("hacker_news", "wikipedia", "google_trends", "rss")
"""Live sources that need no account; rss needs addresses of feeds."""

LIVE_SOURCES_REMEDY = (
    "name live sources that need no key, as in providers: {trends: [hacker_news, wikipedia, google_trends]}, or rss "
    "with collect.feeds"
)


def unknown_subject(theme: str, wanted: Collect) -> BadInput:
    """The error of a theme about which the sample knows nothing; it says what to do."""
    searches = _searches(theme, wanted)
    named = ", ".join((*searches.queries, *(f"#{tag}" for tag in searches.hashtags)))
    return BadInput(
        f"themes/{theme}.yaml: collect: the bundled sample has nothing for these queries and hashtags: it knows "
        f"nothing about {named}",
        remedy=f"{LIVE_SOURCES_REMEDY}; or search for what the sample knows, as collect: {{queries: [space]}} or "
        "[engineering]",
        facts={"field": "collect", "theme": theme},
    )


def provider() -> SampleTrends:
    """Return the provider `sample`, for the registry."""
    return SampleTrends()


def _matching(files: Sequence[SampleFile], wanted: Collect) -> CollectedTrends:
    """The subjects of all files that a query or a hashtag names; nothing, and no day, when none does."""
    found: dict[str, Trend] = {}
    days: set[dt.date] = set()
    for file in files:
        hits = [subject for subject in file.subjects if _is_wanted(subject, wanted)]
        found |= {trend.id: trend for trend in file.as_trends(hits)}
        if hits:
            days.add(file.sample_day)
    return CollectedTrends(tuple(found.values()), min(days, default=None))


def _is_wanted(subject: SampleSubject, wanted: Collect) -> bool:
    own = words(" ".join((subject.name, *subject.keywords)))
    return is_wanted(wanted, own, (*subject.hashtags, run_together(subject.name)))
