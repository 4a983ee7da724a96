"""The page of a review package, `index.html`: one file that opens from disk, asks nobody and runs nothing foreign.

Titles, descriptions and links come from strangers. So all text is escaped, only https and http become links, and the
content security policy names the page's own style and script by their hashes and forbids everything else.
"""

import base64
import datetime as dt
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from jinja2 import BaseLoader, Environment, FunctionLoader, StrictUndefined, Template
from markupsafe import Markup

from vidpipe_assets.model.checks import CheckResult
from vidpipe_assets.model.media import FoundPicture, Rights
from vidpipe_assets.operations.review_contents import cover_file, found_file
from vidpipe_assets.operations.review_json import ReviewedScene, ReviewFile, UsedClip

# Control characters and halves of characters have no place in HTML; U+FFFD shows that something was there.
_NOT_IN_HTML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_FULL_TITLE = 100
_STEPS = ((1e9, "B"), (1e6, "M"), (1e3, "K"))


def render_page(review: ReviewFile) -> bytes:
    """The page as UTF-8."""
    style = f"{page_file('page.css')}{_segments(review.scenes)}"
    script = page_file("page.js")
    text = _template().render(
        template_context(review),
        base_url="",
        style=Markup(style),  # noqa: S704 - our own file and numbers
        script=Markup(script),  # noqa: S704 - our own file
        policy=_policy(style, script),
    )
    return text.encode("utf-8")


def template_context(review: ReviewFile) -> dict[str, Any]:
    """What the template `page.html` needs to know of a package, but for `base_url`: where its files are."""
    return {
        "review": review,
        "failed": [check for check in review.checks if not check.passed],
        "checks": sorted(review.checks, key=_failed_first),
        "trends": {trend.id: trend for trend in review.trends},
        "picture_sources": _picture_sources(review.scenes),
        "trend_numbers": {trend.id: number for number, trend in enumerate(review.trends, 1)},
        "file_names": {file.name for file in review.files},
        "full_title": _FULL_TITLE,
        "cover_numbers": _cover_numbers(review),
        "offered": offered_pictures(review),
        "shown_files": {scene.id: found_file(scene.id, 0) for scene in review.scenes},
    }


@dataclass(frozen=True)
class OfferedPicture:
    """A picture that was found for a scene and is not shown in it.

    `number`: its place, from 1. `file`: of its small copy in the package; empty: there is none. `shown_in`: the place
    of the scene that shows it, from 1; 0: none does.
    """

    number: int
    picture: FoundPicture
    file: str
    shown_in: int = 0


def offered_pictures(review: ReviewFile) -> dict[str, list[OfferedPicture]]:
    """Scene -> what else was found for it, the next one first."""
    names = {file.name for file in review.files}
    clips = [(place, one.id, one.clip) for place, one in enumerate(review.scenes, 1) if one.clip and one.clip.choice]
    chosen = [(place, clip.provider, clip.choice) for place, _, clip in clips if clip.choice]
    shown = {(provider, one.picture.id): place for place, provider, one in chosen if one.picture}
    return {
        scene: [
            OfferedPicture(number, one, file if file in names else "", shown.get((clip.provider, one.id), 0))
            for number, one in enumerate(clip.choice.runners_up, 1)
            for file in [found_file(scene, number)]
        ]
        for _, scene, clip in clips
        if clip.choice and clip.choice.runners_up
    }


def _cover_numbers(review: ReviewFile) -> list[int]:
    """Of the covers that are there to choose from."""
    names = {file.name for file in review.files}
    return [number for number in range(1, 10) if cover_file(number) in names]


def template_environment(loader: BaseLoader) -> Environment:
    """The Jinja environment of the pages about videos: all text is escaped, and an undefined variable raises."""
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_clean_value,
        loader=loader,
    )
    environment.filters.update(
        link=link, clock=clock, megabytes=megabytes, short_number=short_number, day=day, moment=moment
    )
    return environment


def page_file(name: str) -> str:
    """The text of one of the page's files beside this module: `page.html`, `page.css` or `page.js`."""
    return files("vidpipe_assets.operations").joinpath(name).read_text(encoding="utf-8")


def link(url: str) -> str:
    """`url` when it can be opened without harm, else "": no `javascript:`, no `file:`, nothing relative."""
    if _NOT_IN_HTML.search(url) or any(c.isspace() for c in url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"https", "http"} and parts.netloc else ""


def clean(text: str) -> str:
    """`text` without what HTML cannot hold."""
    return _NOT_IN_HTML.sub("\ufffd", text)


def clock(seconds: float) -> str:
    """65.2 -> '1:05'."""
    return f"{int(seconds // 60)}:{int(seconds % 60):02d}"


def megabytes(size: int) -> str:
    """9812345 -> '9.8 MB'."""
    return f"{size / 1e6:.1f} MB" if size >= 1e5 else f"{size / 1e3:.1f} kB"


def short_number(number: float | None) -> str:
    """1234567 -> '1.2M'; None -> 'unknown'."""
    if number is None:
        return "unknown"
    for index, (step, unit) in enumerate(_STEPS):
        if abs(number) < step:
            continue
        digits = f"{number / step:.3g}" if abs(number) < 999.5 * step else f"{number / step:.0f}"
        # 999,950 rounds to a thousand thousands: say one million.
        return f"1{_STEPS[index - 1][1]}" if digits in {"1e+03", "1000"} and index else f"{digits}{unit}"
    return f"{number:,.0f}"


def day(date: dt.date) -> str:
    """'23 November 2026'."""
    return f"{date.day} {date:%B %Y}"


def moment(time: dt.datetime) -> str:
    """'23 November 2026, 06:00 UTC'."""
    utc = time.astimezone(dt.UTC)
    return f"{day(utc.date())}, {utc:%H:%M} UTC"


@dataclass(frozen=True)
class _PictureSource:
    """Scenes whose pictures come from the same place under the same terms."""

    clip: UsedClip
    scenes: tuple[str, ...]


def _picture_sources(scenes: Sequence[ReviewedScene]) -> list[_PictureSource]:
    sources: dict[tuple[str, str, Rights], _PictureSource] = {}
    for scene in scenes:
        if scene.clip:
            same = (scene.clip.provider, scene.clip.title, scene.clip.rights)
            before = sources[same].scenes if same in sources else ()
            sources[same] = _PictureSource(scene.clip, (*before, scene.id))
    return list(sources.values())


def _failed_first(check: CheckResult) -> tuple[bool, bool]:
    return (check.passed, not check.blocking)


def _segments(scenes: Sequence[ReviewedScene]) -> str:
    """Each part of the scene bar as wide as its scene is long; in the style, since the policy bars style attributes."""
    rules = (
        f".bar li:nth-child({place}){{flex-grow:{round(scene.seconds * 100)}}}" for place, scene in enumerate(scenes, 1)
    )
    return "".join(rules)


def _policy(style: str, script: str) -> str:
    """`file:` stands beside 'self', because browsers disagree about what 'self' is for a page from disk."""
    return "; ".join(
        (
            "default-src 'none'",
            "img-src 'self' file: data:",
            "media-src 'self' file:",
            f"style-src 'sha256-{_digest(style)}'",
            f"script-src 'sha256-{_digest(script)}'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _template() -> Template:
    return template_environment(FunctionLoader(page_file)).get_template("page.html")


def _clean_value(value: Any) -> Any:
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value
