"""The seven stages: the only place that names them, their order, their code versions and what they read."""

from enum import StrEnum


class Stage(StrEnum):
    """One stage of a video; the value is the Dagster asset's name."""

    TRENDS = "trends"
    ANALYSIS = "analysis"
    SCRIPTS = "scripts"
    CLIPS = "clips"
    VOICEOVER = "voiceover"
    COMPOSED_VIDEO = "composed_video"
    REVIEW = "review"

    @property
    def code_version(self) -> str:
        """Raised by hand when the stage's code changes what it makes."""
        return _CODE_VERSIONS[self]

    @property
    def upstream(self) -> tuple["Stage", ...]:
        """The stages whose documents this one reads."""
        return _UPSTREAM[self]

    @property
    def theme_parts(self) -> tuple[str, ...]:
        """The parts of a theme that this stage reads, as names of `Theme.part`."""
        return _THEME_PARTS[self]

    @property
    def theme_files(self) -> tuple[str, ...]:
        """The fields of a theme that name a file which this stage reads: its bytes count, not only its name."""
        return _THEME_FILES.get(self, ())


_CODE_VERSIONS = dict.fromkeys(Stage, "1") | {
    Stage.ANALYSIS: "3",
    Stage.SCRIPTS: "34",
    Stage.CLIPS: "62",
    Stage.VOICEOVER: "3",
    Stage.COMPOSED_VIDEO: "15",
}

_UPSTREAM: dict[Stage, tuple[Stage, ...]] = {
    Stage.TRENDS: (),
    Stage.ANALYSIS: (Stage.TRENDS,),
    Stage.SCRIPTS: (Stage.ANALYSIS,),
    Stage.CLIPS: (Stage.SCRIPTS,),
    Stage.VOICEOVER: (Stage.SCRIPTS,),
    Stage.COMPOSED_VIDEO: (Stage.SCRIPTS, Stage.CLIPS, Stage.VOICEOVER),
    Stage.REVIEW: (Stage.COMPOSED_VIDEO,),
}

_THEME_PARTS: dict[Stage, tuple[str, ...]] = {
    Stage.TRENDS: ("collect", "providers.trends"),
    Stage.ANALYSIS: ("language", "repeat_after_days", "providers.text", "models.text"),
    Stage.SCRIPTS: (
        "language",
        "channel",
        "audience",
        "tone",
        "collect.hashtags",
        "format",
        "hashtags",
        "closing",
        "picture.end_card",
        "voice.speed",
        "providers.text",
        "models.text",
    ),
    Stage.CLIPS: ("channel", "picture", "providers.footage", "models.footage"),
    Stage.VOICEOVER: (
        "language",
        "tone",
        "voice.name",
        "voice.names",
        "voice.speed",
        "providers.speech",
        "models.speech",
    ),
    Stage.COMPOSED_VIDEO: ("channel", "picture", "captions", "music", "voice.volume_db", "format"),
    Stage.REVIEW: ("format.seconds",),
}

_THEME_FILES: dict[Stage, tuple[str, ...]] = {
    Stage.CLIPS: ("picture.logo.file", "picture.reference"),
    Stage.COMPOSED_VIDEO: ("music.file",),
}
