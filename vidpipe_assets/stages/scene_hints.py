"""What helps in a search for a scene's picture, besides its own plan: the subject, the article that its fact is from,
and what an earlier search found for it and nobody took.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from urllib.parse import urlsplit

from vidpipe_assets.model.decision import picture_of_scene
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
    clips = _earlier_clips(context, takes)
    found: dict[str, SceneHints] = {}
    for scene in plan.scenes:
        rejected = [one for one in clips if one.scene == scene.id and one.take < takes.get(scene.id, 1)]
        offers = _offers(rejected, library, next(iter(scene.search_terms), ""))
        pick = picture_of_scene(context.decisions, scene.id)
        pick = pick if any(one.id == pick for one in offers) else ""
        has_next = bool({one.id for one in offers} - {one.footage_id for one in rejected})
        article = _article_of(plan, scene)
        found[scene.id] = SceneHints(plan.subject, article, plan.language, offers, pick, has_next)
    return found


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


def _offers(rejected: Sequence[Clip], library: str, subject: str) -> tuple[FoundPicture, ...]:
    """What was found for the scene's latest clip that was rejected, and what it has shown before.

    `rejected`: its clips, the latest first. What was found for another subject, as of a script that was written anew,
    is no offer.
    """
    of_library = [one.choice for one in rejected if one.provider == library and one.choice]
    choices = [one for one in of_library if one.searched in ("", subject)]
    shown = [one.picture for one in choices if one.picture]
    every = [*(choices[0].runners_up if choices else ()), *shown]
    return tuple({one.id: one for one in reversed(every)}.values())[::-1]
