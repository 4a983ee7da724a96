"""The words of captions are the script's, at the moments of the voice."""

from collections.abc import Sequence

import samples
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.render.scenery import plan_of, shots_of, spoken_of
from vidpipe_assets.model.checks import Finding
from vidpipe_assets.model.media import FPS, CaptionWord, ComposedVideo, DrawnCaption, SpokenWord, Voiceover
from vidpipe_assets.render.captions.words import caption_findings, caption_words
from vidpipe_assets.render.video.timeline import lay_out_scenes

PLAN = plan_of()
SPOKEN = spoken_of(PLAN)
TIMELINE = lay_out_scenes(PLAN, SPOKEN, shots_of(PLAN))
VOICEOVER = Voiceover(scenes=tuple(SPOKEN.values()), voice="joe", provider="piper", alignment="exact")
WORDS = caption_words(TIMELINE, SPOKEN)


def composed_of(words: Sequence[CaptionWord], *drawn: DrawnCaption) -> ComposedVideo:
    return samples.composed().model_copy(update={"caption_words": tuple(words), "captions_drawn": drawn})


def findings_on(words: Sequence[CaptionWord], *drawn: DrawnCaption) -> tuple[Finding, ...]:
    return caption_findings(PLAN, VOICEOVER, composed_of(words, *drawn))


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
    assert [finding.passed for finding in findings_on(WORDS)] == [True, True]


def test_a_changed_word_is_found_and_named() -> None:
    changed = list(WORDS)
    changed[2] = changed[2].model_copy(update={"text": "Sega"})
    finding = findings_on(changed)[0]
    assert not finding.passed
    assert "'Sega'" in finding.description
    assert "'Nintendo'" in finding.description


def test_a_missing_word_fails_both_checks() -> None:
    assert [finding.passed for finding in findings_on(WORDS[:-1])] == [False, False]


def _drawn_as_said() -> list[DrawnCaption]:
    return [DrawnCaption(scene=scene.id, text=scene.narration.upper()) for scene in PLAN.scenes]


def test_what_is_drawn_is_compared_and_not_what_was_to_be_drawn() -> None:
    good = _drawn_as_said()
    assert findings_on(WORDS, *good)[0].passed
    lost = [good[0].model_copy(update={"text": good[0].text[:-4]}), *good[1:]]
    finding = findings_on(WORDS, *lost)[0]
    assert not finding.passed
    assert finding.description.startswith("s1: word")
    assert not findings_on(WORDS, *good[1:])[0].passed


def test_a_word_that_was_shortened_for_its_time_is_told_and_passes() -> None:
    good = _drawn_as_said()
    first, _, rest = PLAN.scenes[0].narration.partition(" ")
    shortened = good[0].model_copy(update={"text": f"{first[:2]}… {rest}"})
    finding = findings_on(WORDS, shortened, *good[1:])[0]
    assert finding.passed
    assert "shortened" in finding.description


def test_captions_that_are_late_are_found() -> None:
    late = [_moved(word, 0.1) for word in WORDS]
    finding = findings_on(late)[1]
    assert not finding.passed
    assert finding.numbers["median_ms"] > 80


def test_a_few_late_captions_are_found_by_the_percentile() -> None:
    late = [_moved(word, 0.2 if index % 10 == 0 else 0) for index, word in enumerate(WORDS)]
    finding = findings_on(late)[1]
    assert not finding.passed
    assert finding.numbers["median_ms"] < 40


def _moved(word: CaptionWord, seconds: float) -> CaptionWord:
    return word.model_copy(update={"start_s": word.start_s + seconds, "end_s": word.end_s + seconds})
