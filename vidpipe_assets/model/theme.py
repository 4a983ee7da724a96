"""A theme: what a channel is about. One YAML file in `themes/`, validated here, read from disk by `storage.themes`.

Every field is bounded, described and has a default, so that a name and a channel make a theme. The parts are split by
the stage that reads them (`Stage.theme_parts`), so that a change touches only the stages that it concerns.

An order may change how its own video is written, looks and sounds (`CHANGEABLE`), but never who is asked and what may
be spent, and no name of a file: an order comes from other software, a theme from whoever runs vidpipe.
"""

from collections.abc import Mapping
from decimal import Decimal
from operator import not_
from typing import Annotated, Any, Literal, cast

from pydantic import AfterValidator, BeforeValidator, Field, PrivateAttr, StringConstraints, ValidationError

from vidpipe_assets.language.letters import is_hashtag, plain_letters
from vidpipe_assets.model.channel_voices import AUTO_VOICE, CHANNEL_VOICES, TONE_VOICES
from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.order import Order
from vidpipe_assets.model.values import Value

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,40}$")]
Provider = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
ModelName = Annotated[str, StringConstraints(pattern=r"^[!-~]{1,200}$")]
Judge = Annotated[str, StringConstraints(pattern=r"^([a-z][a-z0-9_]{0,39}(/[!-~]{1,200})?)?$")]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]


def _hashtag(text: str) -> str:
    tag = plain_letters(text.lstrip("#"))
    if not is_hashtag(tag):
        raise ValueError("a hashtag is letters, digits and underscores")
    return tag


Hashtag = Annotated[str, AfterValidator(_hashtag), Field(max_length=60)]

FeedUrl = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^https?://[^\s/@]+(/\S*)?$", max_length=500)
]
Subreddit = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_]{1,20}$")]


class Collect(Value):
    """What to look for."""

    queries: tuple[Words, ...] = Field(default=(), max_length=20, description="search queries")
    hashtags: tuple[Hashtag, ...] = Field(default=(), max_length=30, description="hashtags to look for")
    regions: tuple[Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")], ...] = Field(
        default=("US",), min_length=1, max_length=20, description="ISO 3166 country codes"
    )
    feeds: tuple[FeedUrl, ...] = Field(default=(), max_length=20, description="RSS and Atom feeds, for rss")
    subreddits: tuple[Subreddit, ...] = Field(default=(), max_length=20, description="without r/, for reddit")
    categories: tuple[Annotated[str, StringConstraints(pattern=r"^[0-9]{1,3}$")], ...] = Field(
        default=(), max_length=10, description="numbers of video categories, for youtube: 28 is science and technology"
    )
    most: int = Field(default=50, ge=10, le=200, description="posts of one answer that are looked at")


Kind = Literal["auto", "countdown", "story", "versus", "myth_or_fact", "quiz", "how_it_works", "timeline"]


class Format(Value):
    """What kind of video, and how long."""

    kind: Kind = Field(
        default="auto", description="how the story is told; auto: as its facts allow, and not always alike"
    )
    seconds: int = Field(default=30, ge=15, le=180, description="length of the video, in seconds")


class Logo(Value):
    """A picture in the channel strip."""

    file: str = Field(max_length=300, description="PNG file, relative to the themes folder")


Palette = Literal[
    "midnight", "ember", "forest", "blueprint", "paper", "citrus", "plum", "lagoon", "graphite", "brick", "mint", "sky",
]  # fmt: skip


World = Literal[
    "auto", "none", "space", "deepspace", "ocean", "shore", "desert", "jungle", "mountains", "field", "city",
    "room", "laboratory", "archive", "stadium", "factory", "ice", "mars", "ruins", "reef", "oldtown", "street",
    "harbour", "meadow", "savanna", "stage", "kitchen", "museum", "launchpad", "moon", "venus", "cabin", "sea", "tank",
    "hospital", "forest", "airfield",
]  # fmt: skip


