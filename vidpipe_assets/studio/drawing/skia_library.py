"""The one place where skia is loaded. The library has no type information: it stays inside `drawing`."""

import importlib
from typing import Any

from vidpipe_assets.studio.drawing.gl_stand_ins import provide_gl

provide_gl()
skia: Any = importlib.import_module("skia")
