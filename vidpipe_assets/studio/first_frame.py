"""The picture that a model brings to life: the scene as it would be drawn, when all of it has appeared."""

from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from vidpipe_assets.model.values import content_hash
from vidpipe_assets.studio.direction import Shot

MOST_BYTES = 180_000
"""In Base64 below the 256 KB that Replicate takes as a data URL (its OpenAPI document, read 2026-11-23)."""

_SIZE = (720, 1280)
_SHOWN_AT = 0.6
"""As a share of the shot: what comes in has come, nothing goes out yet."""

_one_at_a_time = Lock()


@dataclass(frozen=True)
class FirstFrame:
    """A scene's picture. `name` says what it shows, whatever its bytes are on another machine."""

    shot: Shot

    @property
    def name(self) -> str:
        """A hash of all that is drawn."""
        shot = self.shot
        look = [shot.channel, shot.palette, shot.accent, shot.background, shot.seed, shot.heading_font, shot.sample]
        scene = shot.scene
        return content_hash([scene.picture.model_dump(mode="json"), scene.kicker, scene.source, scene.icon, *look])

    def draw(self, out: Path) -> None:
        """Write it to `out`: JPEG, upright, at most `MOST_BYTES`."""
        from PIL import Image

        from vidpipe_assets.studio.motion import draw_still

        drawn = out.with_suffix(".png")
        with _one_at_a_time:
            draw_still(self.shot, self.shot.seconds * _SHOWN_AT, drawn)
        with Image.open(drawn) as picture:
            small = picture.convert("RGB").resize(_SIZE, Image.Resampling.LANCZOS)
        for quality in (90, 80, 65, 45, 25):
            small.save(out, "JPEG", quality=quality, optimize=True)
            if out.stat().st_size <= MOST_BYTES:
                break
        drawn.unlink()
