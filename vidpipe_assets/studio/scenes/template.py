"""What every template is: measured once when it is made, then drawn at any moment."""

from abc import ABC, abstractmethod

from vidpipe_assets.studio.drawing.canvas import Canvas
from vidpipe_assets.studio.scenes.stage import Stage


class Template(ABC):
    """A picture on a stage. Drawing is a function of the moment alone: any frame can be drawn first."""

    scenery_every = 3
    """For how many frames the scenery may be kept."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.palette = stage.palette
        self.tempo = stage.tempo

    def scenery(self, canvas: Canvas, at: float) -> None:  # noqa: B027 - most templates have none
        """Draw what belongs to the background and may lie outside the column."""

    @abstractmethod
    def draw(self, canvas: Canvas, at: float) -> None:
        """Draw the content as it is `at` seconds."""
