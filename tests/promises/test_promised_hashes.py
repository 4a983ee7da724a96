"""Hashes that decide what is made, and paid, again: fingerprints, data versions, ledger keys, run keys, prompts."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import samples
from fakes.comfyui import write_workflow
from promises.snapshot import promised
from shipped import shipped
from text_models import STEPS, Scripted, nobody, theme

from vidpipe_assets.ledger.call_spec import CallScope, CallSpec
from vidpipe_assets.model.decision import Decision, Word
from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.order import Order
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Captions, Collect, Music, Theme, Voice, theme_of
from vidpipe_assets.model.values import content_hash, steady_content
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.operations.notices import notices_of
from vidpipe_assets.operations.order import NewVideos, order_new_videos
from vidpipe_assets.operations.review_contents import build_review
from vidpipe_assets.orchestration import planned_runs
from vidpipe_assets.orchestration.run_tags import CAUSE
from vidpipe_assets.planning.desired import DesiredVideo, ThemeParts, desired_videos, stage_decisions, stage_overrides
from vidpipe_assets.planning.fingerprints import ingredients
from vidpipe_assets.planning.planner import plan_video
from vidpipe_assets.planning.stage_records import EndedRun, ErrorBranch, StageFailure, StageMaterialization, StageRecord
from vidpipe_assets.providers.footage import FootageRequest
from vidpipe_assets.providers.registry import BUILT_IN, known, load
from vidpipe_assets.providers.request import ProviderRequest
from vidpipe_assets.providers.speech import SpeechLine
from vidpipe_assets.providers.text import Prompt
from vidpipe_assets.providers.trends import TrendRequest
from vidpipe_assets.render.art_direction import Shot, direct_shots
from vidpipe_assets.render.clips import FirstFrame
from vidpipe_assets.stages.clip_cache import drawing_hash
from vidpipe_assets.stages.clips import plan_shots
from vidpipe_assets.stages.footage_dedup import ReservedFootage
from vidpipe_assets.stages.footage_search import footage_request as footage_wish_of
from vidpipe_assets.storage.store import Store
from vidpipe_assets.storage.themes import load_theme
from vidpipe_assets.writing.llm import chain as chain_steps
from vidpipe_assets.writing.llm import narrative as narrative_asked
from vidpipe_assets.writing.llm.chain import write_plan_with_llm
from vidpipe_assets.writing.llm.writer import LlmWriter

KEY = VideoKey.parse(samples.KEY)
THEMES = ("big-builds", "deep-space", "gadgets", "wild-records")

PLAIN = Theme(name="gadgets", channel="Gadget Numbers")
RICH = Theme.model_validate(
    {
        "name": "gadgets",
        "channel": "Gadget Numbers",
        "language": "de",
        "audience": "people who mend things",
        "tone": "warm",
        "format": {"seconds": 45},
        "collect": Collect(queries=("game boy", "walkman"), hashtags=("retro",), regions=("US", "DE")).model_dump(),
        "captions": Captions(highlight="#FF0000").model_dump(),
        "music": Music(kind="none").model_dump(),
        "voice": Voice(name="other", speed=1.1, volume_db=3).model_dump(),
        "picture": {"palette": "ember"},
        "hashtags": ["retro"],
        "providers": {
            "trends": ["youtube", "sample"],
            "text": ["openai", "offline"],
            "footage": ["pexels", "fal", "motion"],
            "speech": ["elevenlabs", "piper"],
        },
        "models": {"text": {"openai": "m1"}, "footage": {"fal": "m2"}, "speech": {"elevenlabs": "m3"}},
        "budget": {"video": "0.5", "day": "3"},
    }
)

DOCUMENTS: dict[Stage, Callable[[], Any]] = {
    Stage.TRENDS: samples.snapshot,
    Stage.ANALYSIS: samples.report,
    Stage.SCRIPTS: samples.plan,
    Stage.CLIPS: samples.clip_set,
    Stage.VOICEOVER: samples.voiceover,
    Stage.COMPOSED_VIDEO: samples.composed,
}

UPSTREAM = {stage: f"{place}" * 20 for place, stage in enumerate(Stage)}


def order(**overrides: Any) -> Order:
    return Order(
        key=KEY, topic="Game Boy", overrides=overrides, asked_by="me", created_at=samples.NOW, updated_at=samples.NOW
    )


ORDERS = {
    "plain": order(),
    "edited": order(title="Other", hashtags=["one"], scenes={"s2": {"was": "This.", "now": "That."}}),
    "changed": order(theme={"tone": "plain", "format": {"seconds": 20}}),
}


def decision(number: int, stage: Stage | None, word: Word, take: int = 1, scenes: tuple[str, ...] = ()) -> Decision:
    return Decision(
        id=number, video=samples.KEY, stage=stage, word=word, take=take, scenes=scenes, who="me", at=samples.NOW
    )


def test_code_versions_stay_until_somebody_raises_them() -> None:
    assert {stage.value: stage.code_version for stage in Stage} == {
        "trends": "1",
        "analysis": "3",
        "scripts": "34",
        "clips": "62",
        "voiceover": "3",
        "composed_video": "15",
        "review": "1",
    }


@pytest.mark.parametrize("name", ["plain", "rich", *THEMES])
def test_fingerprints_stay(name: str) -> None:
    themes = {"plain": PLAIN, "rich": RICH}
    used = themes[name] if name in themes else load_theme(name, shipped() / "themes", known())
    found: dict[str, Any] = {}
    for stage in Stage:
        told: dict[str, Any] = {}
        for asked, one in ORDERS.items():
            for take in (1, 2):
                made_of = ingredients(
                    stage, theme_of(used, one), overrides=stage_overrides(one, stage), upstream=UPSTREAM, take=take
                )
                told[f"{asked} order, take {take}"] = (
                    f"{made_of.fingerprint}, basis {made_of.base_fingerprint}, {made_of.overrides}"
                )
        first = ingredients(stage, used, overrides=stage_overrides(ORDERS["plain"], stage), upstream=UPSTREAM)
        found[stage.value] = {**told, "ingredients": first.model_dump(mode="json")}
    promised(f"fingerprints/{name}", found)


def test_what_an_order_wants_has_the_fingerprints_that_it_had() -> None:
    said = [
        decision(1, None, Word.RETRY),
        decision(2, Stage.CLIPS, Word.REJECTED, 2, ("s2",)),
        decision(3, Stage.SCRIPTS, Word.AFRESH, 2),
    ]
    found: dict[str, Any] = {}
    for name, one in ORDERS.items():
        (video,) = desired_videos([one], {"gadgets": ThemeParts(PLAIN)}, {samples.KEY: stage_decisions(said)})
        found[name] = {
            stage.value: [video.ingredients(stage, UPSTREAM).fingerprint, video.base_fingerprint(stage)]
            for stage in Stage
        }
    promised("wanted", found)


def test_documents_keep_their_data_versions(tmp_path: Path) -> None:
    found = {stage.value: make().data_version for stage, make in DOCUMENTS.items()}
    found["review"] = build_review(samples.contents(samples.Shelf(tmp_path))).data_version
    assert set(found) == {stage.value for stage in Stage}
    promised("data-versions", found)


def test_documents_keep_their_fields(tmp_path: Path) -> None:
    """As they lie in `.vidpipe/documents`: an older vidpipe's must be read, and a newer one's look the same."""
    documents = [make() for make in DOCUMENTS.values()]
    documents.append(build_review(samples.contents(samples.Shelf(tmp_path))))
    for stage, document in zip(Stage, documents, strict=True):
        promised(f"documents/{stage}", document.model_dump(mode="json"))
        assert type(document).model_validate_json(document.model_dump_json()) == document


def test_content_is_hashed_as_before() -> None:
    odd = {"b": [1, 2.5, True, None], "a": "é \ud800 🎬", "c": {"x": Decimal("0.10"), "d": samples.DAY}}
    assert content_hash(steady_content(odd)) == "f12273912315d0ca242d"
    assert content_hash("") == "12ae32cb1ec02d01eda3"


def test_video_keys_keep_their_form() -> None:
    day = dt.date(2026, 11, 23)
    keys = [VideoKey(day, "gadgets"), VideoKey(day, "gadgets", 2), VideoKey(day, "deep-space", request="x7k2m9")]
    assert [str(key) for key in keys] == [
        "2026-11-23_gadgets",
        "2026-11-23_gadgets_2",
        "2026-11-23_deep-space_x7k2m9",
    ]
    assert [VideoKey.parse(str(key)) for key in keys] == keys
    assert [str(VideoKey.on_request(day, "gadgets", wish)) for wish in ("", "a", "é\n1")] == [
        "2026-11-23_gadgets_hovwer",
        "2026-11-23_gadgets_j7kjxt",
        "2026-11-23_gadgets_odlop2",
    ]
    for text in ("", "2026-11-23", "2026-11-23_gadgets_1", "2026-02-30_gadgets", "2026-11-23_Gadgets", "x_gadgets"):
        with pytest.raises(BadInput):
            VideoKey.parse(text)


def test_the_same_request_of_other_software_gets_the_same_videos(store: Store) -> None:
    themes = {"gadgets": PLAIN, "walks": PLAIN.model_copy(update={"name": "walks"})}
    asked = NewVideos(theme="gadgets", topic=" Game Boy ", count=3, changes={"tone": "plain"})
    made = order_new_videos(store, themes, asked, today=samples.DAY, asked_by="me", repeatable="one")
    promised("requested-keys", [str(key) for key in made])


CALLS = {
    "film": CallSpec(CallScope(Stage.CLIPS, "gadgets", samples.KEY, "s2"), "fal", "film", {"prompt": "a"}, samples.DAY),
    "film, take 2": CallSpec(
        CallScope(Stage.CLIPS, "gadgets", samples.KEY, "s2"), "fal", "film", {"prompt": "a"}, samples.DAY, take=2
    ),
    "speech": CallSpec(
        CallScope(Stage.VOICEOVER, "gadgets", samples.KEY, "s1"),
        "elevenlabs",
        "speech",
        {"text": "é 🎬 \ud800", "speed": 1.0, "price": Decimal("0.1")},
        samples.DAY,
    ),
    "text": CallSpec(
        CallScope(Stage.SCRIPTS, "gadgets", samples.KEY), "openai", "chat", {"b": 1, "a": [2]}, samples.DAY
    ),
    "trends of an hour": CallSpec(
        CallScope(Stage.TRENDS, "gadgets", samples.KEY, hour=samples.NOW), "youtube", "search", {"q": "x"}, samples.DAY
    ),
}


def test_ledger_keys_stay_so_that_nobody_pays_twice() -> None:
    promised("ledger-keys", {name: [call.key, call.request_text] for name, call in CALLS.items()})


class Heard(BaseException):
    """A question, which nobody is asked."""

    def __init__(self, question: ProviderRequest[Any]) -> None:
        super().__init__()
        self.question = question


def hear(question: ProviderRequest[Any], /) -> Any:
    raise Heard(question)


class Still:
    """A picture of a scene."""

    name = "a picture"

    def draw(self, out: Path) -> None:
        raise AssertionError("nothing is drawn to ask")


WISH = FootageRequest("s2", ("game boy", "handheld"), "a grey handheld on a wooden desk", 4.0, picture=Still())
LINE = SpeechLine("s1", "Three facts about 12 tiny moons.", Voice(name="joe", speed=1.1), "en")
PROMPT = Prompt("hook", "You write.", "Write a hook.", {"type": "object"}, 500)
COLLECT = Collect.model_validate(
    {
        "queries": ["game boy", "walkman"],
        "hashtags": ["retro"],
        "feeds": ["https://example.com/feed.xml"],
        "subreddits": ["gameboy"],
        "categories": ["28"],
    }
)
MODELS = {
    ("footage", "fal"): ("alibaba/happy-horse/image-to-video",),
    ("text", "openai"): ("gpt-6-luna",),
}


def first_question(port: str, name: str, model: str, folder: Path) -> ProviderRequest[Any]:
    """What a provider asks first."""
    provider = load(port, name)
    asking: dict[str, Callable[[], Any]] = {
        "trends": lambda: provider.collect(TrendRequest("gadgets", COLLECT, samples.NOW), folder, hear),
        "text": lambda: provider.answer(replace(PROMPT, model=model), hear),
        "footage": lambda: provider.obtain(replace(WISH, model=model), (), folder, hear),
        "speech": lambda: provider.speak((replace(LINE, model=model),), folder, hear),
    }
    with pytest.raises(Heard) as heard:
        asking[port]()
    return heard.value.question


STAGES = {"trends": Stage.TRENDS, "text": Stage.SCRIPTS, "footage": Stage.CLIPS, "speech": Stage.VOICEOVER}
OFFLINE = {"trends": {"sample"}, "text": set[str](), "footage": {"own"}, "speech": {"piper"}}


def test_each_provider_asks_the_same_so_that_its_answers_are_found_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: dict[str, Any] = {}
    write_workflow(tmp_path)
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    for port, stage in STAGES.items():
        for name in sorted(known()[port] - BUILT_IN[port] - OFFLINE[port]):
            for need in getattr(load(port, name), "needs", ()):
                monkeypatch.setenv(need.name, "x")
            for model in ("", *MODELS.get((port, name), ())):
                asked = first_question(port, name, model, tmp_path)
                hour = samples.NOW if port == "trends" else None
                scope = CallScope(stage, "gadgets", samples.KEY, "s2", hour=hour)
                call = CallSpec(scope, name, asked.operation, asked.parameters, samples.DAY)
                found[f"{port}/{name}{f' ({model})' if model else ''}"] = {
                    "operation": asked.operation,
                    "request": steady_content(dict(asked.parameters)),
                    "key": call.key,
                    "account": asked.account.name if asked.account else None,
                    "shared_s": asked.shared_s,
                }
    promised("questions", found)


def test_language_models_are_asked_word_for_word_the_same() -> None:
    """Prompts and the schemas in them, with names and docstrings of classes, are part of the ledger's keys."""
    model, wanted = Scripted(), theme()
    write_plan_with_llm(
        LlmWriter(model, nobody, lambda _: Path("kept.txt"), chain_steps.writer_style(wanted)), samples.report(), wanted
    )
    narrated = narrative_asked.narrative_request(samples.report()).prompt(narrative_asked.narrator_style(wanted))
    prompts = [*model.prompts, narrated]
    assert [prompt.name for prompt in prompts] == [*STEPS, "narrative"]
    promised("prompts", {prompt.name: prompt.request for prompt in prompts})


