"""One short video in each of six languages: a scripted model, a voice of beeps, real scenes, captions and encoding.

VIDPIPE_LOOK_AT=FOLDER keeps a sheet of frames of each, to be looked at.
"""

import os
import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import samples
from languages import TOLD, Native
from PIL import Image
from text_models import nobody, theme

from vidpipe_assets.language.letters import capitals, comparable
from vidpipe_assets.language.words import count_characters, split_words
from vidpipe_assets.model.media import FPS, Artifact, SpokenScene, SpokenWord, Voiceover
from vidpipe_assets.model.plan import ProductionPlan
from vidpipe_assets.model.theme import Captions, Music, Theme
from vidpipe_assets.render import ffmpeg
from vidpipe_assets.render.art_direction import Shot, direct_shots
from vidpipe_assets.render.captions.words import caption_findings
from vidpipe_assets.render.clips import draw_still
from vidpipe_assets.render.video.compose import ComposedFiles, Composition, compose
from vidpipe_assets.render.video.picture import TAGS
from vidpipe_assets.render.video.timeline import frames_needed, lay_out_scenes
from vidpipe_assets.voice import spoken_form
from vidpipe_assets.writing.llm.chain import write_plan_with_llm, writer_style
from vidpipe_assets.writing.llm.writer import LlmWriter

CHARACTERS_A_SECOND = {"de": 14.6, "es": 13.8, "hi": 7.1, "ar": 10.7, "ja": 6.9, "tr": 13.1}
"""Of people who read aloud, pauses apart: counted otherwise than the expectations are."""

CHANNELS = {"tr": "ilginç bilgiler", "hi": "रोचक बातें", "ar": "حقائق غريبة", "ja": "数字の話", "de": "Große Zahlen"}
LOOK_AT, RATE, SECONDS = "VIDPIPE_LOOK_AT", 22_050, 26

pytestmark = [pytest.mark.slow, pytest.mark.nightly]


@dataclass(frozen=True)
class Made:
    """A video and what it was made of."""

    plan: ProductionPlan
    voiceover: Voiceover
    files: ComposedFiles
    theme: Theme
    asked: list[str]


@pytest.fixture(scope="module", params=TOLD)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A video of each language, as its theme wants it: capitals in the captions, a channel in its own letters."""
    language, folder = str(request.param), tmp_path_factory.mktemp("video")
    channel = CHANNELS.get(language, "Números grandes")
    wanted = theme(language=language, channel=channel, format={"seconds": SECONDS})
    model = Native(language)
    author = LlmWriter(model, nobody, lambda _: folder / "kept.txt", writer_style(wanted))
    plan = write_plan_with_llm(author, samples.report(), wanted)
    shots = direct_shots(plan, wanted.picture, channel, f"2026-11-23_{language}", folder)
    spoken = {scene.id: speak(scene.id, scene.narration, language) for scene in plan.scenes}
    timeline = lay_out_scenes(plan, spoken, shots)
    needed = frames_needed(timeline, shots)
    composition = Composition(
        plan=plan,
        shots=shots,
        timeline=timeline,
        clips={shot.scene.id: stand_still(shot, folder, needed[shot.scene.id] + 3) for shot in shots},
        spoken=spoken,
        voices={name: beep(folder / f"{name}.wav", scene.seconds) for name, scene in spoken.items()},
        captions=Captions(upper_case=language in ("tr", "de")),
        music=Music(kind="none"),
        music_file=None,
        voice_volume_db=0,
        seed=1,
    )
    files = compose(composition, folder / "composed")
    voiceover = Voiceover(scenes=tuple(spoken.values()), voice="beeps", provider="beeps", alignment="exact")
    if os.environ.get(LOOK_AT):
        keep_sheet(files, Path(os.environ[LOOK_AT]) / f"{language}.jpg")
    return Made(plan, voiceover, files, wanted, [prompt.name for prompt in model.prompts])


def speak(name: str, text: str, language: str) -> SpokenScene:
    """A voice that reads at the language's pace, and rests at commas and sentences."""
    at, words = 0.0, list[SpokenWord]()
    for word, said in zip(split_words(text), spoken_form(text, language), strict=True):
        until = at + max(count_characters(said), 1) / CHARACTERS_A_SECOND[language]
        words.append(SpokenWord(text=word.text, glued=word.glued, start_s=round(at, 3), end_s=round(until, 3)))
        at = until + (0.5 if word.text[-1] in ".!?。？؟।" else 0.25 if word.text[-1] in ",、،" else 0.0)
    audio = Artifact(sha256="0" * 64, suffix=".wav", size=1)
    return SpokenScene(scene=name, audio=audio, seconds=words[-1].end_s, words=tuple(words))


