"""The gate that every foreign video passes before it is used: what it is by its decoder, and whether that can be used.

The header is asked for what decoding a little cannot tell, the decoder for everything that will be seen. Where they
disagree, the decoder is right: it does the work.
"""

from dataclasses import replace
from pathlib import Path

from vidpipe_assets.model.errors import BadMedia
from vidpipe_assets.render.video.decoded import LONGEST_S, DecodedVideo, decode_video
from vidpipe_assets.render.video.probe import MediaFacts, is_fragmented, missing_bytes, probe

SMALLEST_PX, LARGEST_PX = 100, 8192
_DISAGREE_S = 0.5


def require_video(path: Path, *, longest_s: float = LONGEST_S) -> MediaFacts:
    """The facts of a video that can be used as footage; the gate of FAULTS 20.

    Variable rates, rotation and HDR pass: they are converted. Raises `BadMedia` for a file that is damaged, cut off,
    without pictures, too small, too large or too long.
    """
    header = _header(path)
    _require_size(path, header.width, header.height)
    if header.seconds > longest_s:
        raise _too_long(path, header.seconds, longest_s)
    if header.container == "MPEG-4" and missing_bytes(path) and not is_fragmented(path):
        raise _bad(path, f"is cut off: {missing_bytes(path)} bytes are missing at its end")
    facts = _agreed(header, decode_video(path))
    _require_size(path, facts.width, facts.height)
    if facts.seconds <= 0:
        raise _bad(path, "has no length: it holds no frames")
    if facts.seconds > longest_s:
        raise _too_long(path, facts.seconds, longest_s)
    return facts


def _header(path: Path) -> MediaFacts:
    """What the header says; of a file that only the decoder knows as a video, nothing."""
    try:
        return probe(path)
    except BadMedia as unknown:
        try:
            decode_video(path)
        except BadMedia:
            raise unknown from None
        return MediaFacts(container="", seconds=0.0, size=path.stat().st_size)


def _agreed(header: MediaFacts, decoded: DecodedVideo) -> MediaFacts:
    """The header's facts, with the decoder's in their place."""
    turned = (header.width, header.height) == (decoded.height, decoded.width) and decoded.width != decoded.height
    lying = header.rotation if header.rotation % 180 == 90 else 90
    standing = header.rotation if header.rotation % 180 == 0 else 0
    assumed = list(decoded.assumed)
    if header.seconds - decoded.seconds > _DISAGREE_S:
        assumed.append(f"its header says {header.seconds:.1f} s, {decoded.seconds:.1f} s of it are pictures")
    return replace(
        header,
        seconds=decoded.seconds,
        width=decoded.height if turned else decoded.width,
        height=decoded.width if turned else decoded.height,
        pixel_aspect=1 / decoded.pixel_aspect if turned else decoded.pixel_aspect,
        rotation=lying if turned else standing,
        pixel_format=decoded.pixel_format,
        interlaced=decoded.interlaced,
        colour_space=decoded.colour_space,
        colour_primaries=decoded.colour_primaries,
        colour_transfer=decoded.colour_transfer,
        colour_range=decoded.colour_range,
        has_alpha=decoded.has_alpha,
        decoder=decoded.decoder,
        assumed=tuple(assumed),
    )


def _require_size(path: Path, width: int, height: int) -> None:
    """Raise `BadMedia` for a picture that is too small or too large; sizes that are not said (0) pass."""
    if 0 < min(width, height) < SMALLEST_PX:
        raise _bad(path, f"shows only {width}x{height} pixels, {SMALLEST_PX} are the least")
    if max(width, height) > LARGEST_PX:
        raise _bad(path, f"shows {width}x{height} pixels, {LARGEST_PX} are the most")


def _too_long(path: Path, seconds: float, longest_s: float) -> BadMedia:
    return _bad(path, f"is {seconds / 60:.0f} minutes long, {longest_s / 60:.0f} are the most", "cut it")


def _bad(path: Path, what: str, remedy: str = "replace or remove the file") -> BadMedia:
    return BadMedia(f"{path}: the file {what}", remedy=remedy)
