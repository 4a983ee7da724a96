"""Each stage reads of a theme what it declares, and nothing else: every field is recorded that a real run touches.

A field that a stage reads and does not declare changes its result without making it stale; a part that it declares and
does not read makes it stale for nothing.
"""

from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from faults.fake_writer import written
from pydantic import BaseModel

from vidpipe_assets.model.media import ClipSet, ComposedVideo, Voiceover
from vidpipe_assets.model.money import Money
from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Logo, Theme
from vidpipe_assets.model.trends import TrendReport, TrendSnapshot
from vidpipe_assets.model.values import Document
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.planning.fingerprints import ingredients
from vidpipe_assets.providers.request import Ask
from vidpipe_assets.providers.text import Ended, Prompt, RawAnswer
from vidpipe_assets.stages.analysis import analyse_trends
from vidpipe_assets.stages.checks import check_clips, check_composed_video, check_scripts, check_voiceover
from vidpipe_assets.stages.clips import make_clips
from vidpipe_assets.stages.composed_video import compose_video
from vidpipe_assets.stages.context import StageContext
from vidpipe_assets.stages.review import package_review
from vidpipe_assets.stages.scripts import make_plan
from vidpipe_assets.stages.trends import collect_trends
from vidpipe_assets.stages.voiceover import speak_plan
from vidpipe_assets.storage.store import Store
from vidpipe_assets.workplace import Workplace, workplace_over

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1500)]

KEY = VideoKey.parse("2026-11-23_gadgets")

NO_PART_OF_A_RESULT = {"name", "budget", "schedule.time_zone"}
"""The name is part of the video key; a budget allows or blocks, and its day begins at midnight in the time zone."""

COMES_WITH_CLIPS = {Stage.COMPOSED_VIDEO: {"providers.footage", "models.footage"}}
"""Whom `composed_video` asks for a clip anew that the voice outlasts: `clips` declares it, and asks them first."""

COMES_OTHERWISE = {
    Stage.TRENDS: {"collect"},  # live sources read it; the sample goes by the theme's name
    Stage.VOICEOVER: {"language"},  # the plan has it from the same field
}
"""What is declared and not read in these runs."""


class _Reader:
    """The fields of a theme that are read while `stage` is set."""

    def __init__(self) -> None:
        self.stage: Stage | None = None
        self.read: dict[Stage, set[str]] = {stage: set() for stage in Stage}

    @contextmanager
    def reading(self, stage: Stage) -> Generator[None]:
        self.stage = stage
        try:
            yield
        finally:
            self.stage = None

    def touch(self, path: str) -> None:
        if self.stage:
            self.read[self.stage].add(path)


def _parts(kind: type[BaseModel], prefix: str = "") -> Iterator[tuple[type[BaseModel], str]]:
    """The models that a theme is made of, each with the path of its field."""
    yield kind, prefix
    for name, field in kind.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from _parts(field.annotation, f"{prefix}{name}.")
    if kind.__name__ == "Picture":
        yield Logo, f"{prefix}logo."


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> _Reader:
    made = _Reader()
    parts = dict(_parts(Theme))
    for kind, prefix in parts.items():
        monkeypatch.setattr(kind, "__getattribute__", _recording(made, kind, prefix, tuple(parts)))
    return made


def _recording(
    reader: _Reader, kind: type[BaseModel], prefix: str, parts: tuple[type[BaseModel], ...]
) -> Callable[[BaseModel, str], Any]:
    fields = frozenset(kind.model_fields)

    def getattribute(self: BaseModel, name: str) -> Any:
        value = object.__getattribute__(self, name)
        if name.startswith("model_dump"):
            reader.touch(prefix.rstrip("."))
        elif name in fields and not isinstance(value, parts):
            reader.touch(prefix + name)
        return value

    return getattribute


class _Model:
    """A language model that reads nothing but its prompt."""

    name = "scripted"

    def price(self, prompt: Prompt) -> Money:
        return Money.of("0")

    def answer(self, prompt: Prompt, ask: Ask) -> RawAnswer:
        return RawAnswer(text=written({"user": prompt.user, "schema": prompt.schema}), ended=Ended.COMPLETE)


def _workplace(store: Store) -> Workplace:
    workplace = workplace_over(store)
    real = workplace.provider
    workplace.provider = lambda port, name: _Model() if name == "scripted" else real(port, name)  # type: ignore[method-assign]
    return workplace


