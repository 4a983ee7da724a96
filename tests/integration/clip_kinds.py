"""Kinds of clips as phones, browsers, cameras, recorders and programs make them, and what is to become of each.

Every clip shows 0xC03020 on its left and 0x2040C0 on its right, so that a turned, stretched or discoloured one is seen.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from vidpipe_assets.render import ffmpeg

LEFT, RIGHT = (0xC0, 0x30, 0x20), (0x20, 0x40, 0xC0)
SECONDS = 1.2
X264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
BT709 = "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv"


@dataclass(frozen=True)
class Kind:
    """A kind of clip. `shown`: width and height as a player shows it; `refused`: why it cannot be used.

    `colours`: what is to be seen left and right of the middle of the fitted clip, or above and below it.
    """

    name: str
    make: Callable[[Path], Path]
    shown: tuple[int, int] = (192, 108)
    seconds: float = SECONDS
    note: str = ""
    refused: str = ""
    colours: tuple[tuple[int, int, int], tuple[int, int, int]] | None = (LEFT, RIGHT)
    is_turned: bool = False


def halves(size: str = "192x108", rate: float = 30, seconds: float = SECONDS) -> str:
    """A source for lavfi."""
    width, height = size.split("x")
    return (
        f"color=0xC03020:s={size}:r={rate:g}:d={seconds},format=gbrp,"
        f"drawbox=x={int(width) // 2}:w={width}:h={height}:color=0x2040C0:t=fill"
    )


def encoded(
    name: str, *options: str, source: str = "", filters: str = "", before: Sequence[str] = ()
) -> Callable[[Path], Path]:
    """Make the file `name` of halves, by `options` of ffmpeg."""

    def make(folder: Path) -> Path:
        path = folder / name
        graph = ",".join(part for part in (source or halves(), filters) if part)
        inputs = ("-f", "lavfi", "-i", graph, *before)
        ffmpeg.run((*inputs, *(options or X264), ffmpeg.file_argument(path)), timeout_s=120)
        return path

    return make


def copied(
    name: str, *options: str, of: Callable[[Path], Path] | None = None, before: Sequence[str] = ()
) -> Callable[[Path], Path]:
    """Make the file `name` of another one, without encoding it anew."""

    def make(folder: Path) -> Path:
        source = (of or encoded("source.mp4", *X264, filters=f"scale=out_color_matrix=bt709,{BT709}"))(folder)
        path = folder / name
        ffmpeg.run(
            (*before, "-i", ffmpeg.file_argument(source), "-c", "copy", *options, ffmpeg.file_argument(path)),
            timeout_s=60,
        )
        return path

    return make


def cut(of: Callable[[Path], Path], share: float) -> Callable[[Path], Path]:
    """What is left of a recording that broke off."""

    def make(folder: Path) -> Path:
        path = of(folder)
        path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
        return path

    return make


def written(name: str, content: bytes) -> Callable[[Path], Path]:
    """A file that is no clip."""

    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(content)
        return path

    return make


def _tagged(primaries: int, transfer: int, matrix: int) -> Callable[[Path], Path]:
    tags = f"colour_primaries={primaries}:transfer_characteristics={transfer}:matrix_coefficients={matrix}"
    return copied("tagged.mp4", "-bsf:v", f"h264_metadata={tags}")


def _corrupted(path: Path) -> Path:
    data = bytearray(path.read_bytes())
    data[200 : len(data) - 2000] = b"\xa5" * (len(data) - 2200)
    path.write_bytes(data)
    return path


def _joined(folder: Path) -> Path:
    """Two recordings of different sizes, one after the other: a call whose other side was turned."""
    first = encoded("first.ts", *X264, source=halves(seconds=0.8))(folder)
    second = encoded("second.ts", *X264, "-output_ts_offset", "0.8", source=halves("108x192", seconds=0.8))(folder)
    return written("joined.ts", first.read_bytes() + second.read_bytes())(folder)


def _song(folder: Path) -> Path:
    cover, path = encoded("cover.jpg", "-frames:v", "1")(folder), folder / "song.m4a"
    covered = ("-map", "0:a", "-map", "1:v", "-c:v", "copy", "-disposition:v:0", "attached_pic")
    inputs = ("-f", "lavfi", "-i", "sine=d=2", "-i", ffmpeg.file_argument(cover))
    ffmpeg.run((*inputs, *covered, ffmpeg.file_argument(path)), timeout_s=60)
    return path


HEVC = ("-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=error", "-tag:v", "hvc1")
_IN_709 = f"scale=out_color_matrix=bt709:out_range=tv,{BT709}"
_YCGCO = (
    f"color=s=192x108:r=30:d={SECONDS},format=yuv444p,"
    "geq=lum='if(lt(X,W/2),85,92)':cb='if(lt(X,W/2),100,107)':cr='if(lt(X,W/2),198,58)'"
)
"""The two colours as Y, Cg and Co."""
_PALETTE = "split[a][b];[a]palettegen[p];[b][p]paletteuse"
_PQ = "color_primaries=bt2020:color_trc=smpte2084:colorspace=bt2020nc:range=tv"
_HLG = "color_primaries=bt2020:color_trc=arib-std-b67:colorspace=bt2020nc:range=tv"
_SOUND = ("-f", "lavfi", "-i", "sine=d=3:r=48000")
_CLEAR = "format=rgba,geq=r='r(X,Y)':g='g(X,Y)':b='b(X,Y)':a='255*lt(X,W/2)'"
"""The right half is transparent."""
_BLACK = (0, 0, 0)
KINDS = (
    Kind("plain", encoded("plain.mp4")),
    Kind("upright", encoded("up.mp4", *X264, source=halves("108x192")), (108, 192)),
    Kind("square", encoded("square.mp4", *X264, source=halves("128x128")), (128, 128)),
    Kind(
        "odd sizes", encoded("odd.webm", "-c:v", "libvpx-vp9", "-cpu-used", "8", source=halves("193x109")), (193, 109)
    ),
    Kind(
        "turned left",
        copied("t.mov", before=("-display_rotation", "90")),
        (108, 192),
        is_turned=True,
        colours=(RIGHT, LEFT),
    ),
    Kind("turned right", copied("t.mp4", before=("-display_rotation", "270")), (108, 192), is_turned=True),
    Kind("upside down", copied("t.mp4", before=("-display_rotation", "180")), colours=(RIGHT, LEFT)),
    Kind("mirrored", copied("t.mp4", before=("-display_hflip",)), colours=(RIGHT, LEFT)),
    Kind("turned in Matroska", copied("t.mkv", before=("-display_rotation", "270")), (108, 192), is_turned=True),
    Kind(
        "turned by its stream",
        copied("sei.mp4", "-bsf:v", "h264_metadata=display_orientation=insert:rotate=270"),
        (108, 192),
        is_turned=True,
    ),
    Kind("wide pixels", encoded("sar.mp4", *X264, filters="setsar=2"), (384, 108)),
    Kind(
        "HDR10",
        encoded("hdr.mov", *HEVC, filters=f"{_IN_709},format=yuv420p10le,setparams={_PQ}"),
        note="HDR",
        colours=None,
    ),
    Kind(
        "HLG",
        encoded("hlg.mov", *HEVC, filters=f"{_IN_709},format=yuv420p10le,setparams={_HLG}"),
        note="HDR",
        colours=None,
    ),
    Kind("HDR without primaries", _tagged(2, 16, 2), note="primaries bt2020, colorspace bt2020nc", colours=None),
    Kind("HDR without a matrix", _tagged(9, 18, 2), note="taken as colorspace bt2020nc", colours=None),
    Kind("HLG without primaries", _tagged(2, 18, 9), note="taken as primaries bt2020", colours=None),
    Kind(
        "a wide gamut without HDR",
        encoded(
            "wide.mkv",
            *("-c:v", "ffv1"),
            filters="format=gbrp10le,setparams=color_primaries=bt709:color_trc=bt709:range=pc,"
            "zscale=m=bt2020nc:p=bt2020:t=bt2020-10:r=tv,format=yuv422p10le",
        ),
    ),
    Kind("YCgCo", encoded("ycgco.mp4", *X264[:-1], "yuv444p", "-x264-params", "colormatrix=YCgCo", source=_YCGCO)),
    Kind("full range", encoded("full.mp4", *X264[:-1], "yuvj420p", filters="scale=out_range=pc")),
    Kind("RGB", encoded("rgb.mkv", "-c:v", "libx264rgb", "-preset", "ultrafast")),
    Kind("4:4:4", encoded("444.mp4", *X264[:-1], "yuv444p")),
    Kind("12 bits", encoded("12.mkv", "-c:v", "ffv1", filters=f"{_IN_709},format=yuv422p12le")),
    Kind("grey", encoded("grey.mkv", "-c:v", "ffv1", "-pix_fmt", "gray"), colours=None),
    Kind("ProRes", encoded("prores.mov", "-c:v", "prores_ks", "-pix_fmt", "yuv422p10le", filters=_IN_709)),
    Kind(
        "ProRes with alpha",
        encoded("alpha.mov", "-c:v", "prores_ks", "-pix_fmt", "yuva444p10le", filters=f"{_CLEAR}"),
        note="transparent",
        colours=(LEFT, _BLACK),
    ),
    Kind(
        "animation with alpha",
        encoded("rle.mov", "-c:v", "qtrle", filters=f"{_CLEAR},format=argb"),
        note="transparent",
        colours=(LEFT, _BLACK),
    ),
    Kind(
        "VP9 with alpha",
        encoded("alpha.webm", "-c:v", "libvpx-vp9", "-cpu-used", "8", "-pix_fmt", "yuva420p", filters=_CLEAR),
        note="transparent",
        colours=(LEFT, _BLACK),
    ),
    Kind("VP8", encoded("vp8.webm", "-c:v", "libvpx", "-cpu-used", "8", "-b:v", "1M")),
    Kind("AV1", encoded("av1.mp4", "-c:v", "libaom-av1", "-cpu-used", "8", "-usage", "realtime")),
    Kind("Theora", encoded("old.ogv", "-c:v", "libtheora", "-q:v", "9")),
    Kind("GIF", encoded("moving.gif", "-loop", "0", source=halves(rate=20), filters=_PALETTE)),
    Kind("MPEG-4 in AVI", encoded("divx.avi", "-c:v", "mpeg4", "-q:v", "2")),
    Kind(
        "MJPEG of a camera",
        encoded("camera.mov", "-c:v", "mjpeg", "-q:v", "2", "-pix_fmt", "yuvj422p", filters="scale=out_range=pc"),
    ),
    Kind("an old telephone", encoded("phone.3gp", "-c:v", "h263", "-q:v", "2", source=halves("176x144")), (176, 144)),
    Kind("Flash", encoded("flash.flv", "-c:v", "flv", "-q:v", "2")),
    Kind("Windows Media", encoded("windows.wmv", "-c:v", "wmv2", "-q:v", "2")),
    Kind("a transport stream", encoded("tv.ts", *X264)),
    Kind(
        "MPEG-2 by fields",
        encoded(
            "tv.mpg",
            "-c:v",
            "mpeg2video",
            "-q:v",
            "2",
            "-flags",
            "+ildct+ilme",
            "-field_order",
            "tt",
            filters="setfield=tff",
            source=halves(rate=25),
        ),
        note="interlaced",
    ),
    Kind(
        "H.264 by fields",
        encoded("tv.mp4", *X264, "-x264-params", "tff=1", source=halves(rate=25), filters="setfield=tff"),
        note="interlaced",
    ),
    Kind(
        "no length, from a browser",
        copied(
            "live.webm",
            "-f",
            "webm",
            "-live",
            "1",
            of=encoded("s.webm", "-c:v", "libvpx", "-cpu-used", "8", "-b:v", "1M"),
        ),
        note="measured",
    ),
    Kind("no length, from a recorder", copied("live.mkv", "-f", "matroska", "-live", "1"), note="measured"),
    Kind("begins late", copied("late.mp4", "-output_ts_offset", "5"), note="header says"),
    Kind("begins after its sound", encoded("late.mkv", *X264, "-shortest", filters="setpts=PTS+0.8/TB", before=_SOUND)),
    Kind("sound that goes on", encoded("song.mp4", *X264, "-c:a", "aac", before=_SOUND)),
    Kind(
        "trimmed by an edit list",
        copied("edit.mp4", of=encoded("s.mp4", *X264, source=halves(seconds=3)), before=("-ss", "1.8")),
        seconds=1.2,
    ),
    Kind(
        "a variable rate",
        encoded("vfr.mp4", *X264, "-fps_mode", "vfr", filters="select='not(mod(n,3))+lt(n,15)'"),
        note="variable",
    ),
    Kind("one picture a second", encoded("slow.mp4", *X264, source=halves(rate=1, seconds=3)), seconds=3),
    Kind("120 pictures a second", encoded("fast.mp4", *X264, source=halves(rate=120))),
    Kind("fragments", copied("frag.mp4", "-movflags", "frag_keyframe+empty_moov")),
    Kind("several streams", copied("two.mkv", "-map", "0:v", "-map", "0:v")),
    Kind("a size that changes", _joined, seconds=1.6, colours=None),
    Kind(
        "a recording that broke off",
        cut(encoded("cut.mkv", "-c:v", "ffv1", "-g", "1", filters="noise=alls=20"), 0.6),
        seconds=0.7,
        colours=None,
    ),
    Kind(
        "fragments that broke off",
        cut(copied("frag.mp4", "-movflags", "frag_every_frame+empty_moov", of=encoded("s.mp4", *X264, "-g", "5")), 0.7),
        seconds=0.8,
    ),
    Kind("cut off in its media", cut(copied("cut.mp4", "-movflags", "faststart"), 0.6), refused="is cut off"),
    Kind("cut off before its index", cut(encoded("cut.mp4"), 0.6), refused=r"index \(moov\) is missing"),
    Kind(
        "damaged",
        lambda folder: _corrupted(encoded("bad.mp4", *X264, filters="noise=alls=20")(folder)),
        refused="cannot be decoded",
    ),
    Kind("one pixel", encoded("pixel.mkv", "-c:v", "ffv1", source=halves("2x2")), refused="only 2x2"),
    Kind("too large", encoded("wide.mp4", *X264, source="color=s=8400x128:r=1:d=1"), refused="8192 are the most"),
    Kind("two hours", encoded("long.mp4", *X264, source="color=s=128x128:r=1/3600:d=7200"), refused="120 minutes long"),
    Kind("too short", encoded("short.mp4", *X264, source=halves(seconds=0.2)), refused="lasts 0.2 s"),
    Kind("sound alone", encoded("sound.m4a", "-vn", "-map", "1:a", before=_SOUND), refused="sound but no picture"),
    Kind("a song with its cover", _song, refused="no picture|no frame|cannot be decoded|lasts"),
    Kind("a page", written("page.mp4", b"<!DOCTYPE html><html>Not found</html>"), refused="web page"),
    Kind(
        "a playlist",
        written("list.mp4", b"#EXTM3U\n#EXTINF:1,\n/etc/passwd\n#EXT-X-ENDLIST\n"),
        refused="no media file",
    ),
    Kind("nothing", written("empty.mov", b""), refused="is empty"),
)
