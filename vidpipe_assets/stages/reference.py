"""The theme's reference picture, of a character or a style, as models are given it."""

from dataclasses import dataclass
from pathlib import Path

from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.providers.footage import StartImage
from vidpipe_assets.stages.context import StageContext
from vidpipe_assets.stages.small_pictures import flattened
from vidpipe_assets.storage.theme_material import NO_HASH, file_hash

_LARGEST_PX = 1024
_MOST_BYTES = 180_000


@dataclass(frozen=True)
class ReferencePicture:
    """A picture in a file. `name`: a hash of its bytes."""

    path: Path
    name: str

    def draw(self, out: Path) -> None:
        """Write it to `out`: JPEG, no larger than models need it. Raises `BadMedia` for what is no picture."""
        flat = flattened(self.path, _LARGEST_PX)
        for quality in (90, 80, 65, 45, 25):
            flat.save(out, "JPEG", quality=quality, optimize=True)
            if out.stat().st_size <= _MOST_BYTES:
                return


def theme_reference(context: StageContext) -> StartImage | None:
    """The reference that the theme names; None where it names none. Raises `BadInput` where its file is not there."""
    named = context.theme.picture.reference
    if not named:
        return None
    path = context.workplace.places.themes / named
    found = file_hash(path)
    if found in NO_HASH:
        raise BadInput(
            f"picture.reference: {path} is {found}", remedy="put the picture there, or take it out of the theme"
        )
    return ReferencePicture(path, f"reference {found}")
