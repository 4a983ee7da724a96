"""The channel's strip at the top of every scene: logo or square, name, position, and how far the video is."""

from pathlib import Path
from typing import Any

from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.studio.drawing.canvas import Canvas, fill
from vidpipe_assets.studio.drawing.easing import clamp
from vidpipe_assets.studio.drawing.pictures import picture_file
from vidpipe_assets.studio.drawing.text import Style, fitted
from vidpipe_assets.studio.drawing.typefaces import Face, clean
from vidpipe_assets.studio.scenes.layout import LEFT, PROGRESS_Y, RIGHT, STRIP_Y, WIDTH
from vidpipe_assets.studio.scenes.stage import Stage

_SQUARE, _LOGO = 20, 48
_GAP = 8


class Strip:
    """Stands still; only the piece of the progress line that belongs to this scene fills."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        shot = stage.shot
        self._logo: Any = _logo(shot.logo) if shot.logo else None
        self._name_x = LEFT + (self._logo.width() if self._logo else _SQUARE) + 16
        style = Style(Face("inter", 700), 28, 3)
        self._name = fitted(clean(shot.channel).upper(), style, RIGHT - 110 - self._name_x, 20)
        self._place = stage.label(f"{shot.position} / {shot.of}", 28, 600, width=100, tracking=1)

    def draw(self, canvas: Canvas, at: float) -> None:
        """Draw the strip as it is `at` seconds into the scene."""
        palette, shot = self._stage.palette, self._stage.shot
        if self._logo:
            canvas.image(self._logo, LEFT, STRIP_Y - 10 - self._logo.height() / 2)
        else:
            canvas.box(LEFT, STRIP_Y - _SQUARE, _SQUARE, _SQUARE, fill(palette.accent_shape), 4)
        self._name.draw(canvas, self._name_x, STRIP_Y, palette.ink)
        self._place.draw(canvas, RIGHT, STRIP_Y, palette.mute, align=1)
        width = (WIDTH - _GAP * (shot.of - 1)) / shot.of
        for number in range(shot.of):
            x = LEFT + number * (width + _GAP)
            canvas.box(x, PROGRESS_Y - 3, width, 6, fill(palette.ink, 0.18), 3)
            share = clamp(shot.position - 1 - number + at / self._stage.seconds) if number < shot.position else 0.0
            canvas.box(x, PROGRESS_Y - 3, width * share, 6, fill(palette.accent_shape), 3)


def _logo(file: Path) -> Any:
    try:
        return picture_file(file, width=200, height=_LOGO)
    except (OSError, ValueError, SyntaxError) as error:
        raise BadInput(
            f"picture.logo.file: {file} is no PNG picture that can be read: {error}",
            remedy="name a PNG file inside the themes folder, or remove the logo from the theme",
        ) from error
