"""The sound of a video: each voice at its exact sample, music that makes room for it, a platform's loudness.

The balance is set first (voice and music each brought to a known loudness, the music pressed down while somebody
speaks), then the whole is brought to `LOUDNESS_LUFS` and limited, again until it is right. What counts is measured in
the encoded file, after decoding it, since AAC adds peaks of its own: if they are too high, the limit goes down.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from vidpipe_assets.io.files import file_sha256
from vidpipe_assets.model.errors import BadInput, BadMedia
from vidpipe_assets.model.media import FPS, Loudness, TimelineScene
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.theme import Music
from vidpipe_assets.model.values import content_hash
from vidpipe_assets.render import ffmpeg
from vidpipe_assets.render.audio.cues import Cue
from vidpipe_assets.render.audio.effects import play_effects
from vidpipe_assets.render.audio.samples import RATE, SILENCE_LUFS, Samples, integrated_loudness, read_wave, write_wave
from vidpipe_assets.render.audio.synthesis import MUSIC_LUFS, synthesise_music
from vidpipe_assets.render.video.timeline import total_frames

LOUDNESS_LUFS = -14.0

VOICE_LUFS = -18.0
_MUSIC_BED_LUFS = -26.0
_DUCK = "sidechaincompress=threshold=0.03:ratio=8:attack=20:release=400"
# Takes the peaks off syllables, so that the limiter at the end is not heard at work.
_EVEN = "acompressor=threshold=0.2:ratio=3:attack=0.5:release=60:knee=4:detection=peak:makeup=1.5"
_NEAR_ENOUGH_LU = 0.25
_SAFE_PEAK_DBTP = -1.1
_FIRST_LIMIT_DB = -2.0
_MOST_TRIES = 4
_FADE_OUT_S = 0.4
"""As long as the picture takes to lead back to its beginning."""
_LOOP_FADE_S = 0.02
EFFECTS_DB = -11.0
"""Of the effects' own levels: see `effects._LEVELS`."""
_TIMEOUT_S = 300


@dataclass(frozen=True)
class Soundtrack:
    """What is to be heard. Volumes are relative to each other: the whole always has the same loudness."""

    timeline: Sequence[TimelineScene]
    voices: Mapping[str, Path]
    voice_volume_db: float
    music: Music
    music_file: Path | None
    seed: int
    cues: tuple[Cue, ...] = ()
    """Sounds of what appears."""
    payoff_s: float | None = None
    """When the video tells what it has promised."""

    @property
    def seconds(self) -> float:
        """The length of the video."""
        return total_frames(self.timeline) / FPS


def soundtrack_hash(sound: Soundtrack) -> str:
    """A hash of all that the mix is made from."""
    files = {name: file_sha256(path) for name, path in sound.voices.items()}
    scenes = [(scene.scene, scene.start_frame, scene.frames, scene.voice_start_s) for scene in sound.timeline]
    own = file_sha256(sound.music_file) if sound.music_file and sound.music_file.is_file() else ""
    music = sound.music.model_dump(mode="json")
    code = Stage.COMPOSED_VIDEO.code_version
    cues = [(cue.kind, round(cue.at_s, 4), cue.step) for cue in sound.cues]
    what = [files, scenes, sound.voice_volume_db, music, own, sound.seed, cues, sound.payoff_s]
    return content_hash([code, ffmpeg.version_line(), *what])


def mix_soundtrack(sound: Soundtrack, folder: Path) -> Path:
    """Write the sound of a video as AAC, 48 kHz stereo, into `folder` and return the file.

    Raises `BadMedia` when a voice or the music is not what it should be.
    """
    music = _make_music(sound, folder / "music.wav")
    premix = folder / "premix.wav"
    effects = _make_effects(sound, folder / "effects.wav")
    loudness = _mix_unlimited(sound, music, effects, premix)
    if loudness <= SILENCE_LUFS:
        raise BadMedia("nothing can be heard in the mix", remedy="make the voice-over again")
    out = folder / "sound.m4a"
    gain, limit = LOUDNESS_LUFS - loudness, _FIRST_LIMIT_DB
    for _ in range(_MOST_TRIES):
        gain = _find_gain(premix, gain, limit)
        _encode(premix, gain, limit, out)
        over = measure_loudness(out).true_peak_dbtp - _SAFE_PEAK_DBTP
        if over <= 0:
            break
        limit -= over + 0.1
    return out


