"""The provider `sample`: bundled, dated trends for the example themes, so that a first video needs no account.

Subjects and their facts are true and carry a source; posts and engagement numbers are sample numbers. The same day is
answered whatever day is asked for: the answer says which day it is.
"""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from vidpipe_assets.model.theme import Collect
from vidpipe_assets.model.trends import Trend
from vidpipe_assets.providers.trends import Collected, Trends
from vidpipe_assets.providers.trends.relevance import is_wanted, run_together, words
from vidpipe_assets.providers.trends.sample_file import SampleFile, SampleSubject, read_sample

_FOLDER = Path(__file__).with_name("sample_data")


class SampleTrends:
    """A theme with a file of its own gets all of it; any other the subjects that its searches name, or all, if it
    searches for nothing in particular: the first video of a new theme needs no knowledge of what is in here."""

    name = "sample"

    def __init__(self, folder: Path = _FOLDER) -> None:
        self._folder = folder

    def collect(self, theme: str, wanted: Collect, day: dt.date) -> Collected:
        """The sample of the theme called `theme`, whatever `day`. Raises `BadInput` for an unusable file."""
        del day  # there is one day in the sample, and the answer names it
        files = {path.stem: path for path in sorted(self._folder.glob("*.json"))}
        if theme in files:
            own = read_sample(files[theme])
            return Collected(own.as_trends(own.subjects, noise=True), own.sample_day)
        return _matching([read_sample(path) for path in files.values()], wanted)


def provider() -> Trends:
    """The bundled sample."""
    return SampleTrends()


def _matching(files: Sequence[SampleFile], wanted: Collect) -> Collected:
    """The subjects of all files that a query or a hashtag names; nothing, and no day, when none does."""
    found: dict[str, Trend] = {}
    days: set[dt.date] = set()
    for file in files:
        hits = [subject for subject in file.subjects if _is_wanted(subject, wanted)]
        found |= {trend.id: trend for trend in file.as_trends(hits)}
        if hits:
            days.add(file.sample_day)
    return Collected(tuple(found.values()), min(days, default=None))


def _is_wanted(subject: SampleSubject, wanted: Collect) -> bool:
    own = words(" ".join((subject.name, *subject.keywords)))
    return is_wanted(wanted, own, (*subject.hashtags, run_together(subject.name)))
