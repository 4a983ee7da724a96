"""Captions as an .srt file, as platforms and players read them: one cue a sentence, longer sentences in several.

The files of a video's captions: what libass needs (.ass and fonts) and what platforms read (.srt).

Captions of a video: the moment of every word, and whether words and moments are those of the voice.
"""

import os
import re
import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from vidpipe_assets.model.checks import Finding
from vidpipe_assets.model.media import FPS, CaptionWord, SpokenScene, SpokenWord, TimelineScene, Voiceover
from vidpipe_assets.model.plan import LEAD_IN_S, ProductionPlan
from vidpipe_assets.model.theme import Captions
from vidpipe_assets.render.captions import ass as caption_ass
from vidpipe_assets.render.captions import typefaces as caption_fonts
from vidpipe_assets.render.captions.ass import (
    BOTTOM,
    LEFT,
    LINE_HEIGHT,
    PADDING_X,
    PADDING_Y,
    RIGHT,
    STRIP,
    TOP,
    CaptionColours,
    CaptionLettering,
)
from vidpipe_assets.render.captions.groups import CaptionGroup, LineMeasure, group_words
from vidpipe_assets.render.video.timeline import scene_frames

_LONGEST_CUE = 84
_LONGEST_LINE = 42
_WORD_JOINER = "\u2060"


def render_srt(words: Sequence[CaptionWord]) -> str:
    """The file's text; every word of `words` in order."""
    cues: list[str] = []
    for number, cue in enumerate(_cues(words), start=1):
        times = f"{_srt_time(cue[0].start_s)} --> {_srt_time(max(cue[-1].end_s, cue[0].start_s + 0.1))}"
        cues.append(f"{number}\n{times}\n{_srt_lines([word.text for word in cue])}\n")
    return "\n".join(cues)


def _cues(words: Sequence[CaptionWord]) -> list[list[CaptionWord]]:
    cues: list[list[CaptionWord]] = []
    for word in words:
        so_far = cues[-1] if cues else []
        length = sum(len(w.text) + 1 for w in so_far) + len(word.text)
        ended = not so_far or so_far[-1].text.rstrip("\"'”’)").endswith((".", "!", "?", "…", "。"))
        if ended or so_far[-1].scene != word.scene or length > _LONGEST_CUE:
            cues.append([word])
        else:
            so_far.append(word)
    return cues


def _srt_lines(texts: Sequence[str]) -> str:
    lines = [""]
    for text in (_srt_safe(text) for text in texts):
        if lines[-1] and len(lines[-1]) + 1 + len(text) > _LONGEST_LINE:
            lines.append("")
        lines[-1] += f" {text}" if lines[-1] else text
    return "\n".join(lines)


def _srt_safe(text: str) -> str:
    """Players read tags in angle brackets and an arrow between times: an invisible character keeps them text."""
    tagless = re.sub(r"<(?=[A-Za-z/])", "<" + _WORD_JOINER, caption_fonts.visible_text(text))
    return tagless.replace("-->", f"--{_WORD_JOINER}>")


def _srt_time(seconds: float) -> str:
    whole, milliseconds = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d},{milliseconds:03d}"


_LARGEST = (BOTTOM - TOP - 2 * PADDING_Y) / (2 * LINE_HEIGHT)
"""Pixels of an em by which two lines and the box around them fill the band."""


@dataclass(frozen=True)
class CaptionLayout:
    """The captions of a video, laid out and ready to be written."""

    words: Sequence[CaptionWord]
    groups: Sequence[CaptionGroup]
    lettering: CaptionLettering
    limits: Mapping[str, int]
    title: str

    @property
    def changes(self) -> tuple[int, ...]:
        """The frames on which captions look different from the frame before."""
        return caption_ass.change_frames(self.groups, self.limits)

    @property
    def behind(self) -> str:
        """The colour of outlines and boxes, which all scenes share."""
        return next(iter(self.lettering.colours.values())).behind

    def write_strip(self, ass: Path) -> None:
        """Write the .ass that draws the captions on a picture of `caption_ass.STRIP`."""
        _write(ass, caption_ass.render_ass(self.groups, self.lettering, self.limits, self.title, STRIP))

    def write(self, ass: Path, srt: Path, fonts: Path) -> None:
        """Write both files, and into the folder `fonts` what the .ass needs to be drawn."""
        texts = [piece.text for group in self.groups for piece in group.pieces]
        caption_fonts.write_fonts(texts, self.lettering.font, fonts)
        _write(ass, caption_ass.render_ass(self.groups, self.lettering, self.limits, self.title))
        _write(srt, render_srt(self.words))


