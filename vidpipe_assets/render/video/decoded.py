"""What a foreign video is once it is decoded: ffmpeg shows its first frames, and where the last one lies.

Headers say what a program meant to write. Rotation, size, colours and length are taken from what the decoder gives,
since that is what will be seen; where even that says nothing, a usual value is assumed, and told.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from vidpipe_assets.model.errors import BadMedia, PermanentError, TransientError
from vidpipe_assets.render import ffmpeg

LONGEST_S = 3600.0
_SHOWN_FRAMES = 3
_OPENING_S, _READING_S = 120, 120
"""A good file takes a second of CPU time at the most: a busy machine is not to be taken for a damaged file."""
_TAIL_S = 1.5
PICTURE = ("-map", "0:V:0", "-an", "-sn", "-dn")
"""The first stream that moves: not the cover of a song."""

_FRAME = re.compile(
    r"n:\s*\d+ pts:\s*\S+ pts_time:(?P<at>\S+) +duration:\s*\S+ duration_time:(?P<lasts>\S+) +fmt:(?P<format>\S+) "
    r"cl:\S+ sar:(?P<sar>\d+/\d+) s:(?P<width>\d+)x(?P<height>\d+) i:(?P<fields>.)"
)
_COLOURS = re.compile(r"color_range:(\S+) color_space:(\S+) color_primaries:(\S+) color_trc:(\S+)")
_HEADER = re.compile(r"Duration: (?P<length>[\d:.]+|N/A)(?:, start: (?P<start>-?[\d.]+))?")
_CLOCK = re.compile(r"time=(-?)(\d+):(\d+):([\d.]+)")
_RATE = re.compile(r"([\d.]+k?) fps")
_DAMAGE = re.compile(r"\[dec:\S+ @ [^\]]+\] (Decoding error\b.*|corrupt decoded frame)")
"""What ffmpeg's decoders say; that of a container around them is no harm to a picture."""
_TELLING = re.compile(r"rror|nvalid|annot|ould not|no such", re.IGNORECASE)
_DECODER = re.compile(r"\[dec:\S+ @ [^\]]+\] ")
_AFTERMATH = re.compile(r"Terminating thread|Task finished|error rate|ffmpeg failed|ffmpeg could not")
_UNSAID = {"unknown", "unspecified", "reserved", "N/A"}
_WITH_ALPHA = re.compile(r"(yuva|rgba|bgra|argb|abgr|gbrap|ya8|ya16|pal8|ayuv|vuya).*")


@dataclass(frozen=True)
class DecodedVideo:
    """A video as it is shown: `width` and `height` after rotation; names are ffmpeg's, empty where nothing is said.

    `seconds`: from its first to its last frame, which may begin late; `assumed`: what nothing was said of.
    """

    width: int
    height: int
    pixel_aspect: float
    seconds: float
    pixel_format: str
    interlaced: bool
    has_alpha: bool
    colour_space: str
    colour_primaries: str
    colour_transfer: str
    colour_range: str
    decoder: tuple[str, ...] = ()
    """Options before `-i` by which it has to be read."""
    assumed: tuple[str, ...] = ()


def decode_video(path: Path) -> DecodedVideo:
    """Decode a little of a foreign file at both ends. Raises `BadMedia` that says what came instead of a frame."""
    said = _decode_start(path, ())
    decoder = _decoder_with_alpha(said)
    said = _decode_start(path, decoder) if decoder else said
    frames = list(_FRAME.finditer(said))
    if not frames:
        raise _bad(path, "cannot be decoded at 0.0 s: there is no frame")
    first = frames[0]
    colours = _colours(said[first.end() :])
    seconds, assumed = _length(path, said, first)
    above, below = (int(part) for part in first["sar"].split("/"))
    return DecodedVideo(
        width=int(first["width"]),
        height=int(first["height"]),
        pixel_aspect=above / below if above and below else 1.0,
        seconds=seconds,
        pixel_format=first["format"],
        interlaced=any(frame["fields"] in "TB" for frame in frames),
        has_alpha=bool(_WITH_ALPHA.fullmatch(first["format"])),
        colour_range=colours[0],
        colour_space=colours[1],
        colour_primaries=colours[2],
        colour_transfer=colours[3],
        decoder=decoder,
        assumed=assumed,
    )


def _decode_start(path: Path, decoder: tuple[str, ...]) -> str:
    """What ffmpeg says of the first frames. A damaged one is an error: what is hidden in it is seen all the same."""
    source = (*ffmpeg.FOREIGN, *decoder, "-i", ffmpeg.file_argument(path))
    showing = ("-frames:v", str(_SHOWN_FRAMES), "-vf", "showinfo=checksum=0", "-f", "null", "-")
    said = run_on(path, ("-copyts", *source, *PICTURE, *showing), _OPENING_S, "cannot be decoded at 0.0 s")
    refuse_damage(path, said, "cannot be decoded at 0.0 s")
    return said


