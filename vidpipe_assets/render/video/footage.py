"""Foreign clips made to fit: any size, rate, rotation or colour becomes 1080x1920 at 30 frames per second in BT.709.

So do photographs and other stills, over which the camera moves (`still_frames`).
"""

import math
import os
import re
from contextlib import suppress
from pathlib import Path

from vidpipe_assets.model.errors import BadMedia
from vidpipe_assets.model.media import FPS, HEIGHT, WIDTH
from vidpipe_assets.render import ffmpeg
from vidpipe_assets.render.video.decoded import PICTURE, refuse_damage, run_on
from vidpipe_assets.render.video.gate import require_video
from vidpipe_assets.render.video.photographs import Photograph, is_photograph, read_photograph
from vidpipe_assets.render.video.probe import MediaFacts

_TOLERATED_ENLARGEMENT = 1.02
_TOLERATED_OF_STILL = 1.5
_WORTH_A_NOTE = 0.75
_FACTOR = f"max({WIDTH}/round(iw*sar),{HEIGHT}/ih)"
_SIZE = f"w='2*ceil(round(iw*sar)*{_FACTOR}/2-0.01)':h='2*ceil(ih*{_FACTOR}/2-0.01)'"
"""As large as fills the picture, in even numbers; worked out anew where the size changes in the middle of a clip."""
_TAGS = "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv"
_TONE_MAP = (
    "zscale=t=linear:npl=203,format=gbrpf32le,zscale=p=bt709,tonemap=mobius:param=0.3:peak=10:desat=0,"
    "zscale=t=bt709:m=bt709:p=bt709:r=tv:d=error_diffusion,format=yuv420p"
)
"""HDR brightness into what a normal screen shows; 203 cd/m² is the white of ITU-R BT.2408.

mobius leaves the dark 30 % as they are and shows that white at 216 of 255; hable would make it a grey of 160."""

# It is encoded again in the composed video: speed and quality count, size does not. One thread: the same bytes on
# every machine. Key frames are what `footage_clips.sample_frames` measures: three a second. With `-qp 17`, as drawn
# clips have it, what is composed of three seconds of stills and films with grain has 13 to 20 % more bytes at the same
# structural similarity, for up to a fifth less CPU time here.
_ENCODE = (
    *("-c:v", "libx264", "-preset", "ultrafast", "-crf", "14", "-g", "10", "-threads:v", "1"),
    *(
        "-pix_fmt",
        "yuv420p",
        "-colorspace",
        "bt709",
        "-color_primaries",
        "bt709",
        "-color_trc",
        "bt709",
        "-color_range",
        "tv",
    ),
    *("-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-f", "mp4"),
)


_UNUSUAL_MATRICES = {"ycgco", "ycgco-re", "ycgco-ro", "bt2020c", "ictcp", "chroma-derived-c", "chroma-derived-nc"}
"""Ways to code colours that only zscale understands."""
_WIDE_PRIMARIES = {"bt2020", "smpte431", "smpte432"}


def require_footage(source: Path, frames: int) -> MediaFacts:
    """The facts of `source` if it can become a clip of `frames` frames; else `BadMedia`. It is never looped.

    Where its conversion is an unusual one, the first frame is converted as `fit_footage` will. `theme check`, the
    doctor and the search for footage judge by this function.
    """
    if is_photograph(source):
        return _photograph_facts(source, read_photograph(source), frames)
    facts = require_video(source)
    needed_s = frames / FPS
    if facts.seconds < needed_s - 0.5 / FPS:
        raise BadMedia(
            f"{source}: the clip lasts {facts.seconds:.1f} s, {needed_s:.1f} s are needed", remedy="use a longer clip"
        )
    if facts.hdr and not (ffmpeg.has_filter("zscale") and ffmpeg.has_filter("tonemap")):
        raise BadMedia(f"{source}: this ffmpeg cannot show HDR on a normal screen", remedy="convert the clip to SDR")
    if facts.hdr or facts.has_alpha or facts.interlaced or _needs_zscale(facts):
        run_on(source, (*_conversion(source, facts), "-frames:v", "1", "-f", "null", "-"), 60, "cannot be converted")
    return facts


def fit_footage(source: Path, frames: int, out: Path, *, cut: int = 0) -> tuple[str, ...]:
    """Write the first `frames` frames of `source`, cropped to fill and without sound; the same bytes every time.

    `cut`: of a still, the frame with which a second, nearer view of it begins; 0: none. Returns what a person should
    know: 'enlarged from 640x360, 5.3 times'. Raises `BadMedia` when it cannot be used: whatever its
    conversion fails of is its fault, but for a full disk and the like.
    """
    part = out.with_name(f".{out.name}.part")
    try:
        if is_photograph(source):
            notes = _fit_photograph(source, frames, part, cut)
        else:
            notes = _notes(_fit_video(source, frames, part))
        _keep(part, out)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return notes


def _fit_video(source: Path, frames: int, part: Path) -> MediaFacts:
    """Write the clip to `part`; the facts of `source`."""
    facts = require_footage(source, frames)
    timeout_s = 60 + 10 * frames / FPS
    writing = ("-frames:v", str(frames), *_ENCODE, ffmpeg.file_argument(part))
    said = run_on(source, (*_conversion(source, facts), *writing), timeout_s, "cannot be converted")
    refuse_damage(source, said, f"is damaged within its first {frames / FPS:.1f} s")
    got = int((re.findall(r"frame=\s*(\d+)", said) or ["0"])[-1])
    if got != frames:
        raise BadMedia(f"{source}: only {got} of {frames} frames can be decoded", remedy="replace the clip")
    return facts