def test_a_repair_is_asked_for_in_the_same_words() -> None:
    model = Scripted({"angle": ["nonsense", '{"angle": "It is 7 times better.", "promise": ""}']})
    author = LlmWriter(model, nobody, lambda _: Path("kept.txt"), chain_steps.writer_style(theme(), ("too dull",)))
    with pytest.raises(Exception, match="angle"):
        write_plan_with_llm(author, samples.report(), theme())
    promised("prompt-of-a-repair", [prompt.request for prompt in model.prompts])


def shots() -> tuple[Shot, ...]:
    return direct_shots(samples.plan(), PLAIN.picture, PLAIN.channel, samples.KEY, Path("/themes"))


def test_scenes_are_shot_as_before() -> None:
    # Of English a shot's language says nothing: its hash is as it was before there was one.
    found = [{**vars(shot), "scene": shot.scene.id, "logo": str(shot.logo)} for shot in shots()]
    assert {one.pop("language") for one in found} == {"en"}
    promised("shots", found)


def test_drawn_clips_are_found_again() -> None:
    """Hashes of a shot with the names of its fields: a field that is renamed has every clip drawn again."""
    found: dict[str, Any] = {}
    for name, said in (("first take", ()), ("second take", (decision(1, Stage.CLIPS, Word.REJECTED, 2, ("s2",)),))):
        places = SimpleNamespace(themes=Path("/themes"))
        task = SimpleNamespace(theme=PLAIN, video=samples.KEY, decisions=said, workplace=SimpleNamespace(places=places))
        taken = plan_shots(task, samples.plan())  # type: ignore[arg-type]
        found[name] = {shot.scene.id: [drawing_hash(shot), FirstFrame(shot).name] for shot in taken}
    promised("drawn-from", found)