def _find_gain(premix: Path, gain_db: float, limit_db: float) -> float:
    """The gain that brings `premix` to `LOUDNESS_LUFS` in spite of the limit; `gain_db` is the first guess."""
    steepness = 1.4  # what is limited grows less than its gain
    before: tuple[float, float] | None = None
    for _ in range(_MOST_TRIES):
        chain = f"{_limiter(gain_db, limit_db)},ebur128=framelog=quiet"
        log = ffmpeg.run([*_input(premix), "-af", chain, "-f", "null", "-"], timeout_s=_TIMEOUT_S)
        loudness = _last_number(log, r"I:\s+(\S+) LUFS")
        if abs(LOUDNESS_LUFS - loudness) <= _NEAR_ENOUGH_LU:
            break
        if before is not None and loudness != before[1]:
            steepness = min(max((gain_db - before[0]) / (loudness - before[1]), 1.0), 4.0)
        before = gain_db, loudness
        gain_db += steepness * (LOUDNESS_LUFS - loudness)
    return gain_db


def measure_loudness(path: Path) -> Loudness:
    """Loudness and true peak of a file's sound, as EBU R 128 has it."""
    log = ffmpeg.run(
        [*_input(path), "-vn", "-af", "ebur128=peak=true:framelog=quiet", "-f", "null", "-"], timeout_s=_TIMEOUT_S
    )
    return Loudness(
        integrated_lufs=_last_number(log, r"I:\s+(\S+) LUFS"),
        true_peak_dbtp=_last_number(log, r"Peak:\s+(\S+) dBFS"),
        range_lu=_last_number(log, r"LRA:\s+(\S+) LU"),
    )


def _make_music(sound: Soundtrack, out: Path) -> Path | None:
    match sound.music.kind:
        case "none":
            return None
        case "synthesised":
            return synthesise_music(sound.music.mood, sound.seconds, sound.seed, out, payoff_s=sound.payoff_s)
        case "file":
            if sound.music_file is None:
                raise BadInput("music.kind is 'file', but no music.file is named", remedy="name it in the theme")
            return fit_music(sound.music_file, sound.seconds, MUSIC_LUFS, out)


def _make_effects(sound: Soundtrack, out: Path) -> Path | None:
    if not sound.cues or not sound.music.effects:
        return None
    write_wave(play_effects(sound.cues, sound.seconds, sound.seed), out)
    return out


def _mix_unlimited(sound: Soundtrack, music: Path | None, effects: Path | None, out: Path) -> float:
    """Voice, music and effects together, unlimited; returns the loudness in LUFS."""
    inputs: list[str] = []
    graph: list[str] = []
    for index, scene in enumerate(sound.timeline):
        inputs += _input(sound.voices[scene.scene])
        at = round((scene.start_frame / FPS + scene.voice_start_s) * RATE)
        graph.append(f"[{index}:a]aresample={RATE},adelay={at}S[v{index}]")
    count = len(sound.timeline)
    gain = VOICE_LUFS - _voice_loudness(sound) + sound.voice_volume_db
    samples = round(sound.seconds * RATE)
    joined = "".join(f"[v{index}]" for index in range(count))
    voice = (
        f"{joined}amix={count}:normalize=0,volume={gain:.3f}dB,{_EVEN},pan=stereo|c0=c0|c1=c0,apad=whole_len={samples}"
    )
    parts = ["[voice]"]
    if music is not None:
        inputs += _input(music)
        bed = _MUSIC_BED_LUFS - MUSIC_LUFS + sound.music.volume_db
        voice += f",asplit[voice][key];[{count}:a]volume={bed:.3f}dB[bed];[bed][key]{_DUCK}[music]"
        parts.append("[music]")
    else:
        voice += "[voice]"
    if effects is not None:
        graph.append(f"[{count + (music is not None)}:a]volume={EFFECTS_DB:.3f}dB[effects]")
        inputs += _input(effects)
        parts.append("[effects]")
    graph.append(f"{voice};{''.join(parts)}amix={len(parts)}:normalize=0[both]")
    # Synthesised music leads back to its beginning, since players begin again; a file's is faded out.
    end_s = _LOOP_FADE_S if sound.music.kind == "synthesised" else _FADE_OUT_S
    fade = f"afade=t=out:st={sound.seconds - end_s:.4f}:d={end_s}"
    graph.append(f"[both]atrim=end_sample={samples},{fade},ebur128=framelog=quiet[out]")
    arguments = [*inputs, "-filter_complex", ";".join(graph), "-map", "[out]", "-c:a", "pcm_f32le", "-f", "wav"]
    log = ffmpeg.run([*arguments, ffmpeg.file_argument(out)], timeout_s=_TIMEOUT_S)
    return _last_number(log, r"I:\s+(\S+) LUFS")


