"""What a theme can tell of before anybody outside is asked: the subjects of the bundled sample, or none.

A theme whose only source of trends is the sample, and about which the sample knows nothing, never makes a video. That
is said by `theme check`, `doctor`, and before it is ordered; the pipeline never tells of something else instead.
"""

from collections.abc import Mapping

from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.theme import Collect, Theme
from vidpipe_assets.providers.trends.sample import WITHOUT_KEY, SampleTrends, unknown_subject

SAMPLE = "sample"
"""The provider of trends whose subjects are known beforehand."""


def suggested_subjects(theme: Theme) -> tuple[str, ...]:
    """What the sample can tell for `theme`, to be suggested as topics; none where a theme does not ask the sample."""
    if SAMPLE not in theme.providers.trends:
        return ()
    return SampleTrends().subjects(theme.name, theme.collect)


def untold_theme(theme: Theme) -> BadInput | None:
    """What is wrong, and what to do, where only the sample is asked and knows nothing; None where there is a story,
    as far as that can be known without asking anybody."""
    if set(theme.providers.trends) != {SAMPLE} or suggested_subjects(theme):
        return None
    return unknown_subject(theme.name, theme.collect)


def suggest_sources(name: str, queries: tuple[str, ...]) -> tuple[str, ...]:
    """Sources for a new theme: the sample if it knows the queries, else live ones that need neither key nor feed."""
    if SampleTrends().subjects(name, Collect(queries=queries)):
        return (SAMPLE,)
    return tuple(source for source in WITHOUT_KEY if source != "rss")


def told_themes(themes: Mapping[str, Theme]) -> dict[str, Theme]:
    """The themes that may have a story to tell."""
    return {name: theme for name, theme in themes.items() if untold_theme(theme) is None}