def test_reservations_of_footage_are_found_again() -> None:
    said = (decision(1, Stage.CLIPS, Word.REJECTED, 2, ("s2",)),)
    found: dict[str, Any] = {
        name: ReservedFootage.of(SimpleNamespace(theme=used, decisions=said), shots()).wishes  # type: ignore[arg-type]
        for name, used in (("plain", PLAIN), ("rich", RICH))
    }
    found["asked"] = {
        shot.scene.id: [list(wish.terms), wish.prompt, wish.seconds]  # type: ignore[misc]
        for shot in shots()
        for wish in [footage_wish_of(shot)]
    }
    promised("reservations", found)


def wanted() -> DesiredVideo:
    (video,) = desired_videos([order()], {"gadgets": ThemeParts(PLAIN)})
    return video


def made(stage: Stage, number: int) -> StageRecord:
    return StageRecord(
        made=StageMaterialization(
            number, UPSTREAM[stage], wanted().ingredients(stage, UPSTREAM), at_s=samples.NOW.timestamp()
        )
    )


def failed(stage: Stage, number: int, branch: ErrorBranch, **more: Any) -> StageRecord:
    fingerprint = wanted().ingredients(stage, UPSTREAM).fingerprint
    return StageRecord(failed=StageFailure(number, fingerprint, branch, 1, "no", samples.NOW, remedy="do it", **more))


