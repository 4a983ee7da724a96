"""Media as values: artifacts, clips, speech, the composed video and the package a person reviews."""

import datetime as dt
import re
from dataclasses import dataclass
from operator import not_
from pathlib import Path
from typing import Annotated

from pydantic import Field

from vidpipe_assets.model.checks import CheckResult
from vidpipe_assets.model.trends import Source
from vidpipe_assets.model.values import Document, Value, Varying

WIDTH, HEIGHT, FPS = 1080, 1920, 30
"""Every picture of vidpipe: pixels and frames per second."""


class Artifact(Value):
    """A media file, stored by the sha256 of its bytes."""

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    suffix: str = Field(pattern=r"^\.[a-z0-9]{1,8}$", description="'.mp4'")
    size: int = Field(ge=0, description="bytes")

    @property
    def name(self) -> str:
        """The file's name in the store."""
        return self.sha256 + self.suffix


_NAMING = re.compile(r"\b(cc[ -]?by|attribution|gfdl|gnu free|ogl|open government|free art|lal|odc-by)", re.IGNORECASE)
_FREE_OF_NAMING = re.compile(r"\b(cc0|cc-zero|public domain|no attribution|pdm)\b", re.IGNORECASE)


class Rights(Value):
    """Who made a piece of footage and under which terms it may be used; empty means unknown.

    `url` is the page of the work, `licence_url` that of the terms.
    """

    creator: str = ""
    licence: str = ""
    url: str = ""
    licence_url: str = Field(default="", exclude_if=not_)

    @property
    def demands_credit(self) -> bool:
        """Whether the licence asks that the creator is named with the picture."""
        return bool(_NAMING.search(self.licence)) and not _FREE_OF_NAMING.search(self.licence)

    @property
    def credit(self) -> str:
        """What has to stand on the picture: 'Picture: Ada Lovelace / CC BY-SA 4.0'; empty where nothing has to."""
        who = self.creator.strip() or "unknown"
        return f"Picture: {who} / {self.licence.strip()}" if self.demands_credit else ""


class FoundPicture(Value):
    """A picture or film that a library offers for a scene, and how well its text fits the scene's words.

    `rights.url` is the page of the work; `file_url` leads to its file, of `width` by `height` pixels. `seconds`: of a
    film; 0: a still.
    """

    id: str = Field(min_length=1, max_length=400, description="names it for ever within its library")
    title: str = Field(max_length=200)
    rights: Rights
    file_url: str = Field(max_length=2000)
    width: int = Field(gt=0)
    height: int = Field(gt=0)
    seconds: float = Field(default=0, ge=0)
    score: float = Field(default=0, ge=0, le=1, description="how well its text fits the scene's words")
    reason: str = Field(default="", max_length=300, description="which words, and where they stand")
    seen: str = Field(
        default="", max_length=300, exclude_if=not_, description="what a model says that has looked at it"
    )
    seen_by: str = Field(default="", max_length=300, exclude_if=not_, description="which model that was")
    thumb_url: str = Field(
        default="", max_length=2000, exclude_if=not_, description="a small picture of it, where the library has one"
    )
    thumb: Artifact | None = Field(
        default=None, exclude_if=not_, description="the small picture, kept so that nobody's browser has to ask for it"
    )


class PictureChoice(Value):
    """Why a scene shows what it shows, and what else was found for it, best first."""

    score: float = Field(ge=0, le=1)
    reason: str
    runners_up: tuple[FoundPicture, ...] = ()
    picture: FoundPicture | None = Field(
        default=None, exclude_if=not_, description="what is shown, as the library has told of it"
    )
    searched: str = Field(default="", exclude_if=not_, description="the subject that was searched for")