def _fit_photograph(source: Path, frames: int, part: Path, cut: int) -> tuple[str, ...]:
    """Write a clip of the still to `part`; what is to be told of it."""
    from vidpipe_assets.render.video.still_frames import still_frames

    photograph = read_photograph(source)
    reading = ("-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", f"{WIDTH}x{HEIGHT}", "-r", str(FPS), "-i", "pipe:0")
    writing = ("-vf", _TAGS, *_ENCODE, ffmpeg.file_argument(part))
    with ffmpeg.frame_pipe((*reading, *writing), timeout_s=60 + 10 * frames / FPS) as pipe:
        for frame in still_frames(photograph, frames, cut):
            pipe.write(frame)
    return _still_notes(photograph)


def _still_notes(still: Photograph) -> tuple[str, ...]:
    from vidpipe_assets.render.video.still_frames import stands_before_itself, still_enlargement

    factor, whole = still_enlargement(still), stands_before_itself(still)
    size = f"{still.width}x{still.height}"
    return (
        *((f"enlarged from {size}, {factor:.1f} times",) if factor > _TOLERATED_OF_STILL + 0.005 else ()),
        "a still: it stands before a blurred copy of itself" if whole else "a still: the camera moves over it",
        *(("of a moving picture, the first one is shown",) if still.is_moving else ()),
    )


def _photograph_facts(source: Path, photograph: Photograph, frames: int) -> MediaFacts:
    return MediaFacts(
        container="a picture",
        seconds=frames / FPS,
        size=source.stat().st_size,
        width=photograph.width,
        height=photograph.height,
        fps=float(FPS),
        frames=frames,
        pixel_format="rgb24",
        has_alpha=photograph.has_alpha,
    )


def _conversion(source: Path, facts: MediaFacts) -> tuple[str, ...]:
    """ffmpeg's arguments up to its output."""
    reading = (*ffmpeg.FOREIGN, *facts.decoder, "-i", ffmpeg.file_argument(source), *PICTURE)
    return (*reading, "-vf", _filters(facts))


def _filters(facts: MediaFacts) -> str:
    """Filters in order; ffmpeg itself has applied the rotation before the first."""
    size = f"scale={_SIZE}:flags=bicubic+accurate_rnd+full_chroma_int"
    if facts.colour_space in _UNUSUAL_MATRICES:
        factor = _enlargement(facts)
        width, height = (max(2, math.ceil(length * factor / 2 - 0.01) * 2) for length in facts.shown)
        size = f"zscale=w={width}:h={height}:f=bicubic"
    crop = f"crop={WIDTH}:{HEIGHT}"
    # Rates are evened out first, so that nothing is done to frames that are dropped.
    steps = ["setpts=PTS-STARTPTS", f"fps={FPS}"]
    if facts.interlaced:
        steps.insert(0, "bwdif=deint=interlaced")
    if facts.has_alpha:
        steps += ["format=gbrap", "premultiply=inplace=1", "format=gbrp"]
    if colours := _assumed_colours(facts):
        steps.append("setparams=" + ":".join(f"{name}={value}" for name, value in colours.items()))
    if facts.hdr:
        steps += [size, crop, _TONE_MAP]
    elif _needs_zscale(facts):
        steps += [size, crop, "zscale=t=bt709:m=bt709:p=bt709:r=tv"]
    else:
        # Files that do not say are read as players read them: HD as BT.709, smaller ones as BT.601.
        unsaid = ":in_color_matrix=bt709" if not facts.colour_space and facts.height >= 720 else ""
        steps += [f"{size}:out_color_matrix=bt709:out_range=tv{unsaid}", crop]
    return ",".join([*steps, "setsar=1", "format=yuv420p", _TAGS])


def _needs_zscale(facts: MediaFacts) -> bool:
    return facts.colour_space in _UNUSUAL_MATRICES or facts.colour_primaries in _WIDE_PRIMARIES


def _assumed_colours(facts: MediaFacts) -> dict[str, str]:
    """What a conversion of colours has to know and the file does not say: the usual of its kind."""
    if not (facts.hdr or _needs_zscale(facts)):
        return {}
    is_wide = facts.hdr or facts.colour_primaries in _WIDE_PRIMARIES or facts.colour_space.startswith("bt2020")
    usual = {
        "color_primaries": (facts.colour_primaries, "bt2020" if is_wide else "bt709"),
        "color_trc": (facts.colour_transfer, "bt709"),
        "colorspace": (facts.colour_space, "bt2020nc" if is_wide else "bt709"),
        "range": (facts.colour_range, "tv"),
    }
    return {name: value for name, (said, value) in usual.items() if not said}


def _enlargement(facts: MediaFacts) -> float:
    width, height = facts.shown
    return max(WIDTH / width, HEIGHT / height)


def _notes(facts: MediaFacts) -> tuple[str, ...]:
    width, height = facts.shown
    factor = _enlargement(facts)
    kept = (WIDTH * HEIGHT) / (width * height * factor**2)
    notes: list[str] = []
    if factor > _TOLERATED_ENLARGEMENT:
        notes.append(f"enlarged from {width}x{height}, {factor:.1f} times")
    if kept < _WORTH_A_NOTE:
        notes.append(f"cropped to the middle {kept * 100:.0f} % of the picture")
    if facts.hdr:
        notes.append("converted from HDR")
    if unsaid := _assumed_colours(facts):
        told = ", ".join(f"{name.removeprefix('color_')} {value}" for name, value in unsaid.items())
        notes.append(f"it does not say all of its colours: taken as {told}")
    if facts.has_alpha:
        notes.append("what is transparent in it is shown black")
    if facts.interlaced:
        notes.append("converted from interlaced pictures")
    if facts.variable_rate:
        notes.append("converted from a variable frame rate")
    return (*notes, *facts.assumed)


def _keep(part: Path, out: Path) -> None:
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.replace(out)