def beep(path: Path, seconds: float) -> Path:
    moments = np.arange(round(seconds * RATE)) / RATE
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes((np.sin(2 * np.pi * 220 * moments) * 9_000).astype("<i2").tobytes())
    return path


def stand_still(shot: Shot, folder: Path, frames: int) -> Path:
    """A clip of the shot's frame at two thirds of its time."""
    still, clip = folder / f"{shot.scene.id}.png", folder / f"{shot.scene.id}.mp4"
    draw_still(shot, shot.seconds * 0.66, still)
    arguments = ["-loop", "1", "-framerate", str(FPS), "-i", ffmpeg.file_argument(still), "-frames:v", str(frames)]
    arguments += ["-vf", f"scale=out_color_matrix=bt709:out_range=tv,format=yuv420p,{TAGS}"]
    arguments += ["-c:v", "libx264", "-preset", "ultrafast", "-qp", "12", "-color_range", "tv"]
    ffmpeg.run([*arguments, ffmpeg.file_argument(clip)], timeout_s=120)
    return clip


def keep_sheet(files: ComposedFiles, out: Path) -> None:
    """Frames at the middle of ten captions, side by side."""
    chosen = files.words[:: max(len(files.words) // 10, 1)][:10]
    pictures = list[Image.Image]()
    for number, word in enumerate(chosen):
        frame = out.with_name(f"{out.stem}-{number}.png")
        moment = f"{(word.start_s + word.end_s) / 2:.3f}"
        arguments = ["-ss", moment, "-i", ffmpeg.file_argument(files.video), "-frames:v", "1", "-vf", "scale=360:-2"]
        ffmpeg.run([*arguments, "-y", str(frame)], timeout_s=60)
        pictures.append(Image.open(frame).convert("RGB"))
        frame.unlink()
    sheet = Image.new("RGB", (5 * 360, 2 * 640))
    for number, picture in enumerate(pictures):
        sheet.paste(picture, (number % 5 * 360, number // 5 * 640))
    sheet.save(out, quality=85)


def test_fault_50_its_length_is_in_bounds_at_the_first_try(made: Made) -> None:
    assert made.asked == ["angle", "facts", "hook", "scene_plan", "wording"]
    assert made.files.seconds == pytest.approx(SECONDS, rel=0.1)


def test_fault_50_what_is_drawn_is_what_is_said(made: Made) -> None:
    document = samples.composed().model_copy(
        update={"caption_words": made.files.words, "captions_drawn": made.files.drawn}
    )
    findings = caption_findings(made.plan, made.voiceover, document)
    assert {one.check: one.description for one in findings if not one.passed} == {}


def test_fault_50_captions_are_short_enough_to_be_read_and_never_cut_a_character(made: Made) -> None:
    scenes = {scene.id: scene.narration for scene in made.plan.scenes}
    for caption in made.files.drawn:
        assert 1 <= count_characters(caption.text) <= 45, caption
        assert comparable(caption.text, made.plan.language) in comparable(scenes[caption.scene], made.plan.language)
    assert len(made.files.drawn) >= len(scenes) * 2 - 1
    if made.plan.language == "tr":
        assert all(caption.text == capitals(caption.text, "tr") for caption in made.files.drawn)
