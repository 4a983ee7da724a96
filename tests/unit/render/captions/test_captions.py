"""The words of captions are the script's, at the moments of the voice."""

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.render.scenery import plan_of, shots_of, spoken_of
from vidpipe_assets.model.media import FPS, CaptionWord, SpokenWord, Voiceover
from vidpipe_assets.render.captions.words import caption_findings, caption_words
from vidpipe_assets.render.video.timeline import lay_out_scenes

PLAN = plan_of()
SPOKEN = spoken_of(PLAN)
TIMELINE = lay_out_scenes(PLAN, SPOKEN, shots_of(PLAN))
VOICEOVER = Voiceover(scenes=tuple(SPOKEN.values()), voice="joe", provider="piper", alignment="exact")
WORDS = caption_words(TIMELINE, SPOKEN)


def test_every_word_of_the_narration_is_a_caption_word() -> None:
    assert [word.text for word in WORDS] == [word for scene in PLAN.scenes for word in scene.narration.split()]


def test_words_start_on_frames_within_half_a_frame_of_the_voice() -> None:
    starts = {scene.scene: scene.start_frame / FPS + scene.voice_start_s for scene in TIMELINE}
    heard = [starts[scene.scene] + word.start_s for scene in SPOKEN.values() for word in scene.words]
    for word, moment in zip(WORDS, heard, strict=True):
        assert abs(word.start_s * FPS - round(word.start_s * FPS)) < 1e-6
        assert abs(word.start_s - moment) <= 0.5 / FPS + 1e-9


@given(st.lists(st.tuples(st.floats(0, 60), st.floats(0, 60)), min_size=8, max_size=8))
def test_fault_19_captions_rise_whatever_the_alignment_says(times: list[tuple[float, float]]) -> None:
    words = tuple(SpokenWord(text="word", start_s=start, end_s=end) for start, end in times)
    spoken = SPOKEN | {"s1": SPOKEN["s1"].model_copy(update={"words": words})}
    captions = caption_words(TIMELINE, spoken)
    starts = [word.start_s for word in captions]
    assert starts == sorted(starts)
    assert all(word.end_s > word.start_s for word in captions)


def test_captions_as_composed_pass_both_checks() -> None:
    assert [finding.passed for finding in caption_findings(PLAN, VOICEOVER, WORDS)] == [True, True]


def test_a_changed_word_is_found_and_named() -> None:
    changed = list(WORDS)
    changed[2] = changed[2].model_copy(update={"text": "Sega"})
    finding = caption_findings(PLAN, VOICEOVER, changed)[0]
    assert not finding.passed
    assert "'Sega'" in finding.description
    assert "'Nintendo'" in finding.description


def test_a_missing_word_fails_both_checks() -> None:
    assert [finding.passed for finding in caption_findings(PLAN, VOICEOVER, WORDS[:-1])] == [False, False]


def test_captions_that_are_late_are_found() -> None:
    late = [_moved(word, 0.1) for word in WORDS]
    finding = caption_findings(PLAN, VOICEOVER, late)[1]
    assert not finding.passed
    assert finding.numbers["median_ms"] > 80


def test_a_few_late_captions_are_found_by_the_percentile() -> None:
    late = [_moved(word, 0.2 if index % 10 == 0 else 0) for index, word in enumerate(WORDS)]
    finding = caption_findings(PLAN, VOICEOVER, late)[1]
    assert not finding.passed
    assert finding.numbers["median_ms"] < 40


def _moved(word: CaptionWord, seconds: float) -> CaptionWord:
    return word.model_copy(update={"start_s": word.start_s + seconds, "end_s": word.end_s + seconds})
