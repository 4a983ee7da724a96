"""What a media file says that it is, read from its headers.

That costs milliseconds and decodes nothing. Headers lie: of foreign files, `gate` asks the decoder, too. The top-level
boxes of an MP4 file (ISO/IEC 14496-12, 4.2) say whether it is whole and can be streamed.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pymediainfo import MediaInfo, Track

from vidpipe_assets.model.errors import BadMedia, BlockedError

_MOST_BOXES = 10_000


@dataclass(frozen=True)
class Mp4Box:
    """One outermost box: its four-letter type, where it starts and ends, in bytes."""

    kind: str
    start: int
    end: int


def top_level_boxes(path: Path) -> tuple[Mp4Box, ...]:
    """The outermost boxes in order; the last may end beyond the file, which is then cut off."""
    size = path.stat().st_size
    boxes: list[Mp4Box] = []
    start = 0
    with path.open("rb") as file:
        while start + 8 <= size and len(boxes) < _MOST_BOXES:
            file.seek(start)
            head = file.read(16)
            length = int.from_bytes(head[:4], "big")
            if length == 1:
                length = int.from_bytes(head[8:16], "big")
            elif length == 0:
                length = size - start
            if length < 8:
                break
            boxes.append(Mp4Box(head[4:8].decode("latin-1"), start, start + length))
            start += length
    return tuple(boxes)


def has_faststart(path: Path) -> bool:
    """True if the index lies before the media, so that a player can start before it has the whole file."""
    kinds = [box.kind for box in top_level_boxes(path)]
    return "moov" in kinds and "mdat" in kinds and kinds.index("moov") < kinds.index("mdat")


def missing_bytes(path: Path) -> int:
    """How many bytes a file lacks that was cut off; 0 for a whole one."""
    boxes = top_level_boxes(path)
    return max(0, boxes[-1].end - path.stat().st_size) if boxes else 0


_NAMES = {
    "AVC": "h264",
    "HEVC": "hevc",
    "MPEG-4 Visual": "mpeg4",
    "AAC": "aac",
    "BT.709": "bt709",
    "BT.2020": "bt2020",
    "BT.2020 non-constant": "bt2020nc",
    "BT.601": "smpte170m",
    "BT.601 NTSC": "smpte170m",
    "BT.601 PAL": "bt470bg",
    "PQ": "smpte2084",
    "HLG": "arib-std-b67",
    "Limited": "tv",
    "Full": "pc",
}
"""MediaInfo's words in ffmpeg's."""


def is_fragmented(path: Path) -> bool:
    """Whether it was written piece by piece, each with its own index: then what there is of it can be read."""
    return "moof" in {box.kind for box in top_level_boxes(path)}


@dataclass(frozen=True)
class MediaFacts:
    """What the headers say; empty or 0 where they say nothing. Names are ffmpeg's: h264, yuv420p, bt709, tv."""

    container: str
    seconds: float
    size: int
    width: int = 0
    height: int = 0
    pixel_aspect: float = 1.0
    rotation: int = 0
    fps: float = 0.0
    variable_rate: bool = False
    frames: int = 0
    codec: str = ""
    profile: str = ""
    pixel_format: str = ""
    interlaced: bool = False
    colour_space: str = ""
    colour_primaries: str = ""
    colour_transfer: str = ""
    colour_range: str = ""
    audio_codec: str = ""
    audio_rate: int = 0
    audio_channels: int = 0
    faststart: bool = False
    has_alpha: bool = False
    decoder: tuple[str, ...] = ()
    """Options before `-i` by which ffmpeg has to read it."""
    assumed: tuple[str, ...] = ()
    """Sentences on what the file says nothing of."""

    @property
    def hdr(self) -> bool:
        """True if the brightness is coded for an HDR screen (PQ or HLG)."""
        return self.colour_transfer in ("smpte2084", "arib-std-b67")

    @property
    def shown(self) -> tuple[int, int]:
        """Width and height as a player shows them: pixels made square, rotation applied."""
        width, height = round(self.width * self.pixel_aspect), self.height
        return (height, width) if self.rotation % 180 == 90 else (width, height)


