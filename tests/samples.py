"""Realistic documents of one video, for any test: a story about the Game Boy, from the trends to the finished file.

`snapshot()`, `report()`, `plan()`, `clip_set()`, `voiceover()` and `composed()` fit one another. Media are a few bytes
whose hashes are right; `Shelf` keeps them in a folder as an artifact store would.
"""

import datetime as dt
import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

from vidpipe_assets.model.media import (
    FPS,
    Artifact,
    CaptionWord,
    CheckResult,
    Clip,
    ClipSet,
    ComposedVideo,
    Inspection,
    Loudness,
    Rights,
    SpokenScene,
    SpokenWord,
    StageCost,
    TimelineScene,
    Voiceover,
)
from vidpipe_assets.model.pictures import Bar, Bars, End, Hook, Number, Side, Steps, Versus
from vidpipe_assets.model.pictures import Step as Entry
from vidpipe_assets.model.plan import LEAD_IN_S, ProductionPlan, ScenePlan
from vidpipe_assets.model.trends import (
    Fact,
    Observation,
    Opportunity,
    Pattern,
    RankedTrend,
    Source,
    Trend,
    TrendReport,
    TrendSnapshot,
    Velocity,
)
from vidpipe_assets.operations.review_contents import PackageContents

KEY = "2026-11-23_gadgets"
DAY = dt.date(2026, 11, 23)
SAMPLE_DAY = dt.date(2026, 11, 1)
NOW = dt.datetime(2026, 11, 23, 6, 0, tzinfo=dt.UTC)

NINTENDO = Source(
    name="Nintendo",
    title="Dedicated video game sales units",
    url="https://www.nintendo.co.jp/ir/en/finance/hard_soft/index.html",
)
GUINNESS = Source(
    name="Guinness World Records", title="First videogame in space", url="https://www.guinnessworldrecords.com/"
)
WIKIPEDIA = Source(name="Wikipedia", title="Game Boy", url="https://en.wikipedia.org/wiki/Game_Boy")

BATTERIES = Versus(
    left=Side(tag="Game Boy", value=15, label="hours on 4 AA", icon="battery-full"),
    right=Side(tag="Game Gear", value=5, label="hours on 6 AA", icon="battery-low"),
    unit="h",
    badge="×3",
)
SALES = Bars(
    title="Handhelds sold, in millions",
    unit="M",
    bars=(
        Bar(label="Nintendo DS", value=154.02),
        Bar(label="Game Boy", value=118.69, highlighted=True),
        Bar(label="Game Boy Advance", value=81.51),
    ),
)
FACTS = (
    Fact(
        id="game-boy-sales",
        statement="The Game Boy and the Game Boy Color together sold 118.69 million units.",
        short="118.69 million sold",
        surprise=3,
        figure=SALES,
        icon="gamepad-2",
        source=NINTENDO,
    ),
    Fact(
        id="game-boy-batteries",
        statement="It ran for about 15 hours on four AA batteries, while the Game Gear drained six in about 5.",
        short="15 hours on 4 AA batteries",
        surprise=4,
        figure=BATTERIES,
        icon="battery-full",
        source=WIKIPEDIA,
    ),
    Fact(
        id="game-boy-space",
        statement="In 1993 a cosmonaut took a Game Boy with Tetris to the space station Mir.",
        short="Played in orbit in 1993",
        surprise=5,
        icon="rocket",
        source=GUINNESS,
    ),
)

_NARRATIONS = (
    "This grey brick outlived a bomb and flew to space.",
    "Together, the Game Boy and its Color sold 118.69 million units.",
    "It ran for about 15 hours on four AA batteries; the Game Gear drained six in about 5.",
    "And in 1993, a cosmonaut took one with Tetris to the space station Mir.",
    "Which handheld did you grow up with?",
)
_PICTURES = (
    Hook(lines=("THIS GREY BRICK", "WENT TO *SPACE*"), sub="and came back working"),
    Number(value=118.69, decimals=2, unit="M", label="Game Boys sold, Color included"),
    BATTERIES,
    Steps(title="Mir, 1993", steps=(Entry(text="A cosmonaut"), Entry(text="One Game Boy"), Entry(text="Tetris"))),
    End(lines=("WHICH ONE", "WAS YOURS?"), button="Follow"),
)
_TITLES = ("The grey brick", "118.69 million", "Fifteen hours", "Tetris in orbit", "Yours?")
_EVIDENCE = ((), ("game-boy-sales",), ("game-boy-batteries",), ("game-boy-space", "hackernews:4002"), ())
_SECONDS = (3.4, 5.2, 7.1, 6.3, 3.8)