GraphicsName = Literal[
    "auto", "classic", "arcade", "orbit", "wildlife", "worksite", "chart", "menu", "gig", "broadcast", "documentary",
    "trail", "journal", "magazine",
]  # fmt: skip


class Picture(Value):
    """How the scenes look."""

    palette: Palette = Field(default="midnight", description="the colours")
    accent: Colour | None = Field(default=None, description='replaces the palette\'s accent: "#FF8800"')
    heading_font: Literal["anton", "montserrat", "inter"] = Field(default="anton", description="the big words")
    graphics: GraphicsName = Field(
        default="auto",
        exclude_if=lambda name: name == "auto",
        description="the form of strip, headlines, ranks and progress; auto: one a channel, by its name",
    )
    motion: Literal["lively", "calm"] = Field(default="lively", description="calm: slower, no bouncing")
    transition: Literal["auto", "push", "whip", "zoom", "iris", "wipe", "morph", "blinds", "fade"] = Field(
        default="auto", description="from scene to scene; auto: one kind a video, by the channel and its motion"
    )
    world: World = Field(
        default="auto",
        description="what is seen behind drawn scenes; auto: what fits the subject; none: light and shapes",
    )
    illustrations: Literal["auto", "off"] = Field(
        default="auto", description="auto: the subject's picture takes the icon's place where there is one; off: icons"
    )
    logo: Logo | None = Field(default=None, description="a picture in the channel strip")
    intro_card: bool = Field(default=False, description="a half-second of the channel's name before the hook")
    end_card: bool = Field(default=True, description="the last scene asks a question and shows the button")
    over_footage: Literal["card", "full", "strip", "none"] = Field(
        default="card",
        description="drawn over clips and photographs; card: low, so that they are seen; full: as a drawn scene is; "
        "strip: channel and source only",
    )
    footage_folder: str = Field(
        default="", max_length=300, description="your own clips, for the provider 'own'; relative to the themes folder"
    )
    reference: str = Field(
        default="",
        max_length=300,
        exclude_if=not_,
        description="a JPEG or PNG of a character or style, for models that make stills; relative to the themes folder",
    )
    judge: Judge = Field(
        default="",
        exclude_if=not_,
        description="a model that looks at found pictures before one is taken, and is paid for it: text (the first of "
        "providers.text), PROVIDER or PROVIDER/MODEL; empty: their words decide",
    )


_FORMER_STYLES = {"outline": "pop"}
"""Names of 0.1.0 that themes and orders may still have."""


def _present_style(name: Any) -> Any:
    return _FORMER_STYLES.get(name, name) if isinstance(name, str) else name


CaptionStyleName = Literal["pop", "karaoke", "box", "one_word", "calm"]


class Captions(Value):
    """How the spoken words are shown."""

    style: Annotated[CaptionStyleName, BeforeValidator(_present_style)] = Field(
        default="pop",
        description="pop: the word being said springs up; karaoke: words fill as they are said; box: on a dark box; "
        "one_word: big, one at a time; calm: smaller, whole phrases, nothing moves (outline: pop, as it was called)",
    )
    highlight: Colour | None = Field(default=None, description='the word being said: "#FF8800"; default: the accent')
    font: Literal["montserrat", "anton", "inter"] = Field(default="montserrat", description="of the spoken words")
    size: int = Field(default=68, ge=48, le=96, description="pixels of 1920")
    upper_case: bool = Field(default=False, description="ALL IN CAPITALS")


class Closing(Value):
    """How the video ends."""

    question: str = Field(default="", max_length=60, description="asked on the end card; default: the writer's own")
    button: str = Field(default="Follow", min_length=1, max_length=14, description="the word on the button")


