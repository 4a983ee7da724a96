"""The one place where skia and harfbuzz are loaded: they have no type information, and stay inside `drawing`."""

import importlib
from typing import Any

from vidpipe_assets.studio.drawing.gl_stand_ins import provide_gl

provide_gl()
skia: Any = importlib.import_module("skia")
harfbuzz: Any = importlib.import_module("uharfbuzz")
