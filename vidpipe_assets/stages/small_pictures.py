"""Small pictures of what libraries found: written anew, so that nothing but the picture itself is passed on.

What a stranger has put into a file (its place, a second format behind the first) reaches neither a model nor a browser.
"""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from vidpipe_assets.model.errors import BadMedia
from vidpipe_assets.model.media import Artifact, FoundPicture, PictureChoice
from vidpipe_assets.stages.context import StageContext

if TYPE_CHECKING:
    from PIL import Image

_KEPT_PX = 320
_QUALITY = 82


def flattened(path: Path, largest_px: int) -> "Image.Image":
    """The picture in RGB on white, neither side longer than `largest_px`. Raises `BadMedia` for what is none."""
    from PIL import Image

    from vidpipe_assets.render.video.photographs import read_photograph

    picture = read_photograph(path).image
    flat = Image.new("RGB", picture.size, "white")
    flat.paste(picture, mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
    flat.thumbnail((largest_px, largest_px))
    return flat


def small_jpeg(path: Path, largest_px: int) -> bytes:
    """The picture as a JPEG of that size. Raises `BadMedia` for what is none."""
    out = io.BytesIO()
    flattened(path, largest_px).save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()


def with_small_pictures(
    context: StageContext, choice: PictureChoice | None, small: Mapping[str, Path]
) -> PictureChoice | None:
    """The choice with the small pictures of what it names, as artifacts. `small`: id -> its file."""
    if choice is None or not small:
        return choice

    def kept(picture: FoundPicture) -> FoundPicture:
        found = _artifact(context, small[picture.id]) if picture.id in small else None
        return picture.model_copy(update={"thumb": found}) if found else picture

    shown = kept(choice.picture) if choice.picture else None
    return choice.model_copy(update={"picture": shown, "runners_up": tuple(map(kept, choice.runners_up))})


def _artifact(context: StageContext, path: Path) -> Artifact | None:
    """None for what cannot be shown."""
    try:
        content = small_jpeg(path, _KEPT_PX)
    except BadMedia:
        return None
    file = context.scratch / "small.jpg"
    file.write_bytes(content)
    return context.workplace.store.artifacts.add(file)
