"""The renderer: plans, clips, voices and music in; clips, captions, videos and pictures of them out.

A sub-package with a boundary: it imports `model` and `io` only, asks no provider, and knows neither the ledger, nor
storage, nor Dagster. Files come in and go out as paths. Other rooms use the names below, which are loaded when they are
first used (skia and numpy must not be loaded with the definitions), and these modules: `art_direction` (`Shot`, and how
a scene is shot), `ffmpeg`, `fonts`, `icon_files`, `clips` (`FirstFrame`), `video.timeline` and `video.compose` for the
types that `compose` takes and gives. What belongs to one room only, such as which footage is chosen, stays there.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vidpipe_assets.render.art_direction import direct_shots
    from vidpipe_assets.render.captions.words import caption_findings
    from vidpipe_assets.render.charts import draw_growth, draw_report
    from vidpipe_assets.render.clips import draw_clips
    from vidpipe_assets.render.video.compose import compose
    from vidpipe_assets.render.video.footage import fit_footage, require_footage
    from vidpipe_assets.render.video.inspection import inspect_video, video_findings
    from vidpipe_assets.render.video.stills import jpeg_preview, write_contact_sheet, write_filmstrip, write_thumbnail
    from vidpipe_assets.render.video.timeline import frames_needed, lay_out_scenes

__all__ = [
    "caption_findings",
    "compose",
    "direct_shots",
    "draw_clips",
    "draw_growth",
    "draw_report",
    "fit_footage",
    "frames_needed",
    "inspect_video",
    "jpeg_preview",
    "lay_out_scenes",
    "require_footage",
    "video_findings",
    "write_contact_sheet",
    "write_filmstrip",
    "write_thumbnail",
]

_MODULES = {
    "captions.words": ("caption_findings",),
    "charts": ("draw_growth", "draw_report"),
    "clips": ("draw_clips",),
    "art_direction": ("direct_shots",),
    "video.compose": ("compose",),
    "video.footage": ("fit_footage", "require_footage"),
    "video.inspection": ("inspect_video", "video_findings"),
    "video.stills": ("jpeg_preview", "write_contact_sheet", "write_filmstrip", "write_thumbnail"),
    "video.timeline": ("frames_needed", "lay_out_scenes"),
}


def __getattr__(name: str) -> Any:
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