def _theme(text: str) -> Theme:
    return Theme.model_validate(
        {
            "name": "gadgets",
            "channel": "Gadget Numbers",
            "format": {"seconds": 15},
            "collect": {"queries": ["retro gadgets"], "hashtags": ["retrogaming"]},
            "picture": {"motion": "calm", "footage_folder": "own"},
            "hashtags": ["gadgets"],
            "voice": {"names": {"another": "Somebody"}},
            "providers": {"text": [text], "footage": ["own", "motion"]},
        }
    )


class _Line:
    """The seven stages, one after the other, as their assets call them."""

    def __init__(self, store: Store, theme: Theme, reader: _Reader, folder: Path) -> None:
        self._workplace, self._theme, self._reader, self._folder = _workplace(store), theme, reader, folder
        self._order = store.orders.ensure(KEY)
        self.made: dict[Stage, Document] = {}

    def make(self, stage: Stage, work: Callable[[StageContext], Document]) -> Any:
        upstream = {up: self.made[up].data_version for up in stage.upstream}
        made_of = ingredients(stage, self._theme, overrides={}, upstream=upstream)
        folder = self._folder / stage
        folder.mkdir(parents=True)
        context = StageContext(KEY, self._theme, self._order, self._workplace, made_of, print, folder)
        with self._reader.reading(stage):
            made = work(context)
        self.made[stage] = made
        self._workplace.store.documents.save(str(KEY), stage, made)
        return made

    def write(self) -> ProductionPlan:
        snapshot: TrendSnapshot = self.make(Stage.TRENDS, collect_trends)
        report: TrendReport = self.make(Stage.ANALYSIS, lambda context: analyse_trends(context, snapshot))

        def plan(context: StageContext) -> ProductionPlan:
            made = make_plan(context, report)
            check_scripts(made, context.theme.format)
            return made

        return self.make(Stage.SCRIPTS, plan)

    def produce(self, plan: ProductionPlan) -> None:
        clips: ClipSet = self.make(Stage.CLIPS, lambda context: make_clips(context, plan))
        check_clips(plan, clips)
        voiceover: Voiceover = self.make(Stage.VOICEOVER, lambda context: speak_plan(context, plan))
        check_voiceover(plan, voiceover)

        def video(context: StageContext) -> ComposedVideo:
            first, *others = clips.clips
            outlasted = clips.model_copy(update={"clips": (first.model_copy(update={"frames": 1}), *others)})
            context.workplace.store.documents.save(str(KEY), Stage.CLIPS, outlasted)
            made = compose_video(context, plan, outlasted, voiceover, 0)
            check_composed_video(plan, voiceover, made, context.theme.format)
            return made

        composed: ComposedVideo = self.make(Stage.COMPOSED_VIDEO, video)
        self.make(Stage.REVIEW, lambda context: package_review(context, composed))


def test_each_stage_reads_of_a_theme_what_it_declares(store: Store, reader: _Reader, tmp_path: Path) -> None:
    (store.places.themes / "own").mkdir(parents=True, exist_ok=True)
    offline = _Line(store, _theme("offline"), reader, tmp_path / "offline")
    offline.produce(offline.write())
    _Line(store, _theme("scripted"), reader, tmp_path / "llm").write()
    problems = [*_undeclared(reader.read), *_unread(reader.read)]
    assert problems == []


def _covers(part: str, path: str) -> bool:
    return path == part or path.startswith(f"{part}.")


def _undeclared(read: Mapping[Stage, set[str]]) -> Iterator[str]:
    for stage in Stage:
        exempt = NO_PART_OF_A_RESULT | COMES_WITH_CLIPS.get(stage, set())
        for path in sorted(read[stage]):
            if not any(_covers(part, path) for part in (*stage.theme_parts, *exempt)):
                yield f"{stage} reads {path} and does not declare it"


def _unread(read: Mapping[Stage, set[str]]) -> Iterator[str]:
    for stage in Stage:
        for part in set(stage.theme_parts) - COMES_OTHERWISE.get(stage, set()):
            if not any(_covers(part, path) or _covers(path, part) for path in read[stage]):
                yield f"{stage} declares {part} and does not read it"