def lay_out_captions(
    words: Sequence[CaptionWord],
    captions: Captions,
    colours: Mapping[str, CaptionColours],
    limits: Mapping[str, int],
    title: str,
) -> CaptionLayout:
    """Lay out `words` as the theme's `captions` say, in each scene's `colours`.

    `limits` is the frame by which each scene's captions must have gone.
    """
    size = min(float(captions.size), _LARGEST)
    # All captions keep the box's distance from the edges, so that breaks do not depend on a scene's colours.
    measure = LineMeasure(captions.font, size, RIGHT - LEFT - 2 * PADDING_X)
    groups = group_words(words, measure, upper_case=captions.upper_case)
    lettering = CaptionLettering(captions.font, size, round(size * 0.085, 1), colours)
    return CaptionLayout(words, groups, lettering, limits, title)


def _write(path: Path, text: str) -> None:
    part = path.with_name(path.name + ".part")
    with part.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


MEDIAN_MS, PERCENTILE_95_MS = 40, 80
"""How far a caption may be from the voice."""


def caption_words(timeline: Sequence[TimelineScene], spoken: Mapping[str, SpokenScene]) -> tuple[CaptionWord, ...]:
    """Every word of the narration with its first frame and the frame after its last, as seconds of the video.

    Times rise from word to word whatever the alignment says, and lie inside the word's scene.
    """
    words: list[CaptionWord] = []
    for scene in timeline:
        earliest, end = scene.start_frame, scene.start_frame + scene.frames
        offset = scene.start_frame / FPS + scene.voice_start_s
        for word in spoken[scene.scene].words:
            start = min(max(round((offset + word.start_s) * FPS), earliest), end - 1)
            until = min(max(round((offset + word.end_s) * FPS), start + 1), end)
            words.append(CaptionWord(scene=scene.scene, text=word.text, start_s=start / FPS, end_s=until / FPS))
            earliest = start
    return tuple(words)


def caption_findings(
    plan: ProductionPlan, voiceover: Voiceover, composed_words: Sequence[CaptionWord]
) -> tuple[Finding, ...]:
    """`captions_match_script`: the same words. `captions_match_voice`: at the moments of the voice's alignment."""
    return _match_script(plan, composed_words), _match_voice(plan, voiceover, composed_words)


def _match_script(plan: ProductionPlan, composed_words: Sequence[CaptionWord]) -> Finding:
    wanted = [(scene.id, word) for scene in plan.scenes for word in scene.narration.split()]
    shown = [(word.scene, word.text) for word in composed_words]
    passed = wanted == shown
    description = f"{len(shown)} words, exactly the script's"
    if not passed:
        description = _first_difference(wanted, shown)
    return Finding(
        check="captions_match_script",
        passed=passed,
        description=description,
        numbers={"script_words": len(wanted), "caption_words": len(shown)},
    )


def _first_difference(wanted: list[tuple[str, str]], shown: list[tuple[str, str]]) -> str:
    for index, ((scene, word), (caption_scene, caption)) in enumerate(zip(wanted, shown, strict=False)):
        if (scene, word) != (caption_scene, caption):
            return f"word {index + 1} is {caption!r} ({caption_scene}), the script has {word!r} ({scene})"
    return f"the script has {len(wanted)} words, the captions {len(shown)}"


def _match_voice(plan: ProductionPlan, voiceover: Voiceover, composed_words: Sequence[CaptionWord]) -> Finding:
    heard = _heard(plan, voiceover)
    if len(heard) != len(composed_words) or not heard:
        return Finding(
            check="captions_match_voice",
            passed=False,
            description=f"the voice has {len(heard)} words, the captions {len(composed_words)}",
        )
    errors = sorted(abs(w.start_s - moment) * 1000 for w, moment in zip(composed_words, heard, strict=True))
    median, high = statistics.median(errors), errors[min(int(len(errors) * 0.95), len(errors) - 1)]
    return Finding(
        check="captions_match_voice",
        passed=median <= MEDIAN_MS and high <= PERCENTILE_95_MS,
        description=f"captions start {median:.0f} ms (median), {high:.0f} ms (95th percentile) from the voice",
        numbers={"median_ms": round(median, 1), "p95_ms": round(high, 1), "worst_ms": round(errors[-1], 1)},
    )


def _heard(plan: ProductionPlan, voiceover: Voiceover) -> list[float]:
    """When each word is heard in the video, counted anew from the voice: not from what the composition did."""
    spoken = {scene.scene: scene for scene in voiceover.scenes}
    counts = Counter(scene.scene for scene in voiceover.scenes)
    if set(spoken) != {scene.id for scene in plan.scenes} or max(counts.values()) > 1:
        return []
    moments: list[float] = []
    start = 0
    for index, scene in enumerate(plan.scenes):
        words: tuple[SpokenWord, ...] = spoken[scene.id].words
        moments += [start / FPS + LEAD_IN_S + word.start_s for word in words]
        start += scene_frames(spoken[scene.id].seconds, last=index == len(plan.scenes) - 1)
    return moments
