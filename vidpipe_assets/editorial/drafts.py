"""A scene before it has a number and a length, and how drafts become a production plan."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from vidpipe_assets.editorial.beats import beats
from vidpipe_assets.editorial.naming import cut, words
from vidpipe_assets.model.pacing import scene_seconds
from vidpipe_assets.model.pictures import Picture
from vidpipe_assets.model.plan import ScenePlan
from vidpipe_assets.model.trends import Source

_DULL = (
    "about after also been before being between could does from have into more most much only other over same some "
    "such than that their them then there these they this those under until very were what when where which while "
    "will with would your just still ever even every each through around"
)
DULL = frozenset(_DULL.split())
"""English words that tell nothing about a picture."""


@dataclass(frozen=True)
class Draft:
    """What one scene says and shows."""

    narration: str
    title: str
    kicker: str
    picture: Picture
    icon: str = "sparkles"
    evidence: tuple[str, ...] = ()
    source: str = ""
    about: str = ""
    """Words for finding and generating footage."""
    terms: tuple[str, ...] = field(default=())
    lead: str = ""
    """The beginning of the narration that only announces; its words name nothing in the picture."""


def scene_plans(drafts: Sequence[Draft], spoken_s: Callable[[str], float]) -> tuple[ScenePlan, ...]:
    """The scenes, numbered, with their expected lengths and beats."""
    plans: list[ScenePlan] = []
    for number, draft in enumerate(drafts, start=1):
        seconds = round(scene_seconds(spoken_s(draft.narration), last=number == len(drafts)), 3)
        plans.append(
            ScenePlan(
                id=f"s{number}",
                narration=draft.narration,
                title=cut(draft.title, 60),
                kicker=cut(draft.kicker, 24),
                picture=draft.picture,
                beats=beats(draft.picture, draft.narration, len(draft.lead.split()), seconds, spoken_s),
                visual_prompt=cut(f"{draft.about}. Vertical 9:16, one clear subject, no text, no logos.", 500),
                search_terms=draft.terms,
                icon=draft.icon,
                seconds=seconds,
                evidence=draft.evidence,
                source=cut(draft.source, 60),
            )
        )
    return tuple(plans)


def total_seconds(drafts: Sequence[Draft], spoken_s: Callable[[str], float]) -> float:
    """The expected length of the video."""
    last = len(drafts) - 1
    return sum(scene_seconds(spoken_s(draft.narration), last=i == last) for i, draft in enumerate(drafts))


def search_terms(subject: str, text: str, icon: str) -> tuple[str, ...]:
    """Up to eight terms, most wanted first: the subject, the telling words of `text`, the icon's name."""
    known = words(subject)
    telling = [word for word in words(text) if len(word) > 3 and not word.isdigit() and word not in DULL]
    wanted = [" ".join(known), *(word for word in telling if word not in known), *icon.split("-")]
    return tuple(dict.fromkeys(term[:60] for term in wanted if term))[:8]


@dataclass(frozen=True)
class Script:
    """All that a story's writer decides; the lengths and the rest of the plan follow from it."""

    subject: str
    title: str
    summary: str
    call_to_action: str
    drafts: tuple[Draft, ...]
    sources: tuple[Source, ...]
    evidence: dict[str, str]
    hashtags: tuple[str, ...] = ()
    """The writer's own, without the hash."""
