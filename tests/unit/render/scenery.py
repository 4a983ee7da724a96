"""A small plan with its voice and shots, for the tests of what joins them."""

from vidpipe_assets.model.media import Artifact, SpokenScene, SpokenWord
from vidpipe_assets.model.pictures import IconCard
from vidpipe_assets.model.plan import ProductionPlan, ScenePlan
from vidpipe_assets.render.art_direction import Shot

TEXTS = (
    "In 1989, Nintendo sold 118.7 million Game Boys.",
    "That's one for every third person in the United States, and nobody noticed.",
    "The battery lasted thirty hours. Really.",
    "Which one would you buy again?",
)


def plan_of(texts: tuple[str, ...] = TEXTS) -> ProductionPlan:
    """A plan that says `texts`, one a scene."""
    scenes = tuple(
        ScenePlan(
            id=f"s{number}",
            narration=text,
            title=f"Part {number}",
            picture=IconCard(icon="sparkles", title="Title"),
            seconds=4,
        )
        for number, text in enumerate(texts, start=1)
    )
    return ProductionPlan(
        subject="Game Boy",
        language="en",
        title="Title",
        description="Description",
        hashtags=(),
        hook="",
        call_to_action="",
        scenes=scenes,
        sources=(),
        writer="offline",
        sample=True,
    )


def spoken_of(plan: ProductionPlan, word_s: float = 0.31, gap_s: float = 0.03) -> dict[str, SpokenScene]:
    """A voice that takes `word_s` for every word."""
    return {scene.id: spoken_scene(scene.id, scene.narration, word_s, gap_s) for scene in plan.scenes}


def spoken_scene(name: str, text: str, word_s: float = 0.31, gap_s: float = 0.03) -> SpokenScene:
    """One scene of such a voice."""
    step = word_s + gap_s
    words = tuple(
        SpokenWord(text=word, start_s=index * step, end_s=index * step + word_s)
        for index, word in enumerate(text.split())
    )
    audio = Artifact(sha256="0" * 64, suffix=".wav", size=1)
    return SpokenScene(scene=name, audio=audio, seconds=words[-1].end_s, words=words)


def shots_of(
    plan: ProductionPlan, transitions: tuple[str, ...] = ("wipe", "fade", "iris"), palettes: tuple[str, ...] = ()
) -> tuple[Shot, ...]:
    """Shots that end with `transitions`."""
    count = len(plan.scenes)
    return tuple(
        Shot(
            scene=scene,
            seconds=5,
            channel="Channel",
            position=index + 1,
            of=count,
            palette=palettes[index] if palettes else "midnight",
            accent=None,
            background="mesh",
            seed=index,
            sample=True,
            motion="lively",
            heading_font="anton",
            logo=None,
            transition=(*transitions, "none")[index],
        )
        for index, scene in enumerate(plan.scenes)
    )
