"""Composes what a description names with MoviePy. Run by bench_moviepy in an environment of MoviePy's own."""
# pyright: basic, reportMissingImports=false
# MoviePy is not installed beside vidpipe: nothing is known of its types.

import json
import sys
from typing import Any

from measuring import cpu_s, peaks_mib
from moviepy import (
    AudioFileClip,
    CompositeAudioClip,
    CompositeVideoClip,
    TextClip,
    VideoFileClip,
    concatenate_videoclips,
)


def main(description: str) -> None:
    """Scenes one after the other, captions and voices at their moments, one file; then what it cost."""
    told: dict[str, Any] = json.load(open(description, encoding="utf-8"))  # noqa: SIM115, PTH123
    scenes = [VideoFileClip(one["clip"], audio=False).subclipped(0, one["seconds"]) for one in told["scenes"]]
    picture = concatenate_videoclips(scenes, method="chain")
    captions = [
        TextClip(
            font=told["font"],
            text=one["text"],
            font_size=72,
            color="white",
            stroke_color="black",
            stroke_width=8,
            size=(920, 220),
            method="caption",
            text_align="center",
        )
        .with_start(one["start_s"])
        .with_duration(one["end_s"] - one["start_s"])
        .with_position(("center", 1260))
        for one in told["captions"]
    ]
    voices = [AudioFileClip(one["file"]).with_start(one["start_s"]) for one in told["voices"]]
    video = CompositeVideoClip([picture, *captions]).with_audio(CompositeAudioClip(voices))
    video.write_videofile(
        told["out"],
        fps=told["fps"],
        codec="libx264",
        preset=told["preset"],
        audio_codec="aac",
        ffmpeg_params=["-crf", told["crf"], "-pix_fmt", "yuv420p"],
        logger=None,
    )
    print(json.dumps({"cpu_s": cpu_s(), "peak_mib": sum(peaks_mib())}))


if __name__ == "__main__":
    main(sys.argv[1])
