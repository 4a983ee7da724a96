"""Piper's voices on this machine: which there are in the hub and here, and how one is added.

A voice is a folder below `.vidpipe/voices` with its model, its configuration and its model card. It appears there as a
whole, every file with the hash that the hub says; from then on nobody is asked about it.
"""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from vidpipe_assets.io.files import write_atomically
from vidpipe_assets.io.paths import explaining_os_errors
from vidpipe_assets.model.channel_voices import CHANNEL_VOICES
from vidpipe_assets.model.errors import BadInput, BadMedia, VidpipeError
from vidpipe_assets.providers.piper_hub import (
    ExpectedFile,
    HubVoice,
    expected_files,
    fetch_catalogue,
    fetch_file,
    parse_catalogue,
)
from vidpipe_assets.voice import added_voices, require_voice_model

_CATALOGUE = "voices.json"
_UNFINISHED = ".unfinished"

FileProgress = Callable[[str, int, int], None]
"""Hears a file's name, and how many bytes of how many have arrived."""


@dataclass(frozen=True)
class ListedVoice:
    """One voice, as a list shows it; `here`: on this machine."""

    name: str
    language: str
    quality: str
    megabytes: float
    here: bool


@dataclass(frozen=True)
class VoiceList:
    """The voices, those of this machine first. `warning`: why the hub's list may be old, or is missing."""

    voices: tuple[ListedVoice, ...]
    warning: VidpipeError | None = None


def list_voices(folder: Path, language: str = "") -> VoiceList:
    """The voices of `language` ('' for all): those in `folder`, and the hub's, as it was when it last answered."""
    here = {*CHANNEL_VOICES, *added_voices(folder)}
    catalogue, warning = _catalogue(folder)
    bundled = [ListedVoice(one.name, "en_US", one.about, 0.0, here=True) for one in CHANNEL_VOICES.values()]
    found = bundled if language in ("", "en") else []
    for name in sorted(here - {*catalogue} - {*CHANNEL_VOICES}):
        found.append(ListedVoice(name, name.partition("-")[0], name.rpartition("-")[2], 0.0, here=True))
    for voice in catalogue.values():
        code = voice.language.code
        told = f"{code} {voice.language.name_english}".strip()
        found.append(ListedVoice(voice.key, told, voice.quality, voice.megabytes, voice.key in here))
    wanted = [one for one in found if not language or _speaks(one.language, language)]
    return VoiceList(tuple(sorted(wanted, key=lambda one: (not one.here, one.name))), warning)


def _speaks(code: str, language: str) -> bool:
    told = code.partition(" ")[0].replace("_", "-").lower()
    return told == language.replace("_", "-").lower() or told.partition("-")[0] == language.lower()


def _catalogue(folder: Path) -> tuple[dict[str, HubVoice], VidpipeError | None]:
    """The hub's list, kept for when it does not answer; and why it did not."""
    kept = folder / _CATALOGUE
    try:
        content = fetch_catalogue()
        found = parse_catalogue(content)
    except VidpipeError as error:
        try:
            return parse_catalogue(json.loads(kept.read_text("utf-8"))), error
        except (OSError, ValueError, VidpipeError):
            return {}, error
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(kept, json.dumps(content).encode())
    return found, None


def add_voice(name: str, folder: Path, progress: FileProgress) -> Path:
    """Fetch the voice `name` into `folder`, unless it is there, and return its model.

    What has arrived stays when it is interrupted, and is not fetched again. Raises `BadInput` for a name that the hub
    does not know, and what fetching raises.
    """
    if name in added_voices(folder):
        return added_voices(folder)[name]
    with explaining_os_errors(folder / name):
        return _add(name, folder, progress)


def _add(name: str, folder: Path, progress: FileProgress) -> Path:
    catalogue, warning = _catalogue(folder)
    voice = catalogue.get(name) or next((one for one in catalogue.values() if name in one.aliases), None)
    if voice is None and warning:
        raise warning
    if voice is None:
        raise _unknown(name, catalogue)
    unfinished = folder / _UNFINISHED / voice.key
    unfinished.mkdir(parents=True, exist_ok=True)
    hashes = {one.name: _fetch(one, unfinished, progress) for one in expected_files(voice)}
    require_voice_model(unfinished / f"{voice.key}.onnx")
    write_atomically(unfinished / "hashes.json", json.dumps(hashes, indent=1).encode())
    target = folder / voice.key
    shutil.rmtree(target, ignore_errors=True)  # left half by nobody: it would be listed as added
    unfinished.replace(target)
    return added_voices(folder)[voice.key]


def _fetch(wanted: ExpectedFile, unfinished: Path, progress: FileProgress) -> str:
    target = unfinished / wanted.name
    if target.is_file():
        try:
            return wanted.require(target)
        except BadMedia:
            target.unlink()
    part = unfinished / f"{wanted.name}.part"
    found = fetch_file(wanted, part, lambda done, total: progress(wanted.name, done, total))
    part.replace(target)
    return found


def _unknown(name: str, catalogue: dict[str, HubVoice]) -> BadInput:
    near = sorted(one for one in catalogue if one.startswith(name.partition("_")[0].partition("-")[0] + "_"))
    known = f"of that language there are: {', '.join(near[:8])}" if near else "vidpipe voice list names them all"
    return BadInput(f"the hub has no Piper voice {name[:80]!r}", remedy=known)
