"""Scenes of every template, with texts as short and as long as the models allow, for the studio's tests."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from vidpipe_assets.model import pictures as p
from vidpipe_assets.model.plan import Beat, ProductionPlan, ScenePlan
from vidpipe_assets.render.art_direction import Shot

TEXTS: dict[str, Callable[[int], str]] = {
    "words": lambda length: ("Wonderfully magnificent gigantic words everywhere " * 5)[:length].strip(),
    "one word": lambda length: "W" * length,
    "chinese characters": lambda length: ("自転車は街に勝つ本当に速い" * 20)[:length],
    "arabic": lambda length: ("مرحبابالعالم اليوم جميلجدا " * 10)[:length].strip(),
    "emoji": lambda length: ("👩‍👩‍👧❤️🚀" * 30)[:length],
    "shortest": lambda _: "i",
}


def pictures(kind: str) -> dict[str, p.Picture]:
    """One picture a template, filled to its limits (`shortest`: with as little as it takes)."""
    text, short = TEXTS[kind], kind == "shortest"

    def optional(length: int) -> str:
        return "" if short else text(length)

    value, decimals, prefix = (1.0, 0, "") if short else (888_888_888_888.0, 3, "CHF≈")
    number: dict[str, Any] = {"decimals": decimals, "prefix": prefix}
    side = p.Side(tag=text(16), value=value, label=text(35), icon="bike")
    points = tuple(p.Point(label=text(8), value=(i % 3 - 1) * value) for i in range(4 if short else 14))
    bars = tuple(p.Bar(label=text(35), value=value, highlighted=i == 1) for i in range(2 if short else 6))
    moments = tuple(p.Moment(when=text(8), text=text(50)) for _ in range(3 if short else 5))
    steps = tuple(p.Step(text=text(45)) for _ in range(3 if short else 4))
    most = None if short else 1e12
    made = (
        p.Hook(lines=(text(18),) * (2 if short else 4), sub=optional(60)),
        p.Number(
            value=value, unit=optional(12), label=text(70), delta=optional(14), delta_note=optional(45), maximum=most,
            **number
        ),
        p.Bars(title=text(40), unit=optional(8), bars=bars, **number),
        p.Rank(rank=1 if short else 9, of=1 if short else 9, title=text(40), detail=optional(90), stat=optional(24)),
        p.LineChart(title=text(40), unit=optional(6), points=points, **number),
        p.Quote(quote=text(180), by=text(40), role=optional(60)),
        p.IconCard(icon="no-such-icon", title=text(40), sub=optional(80)),
        p.Versus(left=side, right=side, unit=optional(8), badge=optional(8), **number),
        p.Timeline(title=text(40), moments=moments),
        p.Where(place=text(24), area=optional(45), facts=() if short else (text(40), text(40))),
        p.Steps(title=text(40), steps=steps),
        p.End(lines=(text(18),) * (1 if short else 4), button=text(14), next=optional(50)),
    )  # fmt: skip
    return {one.template: one for one in made}


def _line(_: int) -> str:
    return "a line"


def shot(
    picture: p.Picture,
    *,
    seconds: float = 4.0,
    beats: tuple[Beat, ...] = (),
    text: Callable[[int], str] = _line,
    **changes: Any,
) -> Shot:
    """A shot of `picture`; anything of `Shot` can be changed."""
    scene = ScenePlan(
        id="s1", narration="So it is.", title="It", kicker=text(24)[:24], picture=picture, seconds=seconds,
        source=text(60)[:60], beats=beats, icon="bike",
    )  # fmt: skip
    values: dict[str, Any] = {
        "scene": scene, "seconds": seconds * 1.25 + 0.5, "channel": text(24)[:24], "position": 2, "of": 6,
        "palette": "midnight", "accent": None, "background": "mesh", "seed": 0, "sample": True, "motion": "lively",
        "heading_font": "anton", "logo": None, "transition": "wipe",
    }  # fmt: skip
    return Shot(**{**values, **changes})


def plan(scenes: int = 6) -> ProductionPlan:
    """A plan of short icon scenes."""
    made = [
        ScenePlan(
            id=f"s{n}", narration="So it is.", title="It", seconds=3.0 + n, picture=p.IconCard(icon="bike", title="One")
        )
        for n in range(1, scenes + 1)
    ]
    return ProductionPlan(
        subject="It", language="en", title="It", description="It", hashtags=(), hook="So", call_to_action="Go",
        scenes=tuple(made), sources=(), writer="test", sample=True,
    )  # fmt: skip


THEMES = Path("/themes")