def _voice_loudness(sound: Soundtrack) -> float:
    """Of all scenes together, as heard from both sides."""
    energies: list[float] = []
    for scene in sound.timeline:
        samples, rate = read_wave(sound.voices[scene.scene])
        energies.append(10 ** (integrated_loudness(np.repeat(samples[:1], 2, axis=0), rate) / 10))
    loudness = 10 * float(np.log10(np.mean(energies)))
    if loudness <= SILENCE_LUFS:
        raise BadMedia("the voice-over is silent", remedy="make the voice-over again")
    return loudness


def _encode(premix: Path, gain_db: float, limit_db: float, out: Path) -> None:
    arguments = [*_input(premix), "-af", _limiter(gain_db, limit_db), "-c:a", "aac", "-b:a", "192k"]
    # At this rate the fast search costs half the time and leaves 16 dB less noise than the default, which is for low
    # rates, as intensity stereo and noise substitution are (measured on a mix of voice and music).
    arguments += ["-aac_coder", "fast", "-aac_is", "0", "-aac_pns", "0", "-ar", str(RATE), "-ac", "2"]
    arguments += ["-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact"]
    ffmpeg.run([*arguments, "-f", "ipod", ffmpeg.file_argument(out)], timeout_s=_TIMEOUT_S)


def _limiter(gain_db: float, limit_db: float) -> str:
    limit = 10 ** (limit_db / 20)
    return f"volume={gain_db:.3f}dB,alimiter=limit={limit:.5f}:attack=5:release=60:level=0:latency=1"


def _input(path: Path) -> list[str]:
    return [*ffmpeg.LOCAL_ONLY, "-i", ffmpeg.file_argument(path)]


def _last_number(log: str, pattern: str) -> float:
    """The last number that fits in what ffmpeg said; silence counts as `SILENCE_LUFS`."""
    found = re.findall(pattern, log)
    return max(float(found[-1]), SILENCE_LUFS) if found else SILENCE_LUFS


LONGEST_READ_S = 180
"""No video needs more of a file."""

_CROSS_FADE_S = 1.5
_SHORTEST_S = 0.5


def fit_music(source: Path, seconds: float, lufs: float, out: Path) -> Path:
    """Write `seconds` of `source` at `lufs` as a stereo WAV file of 48 kHz.

    Raises `BadInput` if there is no such file and `BadMedia` if it holds no music.
    """
    samples = _loop(_decode(source, out.with_name("music-decoded.wav")), round(seconds * RATE))
    loudness = _require_sound(source, samples)
    write_wave(samples * np.float32(10 ** ((lufs - loudness) / 20)), out)
    return out


def require_music(source: Path, scratch: Path) -> None:
    """Raise what `fit_music` would raise for `source`; `scratch` is a WAV file that is written and removed."""
    _require_sound(source, _decode(source, scratch))


def _require_sound(source: Path, samples: Samples) -> float:
    """The loudness in LUFS. Raises `BadMedia` for silence."""
    loudness = integrated_loudness(samples, RATE)
    if loudness <= SILENCE_LUFS:
        raise BadMedia(f"the music file {source} is silent", remedy="choose another file for music.file in the theme")
    return loudness


def _decode(source: Path, scratch: Path) -> Samples:
    if not source.is_file():
        raise BadInput(f"the music file {source} does not exist", remedy="correct music.file in the theme")
    arguments = [*ffmpeg.LOCAL_ONLY, "-i", ffmpeg.file_argument(source), "-vn", "-t", str(LONGEST_READ_S)]
    arguments += ["-ac", "2", "-ar", str(RATE), "-c:a", "pcm_s16le", "-f", "wav", ffmpeg.file_argument(scratch)]
    try:
        ffmpeg.run(arguments, timeout_s=120)
        samples, _ = read_wave(scratch)
    except BadMedia as error:
        remedy = "choose another file for music.file in the theme"
        raise BadMedia(f"the music file {source} cannot be read: {error}", remedy=remedy) from error
    finally:
        scratch.unlink(missing_ok=True)
    if samples.shape[1] < _SHORTEST_S * RATE:
        raise BadMedia(f"the music file {source} is shorter than {_SHORTEST_S} s", remedy="choose a longer file")
    return samples


def _loop(samples: Samples, wanted: int) -> Samples:
    """The first `wanted` samples of `samples` repeated, its end faded into its beginning with equal power."""
    cross = min(round(_CROSS_FADE_S * RATE), samples.shape[1] // 3)
    angle = np.linspace(0, np.pi / 2, cross, dtype=np.float32)
    result = samples.copy()
    while result.shape[1] < wanted:
        seam = result[:, -cross:] * np.cos(angle) + samples[:, :cross] * np.sin(angle)
        result = np.concatenate((result[:, :-cross], seam, samples[:, cross:]), axis=1)
    return result[:, :wanted]