def artifact(content: bytes, suffix: str) -> Artifact:
    """What refers to `content` in a store."""
    return Artifact(sha256=hashlib.sha256(content).hexdigest(), suffix=suffix, size=len(content))


class Shelf:
    """A folder of artifacts, found by `path`; what is asked for and was never added raises `FileNotFoundError`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def add(self, content: bytes, suffix: str) -> Artifact:
        """Keep `content`."""
        kept = artifact(content, suffix)
        self.path(kept).write_bytes(content)
        return kept

    def path(self, kept: Artifact) -> Path:
        """Where it is, or would be."""
        return self.folder / kept.name


def fake_media(name: str) -> tuple[bytes, str]:
    """A few bytes that stand for the file `name`, and its suffix."""
    return f"the bytes of {name}".encode(), Path(name).suffix


def covers(number: int = 3) -> tuple[Artifact, ...]:
    """So many covers to choose from; their files are those of `fake_media`."""
    return tuple(artifact(*fake_media(f"cover-{one}.jpg")) for one in range(1, number + 1))


def snapshot() -> TrendSnapshot:
    """Three trends about one subject and one about another, with two observations each."""
    return TrendSnapshot(
        theme="gadgets",
        day=DAY,
        trends=(
            _trend("hackernews", "4002", "Tetris was played in orbit before you had a phone", 41_200, (FACTS[2],)),
            _trend("tiktok", "731", "POV: your Game Boy from 1989 still boots", 2_450_000, FACTS[:2]),
            _trend("youtube", "aB3dE", "Why the Game Boy refused to die", 986_000, FACTS[1:]),
            _trend("youtube", "zzTop", "I bought every Walkman", 120_500, (), subject="Walkman"),
        ),
        sources=("sample",),
        sample=True,
        sample_day=SAMPLE_DAY,
        collected_at=NOW,
    )


def _trend(
    platform: str, number: str, title: str, views: int, facts: tuple[Fact, ...], subject: str = "Game Boy"
) -> Trend:
    seen = tuple(
        Observation(
            observed_at=NOW - dt.timedelta(hours=hours),
            views=round(views * share),
            likes=round(views * share * 0.08),
            comments=round(views * share * 0.004),
            shares=None if platform == "youtube" else round(views * share * 0.01),
        )
        for hours, share in ((12, 0.6), (0, 1.0))
    )
    return Trend(
        platform=platform,
        external_id=number,
        title=title,
        url=f"https://example.com/{platform}/{number}",
        subject=subject,
        creator="@retro.repair",
        hashtags=("gameboy", "retro"),
        seconds=28.0,
        published_at=NOW - dt.timedelta(days=2),
        language="en",
        region="US",
        observations=seen,
        facts=facts,
    )


def _velocity(views: int) -> Velocity:
    return Velocity(views=views, per_hour=round(views * 0.4 / 12, 1), acceleration=12.5, engagement=0.094)


def report() -> TrendReport:
    """The claimed story is the Game Boy; the Walkman comes second."""
    trends = sorted(snapshot().trends, key=lambda trend: -(trend.observations[-1].views or 0))
    claimed = Opportunity(
        key="game-boy",
        subject="Game Boy",
        score=8.4,
        velocity=_velocity(2_450_000),
        reason="Three posts on three platforms gained 1.4 million views in twelve hours.",
        evidence=("tiktok:731", "youtube:aB3dE", "hackernews:4002"),
        facts=FACTS,
    )
    second = Opportunity(
        key="walkman",
        subject="Walkman",
        score=1.2,
        velocity=_velocity(120_500),
        reason="One post is growing steadily.",
        evidence=("youtube:zzTop",),
    )
    return TrendReport(
        theme="gadgets",
        day=DAY,
        ranked=tuple(
            RankedTrend(
                trend_id=trend.id,
                title=trend.title,
                platform=trend.platform,
                velocity=_velocity(trend.observations[-1].views or 0),
                hook="statement",
                cluster=place,
            )
            for place, trend in enumerate(trends)
        ),
        opportunities=(claimed, second),
        claimed=claimed,
        phrases=("game boy", "still boots", "retro repair"),
        hooks=(Pattern(name="statement", count=3, share=0.75, per_hour=32_866.7),),
        lengths=(Pattern(name="15-30 s", count=4, share=1.0, per_hour=32_866.7),),
        best_hours=(Pattern(name="6", count=4, share=1.0, per_hour=32_866.7),),
        narrative="Old handhelds that still work beat new ones: the Game Boy leads on all three platforms.",
        sample=True,
        sample_day=SAMPLE_DAY,
        made_from={"trends": snapshot().data_version},
    )


def plan() -> ProductionPlan:
    """Five scenes: hook, number, comparison, list, end."""
    told = zip(_NARRATIONS, _PICTURES, _TITLES, _EVIDENCE, _SECONDS, strict=True)
    scenes = tuple(
        ScenePlan(
            id=f"s{number}",
            narration=narration,
            title=title,
            kicker="Game Boy",
            picture=picture,
            visual_prompt="a grey handheld on a wooden desk, close up",
            search_terms=("game boy", "handheld"),
            icon="gamepad-2",
            seconds=seconds,
            evidence=evidence,
            source="Nintendo" if evidence else "",
        )
        for number, (narration, picture, title, evidence, seconds) in enumerate(told, 1)
    )
    return ProductionPlan(
        subject="Game Boy",
        language="en",
        title="The grey brick that went to space",
        description=(
            "118.69 million people owned one. One of them took it to orbit.\n\n"
            "Facts: Nintendo, Wikipedia, Guinness World Records.\n"
            "Engagement numbers behind this video are sample numbers (1 November 2026)."
        ),
        hashtags=("gameboy", "retrogaming", "gadgets", "didyouknow"),
        hook="This grey brick went to space.",
        call_to_action="Which handheld did you grow up with?",
        scenes=scenes,
        sources=(NINTENDO, WIKIPEDIA, GUINNESS),
        writer="offline",
        sample=True,
        made_from={"analysis": report().data_version},
    )


def clip_set() -> ClipSet:
    """Four drawn clips, and a filmed one whose rights nobody knows."""
    drawn = Rights(creator="vidpipe", licence="drawn for this video")
    return ClipSet(
        clips=tuple(
            Clip(
                scene=scene.id,
                artifact=artifact(*fake_media(f"{scene.id}.mp4")),
                frames=round(scene.seconds * FPS * 1.25) + 1,
                provider="own" if scene.id == "s4" else "motion",
                kind="footage" if scene.id == "s4" else "motion",
                title="mir-station.mp4" if scene.id == "s4" else "",
                notes=("enlarged from 720x1280",) if scene.id == "s4" else (),
                rights=Rights() if scene.id == "s4" else drawn,
            )
            for scene in plan().scenes
        ),
        seconds_spent=21.4,
    )


def spoken_words(narration: str, seconds: float) -> tuple[SpokenWord, ...]:
    """The words of `narration`, evenly spread over `seconds` with a little air between them."""
    texts = narration.split()
    step = seconds / len(texts)
    return tuple(
        SpokenWord(text=text, start_s=round(place * step, 3), end_s=round((place + 0.9) * step, 3))
        for place, text in enumerate(texts)
    )


def voiceover() -> Voiceover:
    """One file a scene, half a second shorter than the scene."""
    return Voiceover(
        scenes=tuple(
            SpokenScene(
                scene=scene.id,
                audio=artifact(*fake_media(f"{scene.id}.wav")),
                seconds=scene.seconds - 0.5,
                words=spoken_words(scene.narration, scene.seconds - 0.5),
            )
            for scene in plan().scenes
        ),
        voice="joe",
        provider="piper",
        alignment="exact",
        rights=Rights(creator="Joe", licence="CC0", url="https://example.com/voices/joe"),
        seconds_spent=6.2,
    )


def timeline() -> tuple[TimelineScene, ...]:
    """The scenes one after the other."""
    laid: list[TimelineScene] = []
    for scene in plan().scenes:
        start = laid[-1].start_frame + laid[-1].frames if laid else 0
        laid.append(
            TimelineScene(
                scene=scene.id,
                title=scene.title,
                start_frame=start,
                frames=round(scene.seconds * FPS),
                voice_start_s=start / FPS + LEAD_IN_S,
            )
        )
    return tuple(laid)


def composed() -> ComposedVideo:
    """The finished video; its files are those of `fake_media`."""
    laid = {scene.scene: scene for scene in timeline()}
    return ComposedVideo(
        video=artifact(*fake_media("video.mp4")),
        thumbnail=artifact(*fake_media("thumbnail.jpg")),
        contact_sheet=artifact(*fake_media("contact-sheet.jpg")),
        captions_srt=artifact(*fake_media("captions.srt")),
        captions_ass=artifact(*fake_media("captions.ass")),
        timeline=timeline(),
        caption_words=tuple(
            CaptionWord(
                scene=scene.scene,
                text=word.text,
                start_s=laid[scene.scene].voice_start_s + word.start_s,
                end_s=laid[scene.scene].voice_start_s + word.end_s,
            )
            for scene in voiceover().scenes
            for word in scene.words
        ),
        seconds=sum(_SECONDS),
        inspection=inspection(),
        made_from={
            "scripts": plan().data_version,
            "clips": clip_set().data_version,
            "voiceover": voiceover().data_version,
        },
        seconds_spent=19.8,
        cpu_seconds_spent=31.5,
    )


def inspection() -> Inspection:
    """Measurements of a file that is as it should be."""
    return Inspection(
        width=1080,
        height=1920,
        fps=30,
        codec="h264",
        profile="High",
        pixel_format="yuv420p",
        colour_space="bt709",
        colour_primaries="bt709",
        colour_transfer="bt709",
        colour_range="tv",
        audio_codec="aac",
        audio_rate=48_000,
        audio_channels=2,
        faststart=True,
        frames=round(sum(_SECONDS) * FPS),
        seconds=sum(_SECONDS),
        size=9_812_345,
        decode_errors=(),
        frozen=(),
        black=(),
        loudness=Loudness(integrated_lufs=-14.1, true_peak_dbtp=-1.4, range_lu=4.2),
        thumbnail_brightness=88.0,
    )


def check_results() -> tuple[CheckResult, ...]:
    """Four that passed."""
    return (
        _check("scripts", "plan_complete", True, "5 scenes, each with words and a picture"),
        _check("voiceover", "voice_says_the_script", True, "every word is said, in order"),
        _check("composed_video", "decodes_to_the_end", True, "774 frames, no error"),
        _check("composed_video", "loudness", False, "-14.1 LUFS, true peak -1.4 dBTP"),
    )


def _check(stage: str, name: str, blocking: bool, description: str) -> CheckResult:
    return CheckResult(stage=stage, name=name, passed=True, blocking=blocking, description=description)


def costs() -> tuple[StageCost, ...]:
    """What a video with paid footage and a paid voice would cost."""
    return (StageCost(stage="clips", amount="0.30"), StageCost(stage="voiceover", amount="0.0421"))


def contents(shelf: Shelf, **changes: Any) -> PackageContents:
    """All of the above as the review gets it, with the media on `shelf`."""
    files = ("video.mp4", "thumbnail.jpg", "contact-sheet.jpg", "captions.srt", "captions.ass")
    for name in (*files, "cover-1.jpg", "cover-2.jpg", "cover-3.jpg"):
        shelf.add(*fake_media(name))
    video = composed()
    versions = {
        "trends": snapshot().data_version,
        "analysis": report().data_version,
        **video.made_from,
        "composed_video": video.data_version,
    }
    whole = PackageContents(
        video_key=KEY,
        theme="gadgets",
        snapshot=snapshot(),
        report=report(),
        plan=plan(),
        clips=clip_set(),
        voiceover=voiceover(),
        composed=video,
        artifact_path=shelf.path,
        checks=check_results(),
        costs=costs(),
        data_versions=versions,
        packaged_at=NOW,
    )
    return replace(whole, **changes)
