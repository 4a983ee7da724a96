"""What the finished file really is: measured in one pass over it, and held against what was promised."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from PIL import Image, ImageStat

from vidpipe_assets.model.checks import Finding
from vidpipe_assets.model.media import FPS, HEIGHT, WIDTH, Inspection, Loudness, Stretch
from vidpipe_assets.model.theme import Format
from vidpipe_assets.render import ffmpeg
from vidpipe_assets.render.video.probe import probe

LOUDNESS_LUFS, LOUDNESS_TOLERANCE_LU, HIGHEST_PEAK_DBTP = -14.0, 0.5, -1.0
LENGTH_TOLERANCE = 0.10
DARKEST_THUMBNAIL = 28.0
"""Mean of 255. The darkest palette's background alone is about 11; a scene on it, with type and a chart, over 35."""
MOST_BYTES_A_MINUTE = 60_000_000
_SILENCE = -70.0
_MOST_ERRORS = 20
_WATCH = (
    "[0:v]freezedetect=n=0.001:d=2.5,blackdetect=d=0.5[picture];"
    "[0:a]ebur128=peak=true:framelog=quiet[sound]"
)  # fmt: skip
_WATCH_SILENT = _WATCH.partition(";")[0]
_PICTURE = {
    "width": WIDTH,
    "height": HEIGHT,
    "fps": float(FPS),
    "codec": "h264",
    "profile": "High",
    "pixel_format": "yuv420p",
    "colour_space": "bt709",
    "colour_primaries": "bt709",
    "colour_transfer": "bt709",
    "colour_range": "tv",
}
_SOUND = {"audio_codec": "aac", "audio_rate": 48000, "audio_channels": 2, "faststart": True}


def inspect_video(video: Path, thumbnail: Path) -> Inspection:
    """Measure a finished video by decoding all of it once (5.5 CPU s for 30 s); raises `BadMedia` if it is none."""
    facts = probe(video)
    said = _watch_all(video, with_sound=bool(facts.audio_codec), timeout_s=60 + 20 * facts.seconds)
    return Inspection(
        **{name: getattr(facts, name) for name in (*_PICTURE, *_SOUND)},
        frames=_decoded_frames(said),
        seconds=facts.seconds,
        size=facts.size,
        decode_errors=tuple(_errors(said))[:_MOST_ERRORS],
        frozen=_frozen(said, facts.seconds),
        black=_black(said),
        loudness=_loudness(said),
        thumbnail_brightness=brightness(thumbnail),
    )


def _watch_all(video: Path, *, with_sound: bool, timeout_s: float) -> str:
    """What ffmpeg says while it decodes everything, each line with its level."""
    graph, labels = (_WATCH, ("[picture]", "[sound]")) if with_sound else (_WATCH_SILENT, ("[picture]",))
    source = ("-loglevel", "level+info", *ffmpeg.LOCAL_ONLY, "-i", ffmpeg.file_argument(video))
    outputs = [option for label in labels for option in ("-map", label)]
    sink = ("-fps_mode", "passthrough", "-f", "null", "-")
    return ffmpeg.run((*source, "-filter_complex", graph, *outputs, *sink), timeout_s=timeout_s)


def brightness(picture: Path) -> float:
    """The mean luma of a picture, 0 to 255."""
    with Image.open(picture) as image:
        return round(ImageStat.Stat(image.convert("L")).mean[0], 2)


def video_findings(inspection: Inspection, wanted: Format) -> tuple[Finding, ...]:
    """The checks of a finished video, each with the measured numbers and the bounds."""
    return (
        _format("picture_format", inspection, _PICTURE),
        _format("sound_format", inspection, _SOUND),
        _decodes(inspection),
        _loud(inspection.loudness),
        _moves(inspection),
        _long(inspection, wanted),
        _bright(inspection),
        _small(inspection),
    )


def _format(check: str, inspection: Inspection, promised: Mapping[str, float | str]) -> Finding:
    found = {name: getattr(inspection, name) for name in promised}
    wrong = [_wrong(name, found[name], value) for name, value in promised.items() if not _same(found[name], value)]
    numbers = {name: value if isinstance(value, str) else float(value) for name, value in found.items()}
    text = "; ".join(wrong) or _as_promised(inspection)[check]
    return Finding(check=check, passed=not wrong, description=text, numbers=numbers)


def _wrong(name: str, found: float | str, promised: float | str) -> str:
    if name == "faststart":
        return "the index lies behind the media (no faststart)"
    shown = f"{found:g}" if isinstance(found, float) else found
    return f"{name.replace('_', ' ')} is {shown or 'missing'}, not {promised}"


def _as_promised(i: Inspection) -> dict[str, str]:
    colours = f"{i.colour_space}/{i.colour_primaries}/{i.colour_transfer} {i.colour_range}"
    return {
        "picture_format": f"{i.width}x{i.height}, {i.fps:g} fps, {i.codec} {i.profile}, {i.pixel_format}, {colours}",
        "sound_format": f"{i.audio_codec}, {i.audio_rate} Hz, {i.audio_channels} channels, index in front (faststart)",
    }


def _same(found: float | str, promised: float | str) -> bool:
    if isinstance(found, str) or isinstance(promised, str):
        return found == promised
    return abs(found - promised) < 0.001


