"""A person's words in a finished plan: what follows from them, and nothing else, is reckoned anew."""

from collections.abc import Callable, Mapping

from vidpipe_assets.model.decision import SceneWords
from vidpipe_assets.model.plan import ProductionPlan, ScenePlan, scene_seconds
from vidpipe_assets.writing.beats import find_beats
from vidpipe_assets.writing.pace import spoken_seconds


def apply_scene_edits(plan: ProductionPlan, words: Mapping[str, SceneWords], speed: float) -> ProductionPlan:
    """`plan` with these words, by scene; scenes that say something else than an edit replaces stay as they are.

    `speed`: of the voice, 1.0 for its own.
    """

    def spoken_s(text: str) -> float:
        return spoken_seconds(text, speed)

    fitting = {scene.id: words[scene.id] for scene in plan.scenes if _fits(scene, words)}
    if not fitting:
        return plan
    last = plan.scenes[-1].id
    scenes = tuple(_said(s, fitting[s.id].now, spoken_s, s.id == last) if s.id in fitting else s for s in plan.scenes)
    # The hook and the call to action are what their scenes say.
    replaced = {one.was: one.now for one in fitting.values()}
    texts = {name: replaced.get(getattr(plan, name), getattr(plan, name)) for name in ("hook", "call_to_action")}
    return ProductionPlan.model_validate({**dict(plan), "scenes": scenes, **texts})


def _fits(scene: ScenePlan, words: Mapping[str, SceneWords]) -> bool:
    return scene.id in words and words[scene.id].was == scene.narration


def _said(scene: ScenePlan, narration: str, spoken_s: Callable[[str], float], last: bool) -> ScenePlan:
    seconds = round(scene_seconds(spoken_s(narration), last=last), 3)
    fields = {**dict(scene), "narration": narration, "seconds": seconds, "beats": ()}
    if scene.beats:
        fields["beats"] = find_beats(scene.picture, narration, 0, seconds, spoken_s)
    return ScenePlan.model_validate(fields)