UNTIL_SCRIPTS = {stage: made(stage, 10 + place) for place, stage in enumerate(list(Stage)[:3])}
HISTORIES: dict[str, dict[Stage, StageRecord]] = {
    "nothing": {},
    "scripts": UNTIL_SCRIPTS,
    "everything": {stage: made(stage, 10 + place) for place, stage in enumerate(Stage)},
    "clips failed": {
        **UNTIL_SCRIPTS,
        Stage.CLIPS: failed(Stage.CLIPS, 20, ErrorBranch.TRANSIENT, retry_at=samples.NOW),
    },
    "clips failed for good": {**UNTIL_SCRIPTS, Stage.CLIPS: failed(Stage.CLIPS, 20, ErrorBranch.PERMANENT)},
    "clips wait for a key": {
        **UNTIL_SCRIPTS,
        Stage.CLIPS: failed(Stage.CLIPS, 20, ErrorBranch.BLOCKED, waits_for="key:FAL_KEY"),
    },
    "clips wait for a budget": {
        **UNTIL_SCRIPTS,
        Stage.CLIPS: failed(Stage.CLIPS, 20, ErrorBranch.BLOCKED, waits_for="budget:theme"),
    },
    "a run was killed": {
        **UNTIL_SCRIPTS,
        Stage.CLIPS: StageRecord(
            ended=(EndedRun(21, samples.NOW, base_fingerprint=wanted().base_fingerprint(Stage.CLIPS)),)
        ),
    },
    "the scripts are others": {
        **UNTIL_SCRIPTS,
        Stage.SCRIPTS: StageRecord(
            made=replace(
                UNTIL_SCRIPTS[Stage.SCRIPTS].made,  # type: ignore[type-var]
                ingredients=wanted().ingredients(Stage.SCRIPTS, dict.fromkeys(Stage, "other")),
            )
        ),
    },
}


def test_run_keys_tags_and_notices_stay_so_that_nothing_is_asked_or_told_twice() -> None:
    later = samples.NOW + dt.timedelta(hours=2)
    found: dict[str, Any] = {}
    for name, records in HISTORIES.items():
        plan = plan_video(wanted(), records, later)
        tags = planned_runs.planned_tags(
            plan, {stage: wanted().base_fingerprint(stage) for stage in plan.selection}, by="me"
        )
        found[name] = {
            "selects": [stage.value for stage in plan.selection],
            "standing": {one.stage.value: one.status.value for one in plan.stages},
            "run key": planned_runs.run_key(plan),
            "tags": {name: "" if CAUSE in name else text for name, text in tags.items()},
            "notices": [one.id for one in notices_of(plan, records, later)],
        }
    promised("planned-runs", found)
