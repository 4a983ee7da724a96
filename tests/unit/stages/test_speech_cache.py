"""Scenes that were spoken already are taken as they are, and only those."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import samples

from vidpipe_assets.language.words import split_words
from vidpipe_assets.model.media import Rights, Spoken, SpokenWord, Voiceover
from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.planning.fingerprints import ingredients
from vidpipe_assets.providers.speech import SpeechLine
from vidpipe_assets.stages import voiceover
from vidpipe_assets.stages.context import StageContext
from vidpipe_assets.stages.voiceover import speak_plan
from vidpipe_assets.storage.store import Store
from vidpipe_assets.workplace import workplace_over

THEME = Theme(name="gadgets", channel="Gadgets")


@dataclass
class Voice:
    """A voice on this machine that writes down what it says."""

    name: str = "piper"
    is_local: bool = True
    at_a_time: int = 1
    rights: Rights = Rights(creator="nobody")
    said: list[str] = field(default_factory=list[str])

    def speak(self, lines: Sequence[SpeechLine], folder: Path, ask: object) -> tuple[Spoken, ...]:
        del ask
        self.rights = Rights(creator="Joe") if lines else self.rights
        return tuple(self._one(line, folder) for line in lines)

    def _one(self, line: SpeechLine, folder: Path) -> Spoken:
        self.said.append(line.scene)
        path = folder / f"{line.scene}.wav"
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{line.voice.name} says {line.text} at {line.voice.speed}")
        words = tuple(SpokenWord(text=one.text, start_s=0, end_s=1, glued=one.glued) for one in split_words(line.text))
        return Spoken(path, 1.0, words, "exact")


@pytest.fixture
def speak(store: Store, monkeypatch: pytest.MonkeyPatch):
    """Speaks a plan and keeps it; returns the scenes that were said, and the document."""
    monkeypatch.setattr(voiceover, "stage_client", lambda *_: type("Client", (), {"asking": lambda *_: None})())

    def build(plan: ProductionPlan, theme: Theme = THEME) -> tuple[list[str], Voiceover]:
        key, voice, workplace = VideoKey.parse(samples.KEY), Voice(), workplace_over(store)
        monkeypatch.setattr(workplace, "provider", lambda *_: voice)
        made_of = ingredients(Stage.VOICEOVER, theme, overrides={}, upstream={Stage.SCRIPTS: "x"}, take=1)
        order = store.orders.ensure(key)
        context = StageContext(key, theme, order, workplace, made_of, print, store.places.scratch, ())
        made = speak_plan(context, plan)
        store.documents.save(samples.KEY, Stage.VOICEOVER, made)
        return voice.said, made

    return build


def other_words(plan: ProductionPlan, scene: str) -> ProductionPlan:
    words = {"narration": "Somebody says it otherwise."}
    scenes = tuple(one.model_copy(update=words) if one.id == scene else one for one in plan.scenes)
    return plan.model_copy(update={"scenes": scenes})


def test_only_the_scene_with_other_words_is_spoken_again(speak) -> None:
    plan = samples.plan()
    said, first = speak(plan)
    assert said == [scene.id for scene in plan.scenes]
    said, second = speak(other_words(plan, "s2"))
    assert said == ["s2"]
    same = [one == other for one, other in zip(first.scenes, second.scenes, strict=True)]
    assert same == [scene.id != "s2" for scene in plan.scenes]


def test_words_that_are_taken_back_are_there_and_the_rights_with_them(speak) -> None:
    _, first = speak(samples.plan())
    speak(other_words(samples.plan(), "s2"))
    said, third = speak(samples.plan())
    assert said == []
    assert third.data_version == first.data_version
    assert third.rights.creator == "Joe"


@pytest.mark.parametrize("part", [{"speed": 1.1}, {"name": "heart"}])
def test_another_voice_or_pace_speaks_everything_again(speak, part: dict[str, object]) -> None:
    speak(samples.plan())
    other = Theme.model_validate({**THEME.model_dump(), "voice": {**THEME.voice.model_dump(), **part}})
    said, _ = speak(samples.plan(), other)
    assert said == [scene.id for scene in samples.plan().scenes]


def test_a_sound_that_is_lost_is_spoken_again(speak, store: Store) -> None:
    _, first = speak(samples.plan())
    store.artifacts.path(first.scenes[2].audio).unlink()
    said, again = speak(samples.plan())
    assert said == [first.scenes[2].scene]
    assert again.data_version == first.data_version
