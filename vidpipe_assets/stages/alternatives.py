"""Whether a stage can make something else than what a person rejects: said when it is rejected, before any work.

A service that is asked anew may always answer otherwise. What is made on this machine from the same inputs is the same,
unless a stage has another choice: other facts, another story, another pace, another look.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from vidpipe_assets.model.decision import Decision, count_takes
from vidpipe_assets.model.errors import Conflict, PermanentError, VidpipeError
from vidpipe_assets.model.media import ClipSet
from vidpipe_assets.model.order import Order
from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Theme, theme_of
from vidpipe_assets.model.trends import TrendReport
from vidpipe_assets.operations.decide import DecisionRequest, RejectRequest, apply
from vidpipe_assets.stages.analysis import told_stories
from vidpipe_assets.stages.footage_dedup import SHOWN_AGAIN_AFTER_DAYS
from vidpipe_assets.stages.scripts import text_models
from vidpipe_assets.stages.voiceover import voice_speeds
from vidpipe_assets.workplace import Workplace


def decide(workplace: Workplace, key: str, request: DecisionRequest, *, who: str) -> Decision:
    """Write a decision down as `operations.decide.apply` does, and raise what that raises.

    A rejection after which a stage would make the same again is refused with a `Conflict` that says what helps.
    """

    def require_alternative(order: Order) -> None:
        if isinstance(request, RejectRequest):
            refuse_without_alternative(workplace, order, request)
            _refuse_shown_elsewhere(workplace, order, request)

    return apply(workplace.store, key, request, who=who, check=require_alternative)


def refuse_without_alternative(workplace: Workplace, order: Order, request: RejectRequest) -> None:
    """Raise `Conflict` where the stage would make again what is rejected. Nothing is asked and nothing is changed.

    What was not made yet, or can no longer be read, or belongs to a theme that cannot be used is let pass: the stage
    itself says then what is wrong.
    """
    made = workplace.store.documents.versions(str(order.key))
    if request.stage not in made:
        return
    reason: NoAlternative | None = None
    with suppress(VidpipeError, OSError):
        reason = _find_obstacle(workplace, order, request.stage, made)
    if reason is not None:
        raise Conflict(f"{order.key}: {reason.why}", remedy=reason.remedy.format(key=order.key))


def _refuse_shown_elsewhere(workplace: Workplace, order: Order, request: RejectRequest) -> None:
    """Raise `Conflict` for a chosen picture that another video of the theme shows."""
    if not request.pictures:
        return
    store, video = workplace.store, str(order.key)
    version = store.documents.versions(video)[Stage.CLIPS][-1]
    for clip in store.documents.load(video, Stage.CLIPS, version, ClipSet).clips:
        picture = request.pictures.get(clip.scene, "")
        if picture and picture in store.reservations.elsewhere(order.key, clip.provider, SHOWN_AGAIN_AFTER_DAYS):
            raise Conflict(
                f"{picture[:80]!r} is shown in another video of {order.theme}",
                remedy=f"choose another one: none is shown twice within {SHOWN_AGAIN_AFTER_DAYS} days",
            )


@dataclass(frozen=True)
class NoAlternative:
    """Why a stage would make the same again, and what a person can do instead; `{key}` stands for the video."""

    why: str
    remedy: str


def _find_obstacle(
    workplace: Workplace, order: Order, stage: Stage, made: Mapping[str, tuple[str, ...]]
) -> NoAlternative | None:
    theme = theme_of(workplace.theme(order.theme), order)
    match stage:
        case Stage.TRENDS:
            return _same_trends(workplace, theme)
        case Stage.ANALYSIS:
            return _same_story(workplace, order, theme, made)
        case Stage.SCRIPTS:
            return _same_script(workplace, order, theme, made)
        case Stage.VOICEOVER:
            return _same_voice(workplace, order, theme, made)
        case Stage.REVIEW:
            return NoAlternative(
                "the review only lays together what the other stages have made, and would be the same again",
                "reject what you do not like in it: vidpipe reject {key} scripts (or clips s2, voiceover, "
                "composed_video), write other texts: vidpipe edit {key}, or reject it with --for-good",
            )
        case _:  # clips and composed_video have another look for every take
            return None


def _same_trends(workplace: Workplace, theme: Theme) -> NoAlternative | None:
    if not all(workplace.provider("trends", name).is_local for name in theme.providers.trends):
        return None
    names = ", ".join(theme.providers.trends)
    return NoAlternative(
        f"{names} has the same trends whenever it is asked",
        f"name another source in providers.trends of the theme {theme.name}, or take another story of these: "
        "vidpipe reject {key} analysis",
    )


def _same_story(
    workplace: Workplace, order: Order, theme: Theme, made: Mapping[str, tuple[str, ...]]
) -> NoAlternative | None:
    from vidpipe_assets.writing.analysis.report import claimable_keys, matching_keys

    if text_models(theme):
        return None
    report = _report(workplace, order, made)
    candidates = matching_keys(report, order.topic) if order.topic else claimable_keys(report)
    told = told_stories(workplace.store, str(order.key))
    others = [story for story in candidates if story not in told]
    if workplace.store.claims.free(order.key, others, theme.repeat_after_days):
        return None
    about = f" about {order.topic!r}" if order.topic else ""
    return NoAlternative(
        f"the trends of this video have no other story{about} that is not told yet",
        f"order it with another topic, lower repeat_after_days or widen collect in the theme {theme.name}, or reject "
        "it for good: vidpipe reject {key} --for-good",
    )


def _same_script(
    workplace: Workplace, order: Order, theme: Theme, made: Mapping[str, tuple[str, ...]]
) -> NoAlternative | None:
    from vidpipe_assets.writing.offline.writer import has_other_plan

    if text_models(theme):
        return None
    report = _report(workplace, order, made)
    take = count_takes(workplace.store.decisions.of(str(order.key)), Stage.SCRIPTS) + 1
    try:
        if has_other_plan(report, theme, str(order.key), take):
            return None
    except PermanentError:  # the stage says why there is nothing to write
        return None
    subject = f"about {report.claimed.subject}" if report.claimed else "in these trends"
    return NoAlternative(
        f"the offline writer has no other story {subject}: it has told its facts in every way that fills "
        f"{theme.format.seconds} s",
        "edit the words: vidpipe edit {key}; take another story: vidpipe reject {key} analysis; name a language model "
        "in providers.text or another source in providers.trends; or reject it for good: vidpipe reject {key} "
        "--for-good",
    )


def _same_voice(
    workplace: Workplace, order: Order, theme: Theme, made: Mapping[str, tuple[str, ...]]
) -> NoAlternative | None:
    name = theme.providers.speech[0]
    if not workplace.provider("speech", name).is_local:
        return None
    load, key = workplace.store.documents.load, str(order.key)
    plan = load(key, Stage.SCRIPTS, made[Stage.SCRIPTS][-1], ProductionPlan)
    take = count_takes(workplace.store.decisions.of(key), Stage.VOICEOVER) + 1
    if take <= len(voice_speeds(theme, plan)):
        return None
    return NoAlternative(
        f"the voice {theme.voice_at(name).name} of {name} has spoken this at every pace that fits",
        f"set voice.name, voice.speed or providers.speech in the theme {theme.name}, edit the words: vidpipe edit "
        "{key}, or reject it for good: vidpipe reject {key} --for-good",
    )


def _report(workplace: Workplace, order: Order, made: Mapping[str, tuple[str, ...]]) -> TrendReport:
    return workplace.store.documents.load(str(order.key), Stage.ANALYSIS, made[Stage.ANALYSIS][-1], TrendReport)