class Voice(Value):
    """Who speaks."""

    name: str = Field(
        default=AUTO_VOICE,
        min_length=1,
        max_length=300,
        description=f"{', '.join(CHANNEL_VOICES)}; the provider's name, id or path of another; auto: by the tone",
    )
    names: dict[Provider, Words] = Field(
        default={}, max_length=6, description="where another of providers.speech has another voice: {elevenlabs: ID}"
    )
    speed: float = Field(
        default=1.0, ge=0.7, le=1.5, description="1.12: 165 to 185 words a minute; 1.2: a fifth faster"
    )
    volume_db: float = Field(default=0.0, ge=-12, le=12, description="louder or softer, in decibels")

    @property
    def is_standard(self) -> bool:
        """Whether a provider that has other voices takes the one that is its own standard."""
        return self.name == AUTO_VOICE or self.name in CHANNEL_VOICES


Mood = Literal["bright", "calm", "tense", "warm", "curious", "epic", "playful", "dark"]


class Music(Value):
    """What is heard below the voice."""

    kind: Literal["synthesised", "file", "none"] = Field(default="synthesised", description="where it comes from")
    mood: Mood = Field(default="bright", description="of synthesised music")
    effects: bool = Field(default=True, description="sounds of cuts, numbers and what appears")
    file: str = Field(default="", max_length=300, description="for kind: file; relative to the themes folder")
    volume_db: float = Field(default=0.0, ge=-24, le=12, description="louder or softer, in decibels")


class Schedule(Value):
    """When videos are ordered."""

    enabled: bool = Field(default=False, description="false: only on request")
    cron: str = Field(default="0 6 * * *", max_length=100, description="minute, hour, day, month, weekday")
    time_zone: str = Field(default="UTC", max_length=60, description="of the cron: Europe/Berlin")
    videos_a_day: int = Field(default=1, ge=1, le=24, description="shared among the day's times")


Chain = Annotated[tuple[Provider, ...], Field(min_length=1, max_length=6)]
Sources = Annotated[tuple[Provider, ...], Field(min_length=1, max_length=12)]


class Providers(Value):
    """Which providers are asked, in order of preference."""

    trends: Sources = Field(default=("sample",), description="what is trending; all of them are asked")
    text: Chain = Field(default=("offline",), description="who writes; offline: from the facts, without a model")
    footage: Chain = Field(default=("motion",), description="what is seen; motion: drawn scenes")
    speech: Chain = Field(default=("piper",), description="who speaks")


Choice = Annotated[dict[Provider, ModelName], Field(max_length=6)]
"""Provider -> model, as the provider names it."""


class Models(Value):
    """Which model of a provider is asked; of one that is not named here, its standard one."""

    text: Choice = Field(default={}, description="who writes: {anthropic: claude-haiku-4-5}")
    footage: Choice = Field(
        default={}, description="who films: {fal: alibaba/happy-horse/image-to-video} brings drawn scenes to life"
    )
    speech: Choice = Field(default={}, description="who speaks: {elevenlabs: eleven_flash_v2_5}")


class ReviewPolicy(Value):
    """How long a finished video waits for a person."""

    expire_after_days: int = Field(
        default=30, ge=0, le=365, description="a video that nobody reviews for so long expires; 0: never"
    )


class Budget(Value):
    """The most that may be spent, in US dollars."""

    video: Decimal = Field(default=Decimal("1.00"), ge=0, le=1000, description="for one video")
    day: Decimal = Field(default=Decimal("10.00"), ge=0, le=100000, description="for all videos of a day")


TEXT_JUDGE = "text"
"""The value of `picture.judge` for whoever writes."""

LOGO_FILE, MUSIC_FILE, REFERENCE_FILE = "picture.logo.file", "music.file", "picture.reference"
"""The fields that name a file whose bytes belong to what is made of it."""


