"""HEIC photographs as phones write them: tiles of HEVC in a grid, turned by a property of the file."""

import struct
from pathlib import Path

from PIL import Image

from vidpipe_assets.render import ffmpeg

TILE = 256


def box(kind: bytes, *content: bytes) -> bytes:
    """A box of ISO BMFF."""
    body = b"".join(content)
    return struct.pack(">I", 8 + len(body)) + kind + body


def full_box(kind: bytes, *content: bytes, version: int = 0) -> bytes:
    """A box with a version and flags."""
    return box(kind, bytes((version, 0, 0, 0)), *content)


def write_heic(image: Image.Image, path: Path, *, turned: int = 0, profile: bytes = b"") -> Path:
    """`image` as a HEIC file; `turned`: quarters to the left by which it has to be turned to be upright."""
    columns, rows = (-(-side // TILE) for side in image.size)
    whole = Image.new("RGB", (columns * TILE, rows * TILE))
    whole.paste(image)
    places = [(x * TILE, y * TILE) for y in range(rows) for x in range(columns)]
    made = [_tile(whole.crop((x, y, x + TILE, y + TILE)), path.with_suffix(".mp4")) for x, y in places]
    grid = struct.pack(">BBBBHH", 0, 0, rows - 1, columns - 1, *image.size)
    properties = [made[0][0], _size(TILE, TILE), _size(*image.size), box(b"irot", bytes((turned,)))]
    properties += [box(b"colr", b"prof", profile)] if profile else []
    of_grid = [3, 0x80 | 4, *([5] if profile else [])]
    tiles = range(2, 2 + len(made))
    associations = b"".join(struct.pack(">HBBB", item, 2, 0x80 | 1, 2) for item in tiles)
    items = [(1, 1, 0, len(grid))]
    head = box(b"ftyp", b"heic", bytes(4), b"mif1", b"heic")
    meta = _meta(items, properties, of_grid, associations, tiles, grid, [0] * len(made), made)
    start, offsets = len(head) + len(meta) + 8, list[int]()
    for _, sample in made:
        offsets.append(start)
        start += len(sample)
    meta = _meta(items, properties, of_grid, associations, tiles, grid, offsets, made)
    path.write_bytes(head + meta + box(b"mdat", *(sample for _, sample in made)))
    return path


def _meta(
    items: list[tuple[int, int, int, int]], properties: list[bytes], of_grid: list[int], associations: bytes,
    tiles: range, grid: bytes, offsets: list[int], made: list[tuple[bytes, bytes]],
) -> bytes:  # fmt: skip
    items = [*items, *((item, 0, offset, len(one[1])) for item, offset, one in zip(tiles, offsets, made, strict=True))]
    infos = [full_box(b"infe", struct.pack(">HH", 1, 0), b"grid\0", version=2)]
    infos += [full_box(b"infe", struct.pack(">HH", item, 0), b"hvc1\0", version=2) for item in tiles]
    parts = struct.pack(f">HH{len(tiles)}H", 1, len(tiles), *tiles)
    places = b"".join(struct.pack(">HHHHII", item, kept, 0, 1, offset, size) for item, kept, offset, size in items)
    own = struct.pack(">HB", 1, len(of_grid)) + bytes(of_grid)
    return full_box(
        b"meta",
        full_box(b"hdlr", bytes(4), b"pict", bytes(13)),
        full_box(b"pitm", struct.pack(">H", 1)),
        full_box(b"iloc", bytes((0x44, 0)), struct.pack(">H", len(items)), places, version=1),
        full_box(b"iinf", struct.pack(">H", len(infos)), *infos),
        full_box(b"iref", box(b"dimg", parts)),
        box(
            b"iprp", box(b"ipco", *properties), full_box(b"ipma", struct.pack(">I", 1 + len(tiles)), own, associations)
        ),
        box(b"idat", grid),
    )


def _size(width: int, height: int) -> bytes:
    return full_box(b"ispe", struct.pack(">II", width, height))


def _tile(tile: Image.Image, part: Path) -> tuple[bytes, bytes]:
    """How a tile is to be decoded (hvcC), and its one frame."""
    raw = part.with_suffix(".rgb")
    raw.write_bytes(tile.tobytes())
    reading = ("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{TILE}x{TILE}", "-i", ffmpeg.file_argument(raw))
    colours = ("-vf", "scale=out_range=pc:out_color_matrix=bt601,format=yuv420p", "-color_range", "pc")
    encoding = ("-c:v", "libx265", "-x265-params", "log-level=error:info=0", "-preset", "ultrafast", "-crf", "12")
    ffmpeg.run(
        (*reading, *colours, *encoding, "-colorspace", "smpte170m", "-tag:v", "hvc1", ffmpeg.file_argument(part)),
        timeout_s=30,
    )
    content = part.read_bytes()
    part.unlink()
    raw.unlink()
    return _found(content, b"hvcC"), _found(content, b"mdat")[8:]


def _found(content: bytes, kind: bytes) -> bytes:
    start = content.index(kind) - 4
    return content[start : start + struct.unpack(">I", content[start : start + 4])[0]]
