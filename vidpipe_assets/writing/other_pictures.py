"""Other pictures for a scene that has its words: another template for a rejected one, plain type for words by hand.

What a picture says is taken from the picture that there is, never from elsewhere, so that it claims nothing new.
"""

import re
from collections.abc import Iterable, Iterator

from vidpipe_assets.model.pictures import (
    Bar,
    Bars,
    End,
    Hook,
    IconCard,
    LineChart,
    Moment,
    Number,
    Picture,
    Quote,
    Rank,
    Step,
    Steps,
    Timeline,
    Versus,
    Where,
)
from vidpipe_assets.model.plan import ScenePlan
from vidpipe_assets.writing.beats import find_beats
from vidpipe_assets.writing.pace import SpeechPace
from vidpipe_assets.writing.text import headline_lines, sentences, truncate

_TITLE, _SUB, _STEP = 40, 80, 45
_RANK = re.compile(r"(?:#|No\. )([1-9])")


def other_pictures(scene: ScenePlan, ranks: int) -> tuple[Picture, ...]:
    """The other pictures that show what the scene's own shows, the most telling first; none for hook and end card.

    `ranks`: how many scenes tell something, for a scene that stands in a countdown of them.
    """
    own = scene.picture
    if isinstance(own, Hook | End):
        return ()
    found = (*_same_data(scene, ranks), _card_of(scene))
    return tuple({one.template: one for one in reversed(found) if one.template != own.template}.values())[::-1]


def with_picture(scene: ScenePlan, picture: Picture, pace: SpeechPace) -> ScenePlan:
    """The scene with another picture, whose beats follow its words. `pace` of the voice."""
    beats = find_beats(picture, scene.narration, 0, scene.seconds, pace, pace.language)
    return scene.model_copy(update={"picture": picture, "beats": beats})


def plain_picture(scene: ScenePlan, narration: str) -> Picture:
    """The words themselves as a picture, in type that claims nothing beside them."""
    match scene.picture:
        case Hook():
            first, *rest = sentences(narration)
            return Hook(lines=headline_lines(first), sub=truncate(" ".join(rest), 60))
        case End(button=button, next=following):
            return End(lines=headline_lines(sentences(narration)[0]), button=button, next=following)
        case _:
            first, *rest = sentences(narration)
            title = truncate(first.rstrip("."), _TITLE)
            return IconCard(icon=scene.icon, title=title, sub=truncate(" ".join(rest) if rest else "", _SUB))


def _same_data(scene: ScenePlan, ranks: int) -> Iterator[Picture]:
    """The scene's picture in other templates that hold the same data."""
    match scene.picture:
        case IconCard(title=title, sub=sub, icon=icon) if found := _RANK.fullmatch(scene.kicker):
            yield Rank(rank=int(found[1]), of=max(ranks, int(found[1])), title=title, detail=sub, icon=icon)
        case Bars() as bars:
            yield from _of_bars(bars)
        case Versus(left=left, right=right) as versus:
            sides = [Bar(label=one.label, value=one.value, highlighted=one is right) for one in (left, right)]
            yield Bars(
                title=_title(scene), unit=versus.unit, prefix=versus.prefix, decimals=versus.decimals, bars=tuple(sides)
            )
        case LineChart() as line:
            yield from _of_line(line)
        case Timeline(title=title, moments=moments):
            steps = [Step(text=truncate(f"{one.when}: {one.text}", _STEP), icon="clock") for one in moments[:4]]
            yield Steps(title=title, steps=tuple(steps))
        case Steps(title=title, steps=steps):
            moments_of = [Moment(when=str(i), text=one.text) for i, one in enumerate(steps, 1)]
            yield Timeline(title=title, moments=tuple(moments_of))
        case Where(place=place, area=area, facts=facts):
            yield IconCard(icon="map-pin", title=place, sub=truncate(facts[0] if facts else area, _SUB))
        case _:
            return


def _of_bars(bars: Bars) -> Iterator[Picture]:
    shown = next((one for one in bars.bars if one.highlighted), max(bars.bars, key=lambda one: one.value))
    yield Number(value=shown.value, decimals=bars.decimals, prefix=bars.prefix, unit=bars.unit, label=shown.label)


def _of_line(line: LineChart) -> Iterator[Picture]:
    """Its first and last point and up to four between them, as bars."""
    points = line.points
    if min(point.value for point in points) >= 0:
        picked = sorted({round(i * (len(points) - 1) / 4) for i in range(5)})
        bars = [Bar(label=points[i].label, value=points[i].value, highlighted=i == picked[-1]) for i in picked]
        yield Bars(title=line.title, unit=line.unit, prefix=line.prefix, decimals=line.decimals, bars=tuple(bars))


def _card_of(scene: ScenePlan) -> IconCard:
    """What the scene's picture says, as one idea with one icon."""
    title, sub = _card_texts(scene)
    return IconCard(icon=scene.icon, title=title, sub=truncate(sub, _SUB))


def _card_texts(scene: ScenePlan) -> tuple[str, str]:
    match scene.picture:
        case Rank(title=title, detail=detail, stat=stat):
            return title, detail or stat
        case Number() as one:
            return truncate(_value(one.value, one.decimals, one.prefix, one.unit), _TITLE), one.label
        case Quote(quote=quote, by=by, role=role):
            return by, quote if len(quote) <= _SUB else role
        case Versus(left=left, right=right) as one:
            sides = (_value(side.value, one.decimals, one.prefix, one.unit) for side in (right, left))
            return _title(scene), " against ".join(sides)
        case Bars() as one:
            return _title(scene), _listed(_value(b.value, one.decimals, one.prefix, one.unit) for b in one.bars[:2])
        case _:
            return _title(scene), ""


def _title(scene: ScenePlan) -> str:
    return truncate(scene.title, _TITLE)


def _value(value: float, decimals: int, prefix: str, unit: str) -> str:
    return f"{prefix}{value:,.{decimals}f} {unit}".strip()


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(texts)