def _decodes(inspection: Inspection) -> Finding:
    expected = round(inspection.seconds * inspection.fps)
    errors, frames = inspection.decode_errors, inspection.frames
    text = f"{frames} frames decoded of {expected}, {len(errors)} errors"
    return Finding(
        check="decodes_to_the_end",
        passed=not errors and frames > 0 and abs(frames - expected) <= 1,
        description=f"{text}: {errors[0]}" if errors else text,
        numbers={"frames": frames, "expected": expected, "errors": len(errors)},
    )


def _loud(measured: Loudness) -> Finding:
    off = abs(measured.integrated_lufs - LOUDNESS_LUFS)
    return Finding(
        check="loudness",
        passed=round(off, 3) <= LOUDNESS_TOLERANCE_LU and measured.true_peak_dbtp <= HIGHEST_PEAK_DBTP,
        description=(
            f"{measured.integrated_lufs:.1f} LUFS ({LOUDNESS_LUFS:.0f} ± {LOUDNESS_TOLERANCE_LU} wanted), "
            f"true peak {measured.true_peak_dbtp:.1f} dBTP (at most {HIGHEST_PEAK_DBTP:.0f})"
        ),
        numbers=measured.model_dump(),
    )


def _moves(inspection: Inspection) -> Finding:
    parts = [f"{kind} {_stretches(found)}" for kind, found in _still(inspection).items() if found]
    return Finding(
        check="no_frozen_or_black",
        passed=not parts,
        description="; ".join(parts) or "nothing stands still for over 2.5 s, nothing is black for over 0.5 s",
        numbers={kind: len(found) for kind, found in _still(inspection).items()},
    )


def _still(inspection: Inspection) -> dict[str, tuple[Stretch, ...]]:
    return {"frozen": inspection.frozen, "black": inspection.black}


def _stretches(found: Iterable[Stretch]) -> str:
    return ", ".join(f"{stretch.start_s:.1f}–{stretch.end_s:.1f} s" for stretch in found)


def _long(inspection: Inspection, wanted: Format) -> Finding:
    least, most = wanted.seconds * (1 - LENGTH_TOLERANCE), wanted.seconds * (1 + LENGTH_TOLERANCE)
    return Finding(
        check="length_in_bounds",
        passed=least <= inspection.seconds <= most,
        description=f"{inspection.seconds:.1f} s ({least:.1f} to {most:.1f} wanted)",
        numbers={"seconds": round(inspection.seconds, 3), "least": least, "most": most},
    )


def _bright(inspection: Inspection) -> Finding:
    measured = inspection.thumbnail_brightness
    return Finding(
        check="thumbnail_bright_enough",
        passed=measured >= DARKEST_THUMBNAIL,
        description=f"mean brightness {measured:.0f} of 255 (at least {DARKEST_THUMBNAIL:.0f})",
        numbers={"brightness": measured},
    )


def _small(inspection: Inspection) -> Finding:
    a_minute = inspection.size / max(inspection.seconds, 0.001) * 60
    return Finding(
        check="file_size",
        passed=a_minute < MOST_BYTES_A_MINUTE,
        description=(
            f"{inspection.size / 1e6:.1f} MB, {a_minute / 1e6:.1f} MB a minute (under {MOST_BYTES_A_MINUTE / 1e6:.0f})"
        ),
        numbers={"bytes": inspection.size, "mb_a_minute": round(a_minute / 1e6, 2)},
    )


def _decoded_frames(said: str) -> int:
    counts = re.findall(r"frame=\s*(\d+)", said)
    return int(counts[-1]) if counts else 0


def _errors(said: str) -> list[str]:
    lines = (line.strip() for line in said.splitlines())
    found = [line for line in lines if re.search(r"\[(error|fatal|panic)\]|concealing|corrupt", line)]
    return [re.sub(r" @ 0x[0-9a-f]+", "", line) for line in found]


def _frozen(said: str, seconds: float) -> tuple[Stretch, ...]:
    """Pairs of start and end; a freeze that lasts to the end of the file has no end in the log."""
    starts = [float(value) for value in re.findall(r"freeze_start: ([\d.]+)", said)]
    ends = [float(value) for value in re.findall(r"freeze_end: ([\d.]+)", said)]
    ends += [seconds] * (len(starts) - len(ends))
    return tuple(Stretch(start_s=start, end_s=end) for start, end in zip(starts, ends, strict=True))


def _black(said: str) -> tuple[Stretch, ...]:
    found = re.findall(r"black_start:([\d.]+) black_end:([\d.]+)", said)
    return tuple(Stretch(start_s=float(start), end_s=float(end)) for start, end in found)


def _loudness(said: str) -> Loudness:
    """The summary at the end of the log; silence, which has no loudness, counts as -70."""
    summary = said.rpartition("Summary:")[2] if "Summary:" in said else ""
    return Loudness(
        integrated_lufs=_decibels(summary, r"\bI:"),
        true_peak_dbtp=_decibels(summary, r"\bPeak:"),
        range_lu=max(0.0, _decibels(summary, r"\bLRA:")),
    )


def _decibels(summary: str, label: str) -> float:
    found = re.search(rf"{label}\s+(-?[\d.]+)", summary)
    return max(_SILENCE, float(found[1])) if found else _SILENCE