def probe(path: Path, *, video: bool = True) -> MediaFacts:
    """Read the facts of a file from its headers; with `video`, one that has no picture is refused.

    Raises `BadMedia` naming the file and what is wrong with it.
    """
    if not path.is_file():
        raise _bad(path, "is not there", "put the file there")
    _require_readable(path)
    tracks = {track["track_type"]: track for track in reversed(_tracks(path))}
    general, picture, sound = (tracks.get(kind, {}) for kind in ("General", "Video", "Audio"))
    if not picture and (video or not sound):
        raise _no_picture(path, general, sound)
    return MediaFacts(
        container=str(general.get("format", "")),
        seconds=_number(picture or sound, "duration", _number(general, "duration")) / 1000,
        size=path.stat().st_size,
        **_picture(picture),
        audio_codec=_name(sound.get("format")),
        audio_rate=int(_number(sound, "sampling_rate")),
        audio_channels=int(_number(sound, "channel_s")),
        faststart=general.get("format") == "MPEG-4" and has_faststart(path),
    )


def _require_readable(path: Path) -> None:
    try:
        with path.open("rb") as file:
            is_empty = not file.read(1)
    except OSError as error:
        raise _bad(path, f"cannot be read: {error.strerror}", f"allow it: chmod a+r {path}") from error
    if is_empty:
        raise _bad(path, "is empty")


def _tracks(path: Path) -> list[dict[str, Any]]:
    try:
        parsed = MediaInfo.parse(path.absolute())
    except OSError as error:
        raise BlockedError(f"MediaInfo cannot be used: {error}", remedy="reinstall the package pymediainfo") from error
    except (RuntimeError, ValueError, SyntaxError) as error:
        raise _bad(path, f"cannot be read: {error}") from error
    assert isinstance(parsed, MediaInfo)  # noqa: S101  (a string only if one asks for text)
    tracks: list[Track] = parsed.tracks
    return [track.to_data() for track in tracks]


def _no_picture(path: Path, general: dict[str, Any], sound: dict[str, Any]) -> BadMedia:
    if sound:
        return _bad(path, "has sound but no picture", "use a video file")
    if general.get("format") == "MPEG-4" and "moov" not in {box.kind for box in top_level_boxes(path)}:
        return _bad(path, "is cut off: its index (moov) is missing")
    with path.open("rb") as file:
        start = file.read(512).lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html", b"<?xml")):
        return _bad(path, "is a web page with the name of a video")
    return _bad(path, "is no media file that can be read")


def _picture(track: dict[str, Any]) -> dict[str, Any]:
    if not track:
        return {}
    profile = str(track.get("format_profile", "")).split("@")[0]
    return {
        "width": int(_number(track, "width")),
        "height": int(_number(track, "height")),
        "pixel_aspect": _number(track, "pixel_aspect_ratio", 1.0),
        "rotation": round(_number(track, "rotation")) % 360,
        "fps": _rate(track),
        "variable_rate": track.get("frame_rate_mode") == "VFR",
        "frames": int(_number(track, "frame_count")),
        "codec": _name(track.get("format")),
        "profile": profile,
        "pixel_format": _pixel_format(track),
        "interlaced": track.get("scan_type") in ("Interlaced", "MBAFF"),
        "colour_space": _name(track.get("matrix_coefficients")),
        "colour_primaries": _name(track.get("color_primaries")),
        "colour_transfer": _name(track.get("transfer_characteristics")),
        "colour_range": _name(track.get("color_range")),
    }


def _rate(track: dict[str, Any]) -> float:
    above, below = _number(track, "framerate_num"), _number(track, "framerate_den")
    return above / below if above and below else _number(track, "frame_rate")


def _pixel_format(track: dict[str, Any]) -> str:
    space, chroma = track.get("color_space"), str(track.get("chroma_subsampling", ""))
    if space != "YUV" or not chroma:
        return str(space or "").lower()
    depth = int(_number(track, "bit_depth", 8))
    return f"yuv{chroma.replace(':', '')}p{'' if depth == 8 else f'{depth}le'}"


def _number(track: dict[str, Any], name: str, otherwise: float = 0.0) -> float:
    """A number of a track; MediaInfo writes some as text, and lists where a file says two things ('2 / 1')."""
    try:
        return float(str(track.get(name, otherwise)).split("/")[0])
    except ValueError:
        return otherwise


def _name(word: object) -> str:
    text = str(word or "")
    return _NAMES.get(text, text.lower())


def _bad(path: Path, what: str, remedy: str = "replace or remove the file") -> BadMedia:
    return BadMedia(f"{path}: the file {what}", remedy=remedy)
