"""The order and the sizes of an MP4 file's outermost boxes (ISO/IEC 14496-12, 4.2), read without decoding anything."""

from dataclasses import dataclass
from pathlib import Path

_MOST_BOXES = 10_000


@dataclass(frozen=True)
class Box:
    """One outermost box: its four-letter type, where it starts and ends, in bytes."""

    kind: str
    start: int
    end: int


def outermost(path: Path) -> tuple[Box, ...]:
    """The outermost boxes in order; the last may end beyond the file, which is then cut off."""
    size = path.stat().st_size
    boxes: list[Box] = []
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
            boxes.append(Box(head[4:8].decode("latin-1"), start, start + length))
            start += length
    return tuple(boxes)


def has_faststart(path: Path) -> bool:
    """True if the index lies before the media, so that a player can start before it has the whole file."""
    kinds = [box.kind for box in outermost(path)]
    return "moov" in kinds and "mdat" in kinds and kinds.index("moov") < kinds.index("mdat")


def missing_bytes(path: Path) -> int:
    """How many bytes a file lacks that was cut off; 0 for a whole one."""
    boxes = outermost(path)
    return max(0, boxes[-1].end - path.stat().st_size) if boxes else 0
