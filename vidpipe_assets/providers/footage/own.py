"""Footage of the user's own: a folder of clips and photographs, found by the words in their file and folder names."""

import hashlib
import os
from collections.abc import Collection, Iterator
from pathlib import Path, PurePosixPath

from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.media import Rights
from vidpipe_assets.model.money import FREE, Money
from vidpipe_assets.providers.footage import Footage, FootageRequest
from vidpipe_assets.providers.footage.fit import has_word, stems
from vidpipe_assets.providers.request import Ask

OWN = "own"
"""The name by which themes name it. Whose clips these are may show them as often as they like."""

PHOTOGRAPHS = frozenset({".jpg", ".jpeg", ".png", ".webp", ".avif", ".tif", ".tiff", ".bmp", ".heic", ".heif"})

SUFFIXES = PHOTOGRAPHS | frozenset(
    {
        *(".mp4", ".m4v", ".mov", ".webm", ".mkv", ".avi", ".mpg", ".mpeg", ".3gp", ".3g2", ".mts", ".m2ts"),
        *(".wmv", ".flv", ".ogv", ".gif"),
    }
)
_MOST_FILES = 20_000
_IN_FILE_NAME, _IN_FOLDER_NAME, _WHOLE_TERM = 2.0, 1.0, 1.5


def provider(folder: Path) -> "OwnFootage":
    """The clips in `folder` and below it."""
    return OwnFootage(folder)


class OwnFootage:
    """A library that only reads: names are compared, no file is opened."""

    name, is_local, at_a_time = OWN, True, 1

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def price(self, wish: FootageRequest) -> Money:
        """Return nothing: it charges nothing."""
        del wish
        return FREE

    def obtain(self, wish: FootageRequest, taken: Collection[str], folder: Path, ask: Ask) -> Footage | None:
        """See `FootageProvider.obtain`: nobody is asked, and the clip stays where it lies."""
        del folder, ask
        return self.find(wish, taken)

    def find(self, wish: FootageRequest, taken: Collection[str]) -> Footage | None:
        """The clip whose name has most of the wish's words; None when none has any. Raises `BadInput` as the port."""
        clips = list(self._clips())
        if not clips:
            raise _unusable(f"{self._folder} holds no video file", f"put clips there ({', '.join(sorted(SUFFIXES))})")
        scored = ((score(wish.terms, clip), clip) for clip in clips if clip.as_posix() not in taken)
        fitting = [(points, clip) for points, clip in scored if points > 0]
        if not fitting:
            return None
        _, best = min(fitting, key=lambda one: (-one[0], one[1].suffix.lower() in PHOTOGRAPHS, _lot(wish, one[1])))
        return Footage(id=best.as_posix(), path=self._folder / best, title=_readable(best), rights=Rights())

    def _clips(self) -> Iterator[PurePosixPath]:
        """Paths of the video files, relative to the folder; hidden files and links that lead out are left out."""
        if not self._folder.is_dir():
            raise _unusable(f"there is no folder {self._folder}", "create it, or name another one")
        root = self._folder.resolve()
        seen = 0
        for parent, folders, files in os.walk(self._folder, followlinks=False):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(files):
                seen += 1
                if seen > _MOST_FILES:
                    raise _unusable(f"{self._folder} holds over {_MOST_FILES} files", "name a smaller folder")
                path = Path(parent) / name
                if path.suffix.lower() in SUFFIXES and not name.startswith(".") and _inside(path, root):
                    yield PurePosixPath(path.relative_to(self._folder).as_posix())


def score(terms: Collection[str], clip: PurePosixPath) -> float:
    """How well a clip's names match search terms, the first terms counting most; 0: not at all."""
    in_name, in_folders = stems(clip.stem), stems(" ".join(clip.parts[:-1]))
    points = 0.0
    for place, term in enumerate(terms):
        words = stems(term)
        hits = sum(
            _IN_FILE_NAME if has_word(word, in_name) else _IN_FOLDER_NAME * has_word(word, in_folders) for word in words
        )
        whole = len(words) > 1 and all(has_word(word, in_name | in_folders) for word in words)
        points += hits * (_WHOLE_TERM if whole else 1.0) / (1 + 0.25 * place)
    return points


def _lot(wish: FootageRequest, clip: PurePosixPath) -> str:
    """Decides between equals: the same for the same wish, but not the alphabet's first clip in every video."""
    text = "\n".join([wish.scene, wish.prompt, *wish.terms, clip.as_posix()])
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _inside(path: Path, root: Path) -> bool:
    try:
        real = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return False
    return real.is_file() and real.is_relative_to(root)


def _readable(clip: PurePosixPath) -> str:
    """The name as text: bytes that are no UTF-8 become question marks."""
    return clip.as_posix().encode("utf-8", "replace").decode()


def _unusable(what: str, remedy: str) -> BadInput:
    return BadInput(f"picture.footage_folder: {what}", remedy=f"{remedy}, or take 'own' out of providers.footage")
