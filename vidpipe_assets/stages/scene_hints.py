"""What helps in a search for a scene's picture, besides its own plan: the subject, the article that its fact is from,
and what an earlier search found for it and nobody took.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from urllib.parse import urlsplit

from vidpipe_assets.model.errors import VidpipeError
from vidpipe_assets.model.media import Clip, ClipSet, FoundPicture
from vidpipe_assets.model.plan import ProductionPlan, ScenePlan
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.stages.context import StageContext
from vidpipe_assets.stages.footage_search import SceneHints
from vidpipe_assets.writing.text import truncate

_LONGEST_SOURCE = 60
"""Of a source's name in a scene."""


def scene_hints(
    context: StageContext, plan: ProductionPlan, takes: Mapping[str, int], library: str
) -> dict[str, SceneHints]:
    """Scene -> what `library` is told of it. `takes`: scene -> the take that its clip is in."""
    offers = _offers(_earlier_clips(context, takes), takes, library)
    return {
        scene.id: SceneHints(plan.subject, _article_of(plan, scene), plan.language, offers.get(scene.id, ()))
        for scene in plan.scenes
    }


def _article_of(plan: ProductionPlan, scene: ScenePlan) -> str:
    """The address of the Wikipedia article among the sources that the scene names; empty: none, or not only one."""
    named = (one.url for one in plan.sources if truncate(one.name, _LONGEST_SOURCE) == scene.source)
    articles = {url for url in named if (urlsplit(url).hostname or "").endswith(".wikipedia.org")}
    return articles.pop() if len(articles) == 1 else ""


def _earlier_clips(context: StageContext, takes: Mapping[str, int]) -> list[Clip]:
    """The clips of scenes that were rejected, the latest first; none where nothing was."""
    if max(takes.values(), default=1) == 1:
        return []
    documents = context.workplace.store.documents
    found: list[Clip] = []
    for version in reversed(documents.versions(context.video).get(Stage.CLIPS, ())):
        with suppress(VidpipeError):  # one that can no longer be read says nothing
            found += documents.load(context.video, Stage.CLIPS, version, ClipSet).clips
    return found


def _offers(clips: Iterable[Clip], takes: Mapping[str, int], library: str) -> dict[str, tuple[FoundPicture, ...]]:
    """Scene -> what was found for its latest clip that was rejected."""
    found: dict[str, tuple[FoundPicture, ...]] = {}
    for clip in clips:
        is_rejected = clip.take < takes.get(clip.scene, 1)
        if is_rejected and clip.provider == library and clip.choice and clip.scene not in found:
            found[clip.scene] = clip.choice.runners_up
    return found
