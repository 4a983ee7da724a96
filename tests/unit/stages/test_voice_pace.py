"""Expected lengths follow what a voice has taken before, and never change for a video that is ordered already."""

import datetime as dt
import os
from pathlib import Path

import pytest
import samples
from text_models import theme

from vidpipe_assets.model.media import SpokenScene, SpokenWord, Voiceover
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.planning.fingerprints import Ingredients
from vidpipe_assets.stages.context import StageContext
from vidpipe_assets.stages.voice_pace import voice_pace
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import Store, open_store
from vidpipe_assets.workplace import workplace_over
from vidpipe_assets.writing.pace import spoken_seconds

TEXT = "Diese kleine Maschine ist viel spannender, als du denkst, und sie wird noch heute geliebt."
EARLIER, NOW = VideoKey(dt.date(2026, 11, 22), "gadgets"), VideoKey(dt.date(2026, 11, 23), "gadgets")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(Places(tmp_path))


def context_of(store: Store, language: str = "de", voice: str = "de_DE-thorsten-medium") -> StageContext:
    store.orders.add([EARLIER, NOW], asked_by="test")
    order = store.orders.get(NOW)
    assert order is not None
    wanted = theme(language=language, voice={"name": voice}, providers={"speech": ["piper"]})
    ingredients = Ingredients.__new__(Ingredients)
    return StageContext(str(NOW), wanted, order, workplace_over(store), ingredients, lambda _: None, store.places.home)


def spoken_before(
    store: Store,
    share: float,
    *,
    voice: str = "de_DE-thorsten-medium",
    provider: str = "piper",
    language: str = "de",
    after: bool = False,
) -> None:
    """The earlier video's voice has taken `share` of what is expected; `after`: after this video was ordered."""
    seconds = spoken_seconds(TEXT, 1.0, language) * share
    words = tuple(SpokenWord(text=word, start_s=0, end_s=seconds) for word in TEXT.split())
    scene = SpokenScene(scene="s1", audio=samples.artifact(*samples.fake_media("a.wav")), seconds=seconds, words=words)
    document = Voiceover(scenes=(scene,), voice=voice, provider=provider, alignment="exact")
    path = store.documents.save(str(EARLIER), Stage.VOICEOVER, document)
    moment = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1 if after else -1)
    os.utime(path, (moment.timestamp(), moment.timestamp()))


def test_without_earlier_videos_a_language_has_its_usual_pace(store: Store) -> None:
    assert voice_pace(context_of(store)).speed == 1.0


@pytest.mark.parametrize(("share", "speed"), [(1.25, 0.8), (0.8, 1.25), (1.01, 1.0), (9, 0.6)])
def test_fault_50_a_voice_that_has_taken_longer_gets_less_to_say(store: Store, share: float, speed: float) -> None:
    spoken_before(store, share)
    pace = voice_pace(context_of(store))
    assert pace.speed == pytest.approx(speed)
    assert pace(TEXT) == pytest.approx(spoken_seconds(TEXT, speed, "de"))


def test_what_was_spoken_after_the_order_does_not_count_so_that_prompts_stay_the_same(store: Store) -> None:
    spoken_before(store, 1.5, after=True)
    assert voice_pace(context_of(store)).speed == 1.0


def test_another_voice_in_the_theme_changes_no_script(store: Store) -> None:
    spoken_before(store, 1.25, voice="de_DE-eva_k-x_low")
    one, other = (context_of(store, voice=name) for name in ("de_DE-thorsten-medium", "de_DE-eva_k-x_low"))
    assert voice_pace(one) == voice_pace(other)
    assert voice_pace(one).speed == pytest.approx(0.8), "as the theme's last video was spoken"


@pytest.mark.parametrize(
    ("voice", "provider", "speed"),
    [("joe", "piper", 1.0), ("en_GB-alan-medium", "piper", 0.8), ("joe", "elevenlabs", 0.8)],
)
def test_english_is_fitted_to_the_bundled_voices_and_learnt_of_all_others(
    store: Store, voice: str, provider: str, speed: float
) -> None:
    spoken_before(store, 1.25, voice=voice, provider=provider, language="en")
    assert voice_pace(context_of(store, "en")).speed == pytest.approx(speed)