class Clip(Value):
    """The picture of one scene, 1080x1920 at 30 frames per second, longer than the scene is expected to last."""

    scene: str
    artifact: Artifact
    frames: int = Field(gt=0)
    provider: str
    kind: str = Field(description="'motion' (drawn) or 'footage' (filmed)")
    title: str = Field(default="", description="file name or title of the footage")
    notes: tuple[str, ...] = Field(default=(), description="what a person should know: 'enlarged from 640x360'")
    rights: Rights = Rights()
    footage_id: Varying[str] = Field(default="", description="names the footage for ever within its provider")
    take: Varying[int] = Field(default=1, description="raised when a person rejects the scene's clip")
    still: Varying[Artifact | None] = Field(
        default=None, exclude_if=not_, description="of footage: a frame of it without anything over it, for covers"
    )
    drawn_from: Varying[str] = Field(default="", description="of a drawn clip: hash of all that it depends on")
    file_sha256: Varying[str] = Field(
        default="", exclude_if=not_, description="of footage of the theme's own: of its file's bytes"
    )
    choice: Varying[PictureChoice | None] = Field(
        default=None,
        exclude_if=not_,
        description="of a library that was searched by words: why this one, and what else",
    )
    at_top: bool = Field(
        default=False, exclude_if=not_, description="what is drawn over its footage stands at the top, captions do not"
    )


class ClipSet(Document):
    """The document of `clips`: one clip a scene, in the scenes' order."""

    clips: tuple[Clip, ...]
    seconds_spent: Varying[float] = Field(default=0, description="wall time")


Glued = Annotated[bool, Field(exclude_if=not_, description="nothing stands between it and the word before")]
"""Of words in scripts without spaces; left out where it is false."""


class SpokenWord(Value):
    """One word of the narration and when it is heard, in seconds from the start of its scene's audio."""

    text: str
    start_s: float = Field(ge=0)
    end_s: float = Field(ge=0)
    glued: Glued = False


@dataclass(frozen=True)
class Spoken:
    """One text as it was spoken, in a file that is not yet an artifact.

    `words` are exactly those of `language.words.split_words(text)`, each with its moment in seconds from the start of
    `path`; `alignment` is 'exact' (the synthesiser's own), 'forced' (found by comparison) or 'proportional' (estimated
    by letters). `error_s`: by how much the beginnings of the words are probably wrong (95th percentile); 0 where they
    are exact. `voice`: as the provider names it, where that is not what the theme says.
    """

    path: Path
    seconds: float
    words: tuple[SpokenWord, ...]
    alignment: str
    error_s: float = 0.0
    voice: str = ""


class SpokenScene(Value):
    """One scene's narration: mono audio with the silence at both ends trimmed."""

    scene: str
    audio: Artifact
    seconds: float = Field(gt=0)
    words: tuple[SpokenWord, ...] = Field(description="exactly the narration's words, in order")
    spoken_from: Varying[str] = Field(
        default="", exclude_if=not_, description="by a voice on this machine: hash of all that its sound depends on"
    )


class Voiceover(Document):
    """The document of `voiceover`."""

    scenes: tuple[SpokenScene, ...]
    voice: str
    provider: str
    alignment: str = Field(description="how the word times were had: 'exact', 'forced' or 'proportional'")
    word_error_s: Varying[float] = Field(
        default=0, description="by how much words' beginnings are probably wrong: 95th percentile, estimated"
    )
    rights: Rights = Rights()
    seconds_spent: Varying[float] = Field(default=0, description="wall time")


class TimelineScene(Value):
    """Where a scene lies in the composed video, in frames, and when its voice starts, in seconds."""

    scene: str
    title: str
    start_frame: int = Field(ge=0)
    frames: int = Field(gt=0)
    voice_start_s: float = Field(ge=0)


class Loudness(Value):
    """Measured as in EBU R 128."""

    integrated_lufs: float
    true_peak_dbtp: float
    range_lu: float = 0


class Stretch(Value):
    """A stretch of video, in seconds."""

    start_s: float
    end_s: float


