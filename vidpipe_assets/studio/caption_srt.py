"""Captions as an .srt file, as platforms and players read them: one cue a sentence, longer sentences in several."""

import re
from collections.abc import Sequence

from vidpipe_assets.model.media import CaptionWord
from vidpipe_assets.studio import caption_fonts

_LONGEST_CUE = 84
_LONGEST_LINE = 42
_WORD_JOINER = "\u2060"


def srt_text(words: Sequence[CaptionWord]) -> str:
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
    tagless = re.sub(r"<(?=[A-Za-z/])", "<" + _WORD_JOINER, caption_fonts.shown(text))
    return tagless.replace("-->", f"--{_WORD_JOINER}>")


def _srt_time(seconds: float) -> str:
    whole, milliseconds = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d},{milliseconds:03d}"