def refuse_damage(path: Path, said: str, what: str) -> None:
    """Raise `BadMedia` if ffmpeg said of its decoder that a picture is damaged."""
    if damage := _DAMAGE.search(said):
        raise _bad(path, f"{what}: {damage[1]}")


def run_on(path: Path, arguments: tuple[str, ...], timeout_s: float, what: str) -> str:
    """What ffmpeg says. That it fails, crashes or does not come to an end is the fault of the file, `BadMedia`."""
    try:
        return ffmpeg.run(arguments, timeout_s=timeout_s)
    except PermanentError as error:
        raise _bad(path, f"{what}: {_last_words(error)}") from error
    except TransientError as error:
        if not ffmpeg.is_timeout(error):
            raise
        raise _bad(path, f"{what}: it takes longer than {timeout_s:g} s") from error


def _last_words(error: PermanentError) -> str:
    """The line of ffmpeg's that says why, without the addresses of its parts.

    If possible one of the decoder as a whole: each of its threads writes lines of its own, in another order each time.
    """
    lines = str(error).splitlines()
    telling = [line for line in lines if _TELLING.search(line) and not _AFTERMATH.search(line)] or lines
    whole = [line for line in telling if _DECODER.search(line)] or telling
    return re.sub(r"\[[^\]]* @ 0x[0-9a-f]+\] ?", "", whole[-1])


def _decoder_with_alpha(said: str) -> tuple[str, ...]:
    """VP8 and VP9 keep what is transparent beside the picture; ffmpeg's own decoders do not look there."""
    if not re.search(r"alpha_mode\s*: 1", said, re.IGNORECASE):
        return ()
    name = "libvpx-vp9" if "Video: vp9" in said else "libvpx"
    return ("-c:v", name) if ffmpeg.has_decoder(name) else ()


def _colours(said: str) -> list[str]:
    """Range, matrix, primaries and transfer of the first frame of which they are said."""
    found = _COLOURS.search(said)
    return ["" if word in _UNSAID else word for word in found.groups()] if found else [""] * 4


def _length(path: Path, said: str, first: re.Match[str]) -> tuple[float, tuple[str, ...]]:
    """Seconds from the first to the end of the last frame, and what had to be assumed of them."""
    header = _HEADER.search(said)
    starts_s = _number(first["at"])
    rate = _RATE.search(said)
    lasts_s = _number(first["lasts"]) or (1 / _number(rate[1]) if rate and _number(rate[1]) else 0.0)
    if header and header["length"] != "N/A":
        if _clock(f"time={header['length']}") > LONGEST_S + starts_s:
            return _clock(f"time={header['length']}"), ()
        last = list(_FRAME.finditer(_decode_end(path)))
        if last:
            ends_s = _number(last[-1]["at"]) + (_number(last[-1]["lasts"]) or lasts_s)
            return max(0.0, ends_s - starts_s), ()
    late_s = starts_s - (_number(header["start"] or "") if header else 0.0)
    measured_s = _clock(_read_through(path)) - max(0.0, late_s)
    unsaid = header is None or header["length"] == "N/A"
    return max(0.0, measured_s), ("it does not say how long it is: measured",) if unsaid else ()


def _decode_end(path: Path) -> str:
    """What ffmpeg says of the last frames; of one that was cut off, of those before."""
    source = (*ffmpeg.FOREIGN, "-sseof", f"-{_TAIL_S}", "-i", ffmpeg.file_argument(path))
    showing = ("-vf", "showinfo=checksum=0", "-f", "null", "-")
    return run_on(path, ("-copyts", *source, *PICTURE, *showing), _READING_S, "cannot be decoded at its end")


def _read_through(path: Path) -> str:
    """What ffmpeg says of a pass over all packets, without decoding them."""
    source = (*ffmpeg.FOREIGN, "-t", f"{LONGEST_S + 1:g}", "-i", ffmpeg.file_argument(path))
    return run_on(path, (*source, *PICTURE, "-c", "copy", "-f", "null", "-"), _READING_S, "cannot be read to its end")


def _clock(said: str) -> float:
    """The last time of the clock that ffmpeg showed, in seconds; 0 if it showed none."""
    found = list(_CLOCK.finditer(said))
    if not found or found[-1][1]:
        return 0.0
    _, hours, minutes, seconds = found[-1].groups()
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def _number(text: str) -> float:
    try:
        return float(text.replace("k", "e3"))
    except ValueError:
        return 0.0


def _bad(path: Path, what: str) -> BadMedia:
    return BadMedia(f"{path}: the file {what}", remedy="replace or remove the file")
