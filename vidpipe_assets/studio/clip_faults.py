"""What nobody foresaw while a clip was drawn, told so that a person can report it and the same fault reads the same.

Drawing is a function of the shot: what failed once fails again, until the code is mended. So a fault is permanent, and
nothing is gained by trying it three times. Only memory that ran out may be there the next time.
"""

import re
import traceback

from vidpipe_assets.model.errors import PermanentError, TransientError, VidpipeError
from vidpipe_assets.studio.direction import Shot

_FRAMES = 3
_LONGEST = 160
_ADDRESS = re.compile(r" at 0x[0-9A-Fa-f]+")


def told(fault: Exception) -> str:
    """The fault on one line: 'TypeError: no effect (hook.py:60 scenery, icons.py:41 draw_icon)'.

    Addresses are left out: documents that quote the line have to be the same for the same video.
    """
    said = " ".join(_ADDRESS.sub("", str(fault)).split())[:_LONGEST]
    steps = traceback.extract_tb(fault.__traceback__)[-_FRAMES:]
    way = ", ".join(f"{step.filename.rpartition('/')[2]}:{step.lineno} {step.name}" for step in steps)
    return f"{type(fault).__name__}{': ' if said else ''}{said} ({way})"


def as_error(shot: Shot, fault: Exception) -> VidpipeError:
    """The error that ends the stage: one line that names the scene, and the traceback among its facts."""
    scene, template = shot.scene.id, shot.scene.picture.template
    facts = {
        "scene": scene,
        "template": template,
        "exception": told(fault),
        "traceback": "".join(traceback.format_exception(fault)),
    }
    if isinstance(fault, MemoryError):
        return TransientError(
            f"scene {scene}: there was too little memory to draw it",
            remedy="end other programs, or give the machine more memory",
            facts=facts,
        )
    return PermanentError(
        f"scene {scene} (template {template}) could not be drawn, plainly neither: {told(fault)}",
        remedy="this is a fault of vidpipe: report it with the traceback from the failure's metadata; a script that "
        "shows the scene in another template avoids it",
        facts=facts,
    )


def note_of(shot: Shot, fault: Exception) -> str:
    """What the clip that was drawn plainly instead is told to be."""
    return f"drawn as plain text: the template {shot.scene.picture.template} failed, {told(fault)}; please report it"