class Theme(Value):
    """One channel."""

    name: Name = Field(description="the file's name without .yaml")
    channel: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=24)] = Field(
        description="as the picture shows it"
    )
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")] = Field(
        default="en", description="en or en-GB"
    )
    audience: str = Field(default="curious people", max_length=200, description="for whom it is written")
    tone: Literal["wry", "warm", "urgent", "plain"] = Field(default="wry", description="how it is written")
    collect: Collect = Collect()
    repeat_after_days: int = Field(default=30, ge=0, le=365, description="when a story may be told again")
    format: Format = Format()
    picture: Picture = Picture()
    captions: Captions = Captions()
    closing: Closing = Closing()
    voice: Voice = Voice()
    music: Music = Music()
    hashtags: tuple[Hashtag, ...] = Field(default=(), max_length=10, description="added to every video's own")
    schedule: Schedule = Schedule()
    review: ReviewPolicy = ReviewPolicy()
    providers: Providers = Providers()
    models: Models = Models()
    budget: Budget = Budget()

    _file_hashes: Mapping[str, str] = PrivateAttr(default_factory=dict[str, str])

    @property
    def file_hashes(self) -> Mapping[str, str]:
        """Field that names a file -> the hash of its bytes, as `storage.theme_material` found them; no field of it."""
        return self._file_hashes

    def with_file_hashes(self, hashes: Mapping[str, str]) -> "Theme":
        """The same theme over files with these bytes."""
        found = self.model_copy()
        found._file_hashes = dict(hashes)
        return found

    def voice_at(self, provider: str) -> Voice:
        """The voice as one provider of speech is asked for it."""
        name = self.voice.names.get(provider, self.voice.name)
        if name == AUTO_VOICE and provider == "piper":
            name = TONE_VOICES[self.tone]
        return self.voice.model_copy(update={"name": name})

    def part(self, name: str) -> Any:
        """The part called `name`: a field, or a field of a field (`providers.speech`)."""
        value: Any = self
        for step in name.split("."):
            value = getattr(value, step)
        return value


THEME = "theme"
"""Where an order's overrides hold its changes."""

CHANGEABLE: Mapping[str, tuple[str, ...]] = {
    "language": (),
    "audience": (),
    "tone": (),
    "hashtags": (),
    "format": ("kind", "seconds"),
    "picture": (
        "palette",
        "accent",
        "world",
        "illustrations",
        "heading_font",
        "graphics",
        "motion",
        "transition",
        "intro_card",
        "end_card",
        "over_footage",
    ),
    "captions": ("style", "highlight", "font", "size", "upper_case"),
    "closing": ("question", "button"),
    "voice": ("speed", "volume_db"),
    "music": ("mood", "effects", "volume_db"),
}
"""Field of a theme -> which of its own fields; none: the field itself."""


def changed(theme: Theme, changes: Mapping[str, Any]) -> Theme:
    """The theme with these fields instead of its own. Raises `BadInput` for what cannot be changed or used."""
    content = theme.model_dump()
    for name, value in changes.items():
        if name not in CHANGEABLE:
            raise _refused(name)
        if not CHANGEABLE[name]:
            content[name] = value
            continue
        if not isinstance(value, Mapping):
            raise _refused(name)
        part = cast("Mapping[str, Any]", value)
        for field in part:
            if field not in CHANGEABLE[name]:
                raise _refused(f"{name}.{field}")
        content[name] |= part
    try:
        return Theme.model_validate(content).with_file_hashes(theme.file_hashes)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise BadInput(f"overrides: {where}: {first['msg']}", remedy="see the fields of themes") from error


def theme_of(theme: Theme, order: Order) -> Theme:
    """The theme of one order. What it does not take any more has no effect: it was checked when it was ordered."""
    changes = order.overrides.get(THEME)
    if not changes:
        return theme
    try:
        return changed(theme, changes)
    except BadInput:
        return theme


def _refused(name: str) -> BadInput:
    there = ", ".join(f"{one} ({', '.join(fields)})" if fields else one for one, fields in CHANGEABLE.items())
    return BadInput(f"overrides: {name[:80]!r} cannot be changed by an order", remedy=f"these can: {there}")