class Inspection(Value):
    """What was measured in the finished file, not what was asked for."""

    width: int
    height: int
    fps: float
    codec: str
    profile: str
    pixel_format: str
    colour_space: str
    colour_primaries: str
    colour_transfer: str
    colour_range: str
    audio_codec: str
    audio_rate: int
    audio_channels: int
    faststart: bool
    frames: int
    seconds: float
    size: int = Field(description="bytes")
    decode_errors: tuple[str, ...]
    frozen: tuple[Stretch, ...] = Field(description="ffmpeg freezedetect, n=0.001, over 2.5 s")
    black: tuple[Stretch, ...] = Field(description="ffmpeg blackdetect")
    loudness: Loudness
    thumbnail_brightness: float = Field(ge=0, le=255, description="mean luma of the thumbnail")


class CaptionWord(Value):
    """One word as it is shown, in seconds from the start of the video."""

    scene: str
    text: str
    start_s: float
    end_s: float
    glued: Glued = False


class DrawnCaption(Value):
    """The words of one caption as they stand in the file that is drawn from, in the order in which they are said."""

    scene: str
    text: str


class ComposedVideo(Document):
    """The document of `composed_video`."""

    video: Artifact
    thumbnail: Artifact
    contact_sheet: Artifact
    covers: tuple[Artifact, ...] = Field(
        default=(), exclude_if=not_, description="to choose from; none in videos of before there were any"
    )
    captions_srt: Artifact
    captions_ass: Artifact
    timeline: tuple[TimelineScene, ...]
    caption_words: tuple[CaptionWord, ...]
    captions_drawn: Varying[tuple[DrawnCaption, ...]] = Field(
        default=(), exclude_if=not_, description="what the captions show; none in videos of before this was kept"
    )
    seconds: float
    inspection: Inspection
    # The video's own bytes tell two of them apart.
    segments: Varying[tuple[str, ...]] = Field(
        default=(), description="hashes of what the picture was made from, two a scene: its first frames, the rest"
    )
    sound: Varying[str] = Field(default="", description="hash of what the sound was mixed from")
    copied: Varying[tuple[str, ...]] = Field(
        default=(),
        description="scenes whose picture was copied from the video before; only a transition to one may be new",
    )
    refilmed: Varying[tuple[Clip, ...]] = Field(default=(), description="clips that the voice outlasted, made again")
    made_from: dict[str, str] = Field(default={}, description="stage -> data version; `review` shows exactly these")
    seconds_spent: Varying[float] = Field(default=0, description="wall time")
    cpu_seconds_spent: Varying[float] = Field(default=0)

    def shown(self, clips: ClipSet) -> ClipSet:
        """The clips that are seen: those of `clips`, but for those that were made again."""
        again = {clip.scene: clip for clip in self.refilmed}
        return clips.model_copy(update={"clips": tuple(again.get(clip.scene, clip) for clip in clips.clips)})


class StageCost(Value):
    """What one stage cost."""

    stage: str
    amount: str = Field(description="a decimal number")
    currency: str = "USD"


class Provenance(Value):
    """How one scene came to be: from the trend to the clip."""

    scene: str
    facts: tuple[str, ...]
    trends: tuple[str, ...]
    clip: str
    clip_provider: str
    rights: Rights = Rights()


class ReviewPackage(Document):
    """The document of `review`: all that a person needs to say yes or no, and to upload it."""

    video_key: str
    theme: str
    title: str
    description: str
    hashtags: tuple[str, ...]
    sources: tuple[Source, ...]
    sample: bool
    files: dict[str, Artifact] = Field(description="name in the package -> artifact")
    cover: int = Field(default=0, exclude_if=not_, description="which of the covers is cover.jpg; 0: there are none")
    provenance: tuple[Provenance, ...]
    checks: tuple[CheckResult, ...]
    costs: Varying[tuple[StageCost, ...]] = ()
    data_versions: dict[str, str] = Field(description="stage -> data version")
    seconds: float
    packaged_at: Varying[dt.datetime]
