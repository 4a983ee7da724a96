"""What composing costs beside decoding and encoding the same frames: `make bench`, or this file with seconds.

Everything is real: the voice is Piper's, the clips are drawn by the studio. Two floors, each one ffmpeg process without
filters and with the composition's own settings for the encoder:

- same frames: the finished video's own frames, stored as clips are, decoded and encoded. The promise is about this one.
- bare clips: the frames of the clips, without captions and covers, which are easier to encode. For comparison.

Composition is all of `compose`: captions, music, mix, covers, chapters, and the pass itself, with its Python. Floors
and composition take turns, and the middle of three of each counts, so that a busy machine wrongs neither.
"""

import json
import pickle
import resource
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from vidpipe_assets.model.media import FPS, Artifact, SpokenScene
from vidpipe_assets.model.pictures import Bar, Bars, End, Hook, IconCard, Number, Picture, Quote, Rank, Side, Versus
from vidpipe_assets.model.plan import ProductionPlan, ScenePlan
from vidpipe_assets.model.theme import Captions, Music, Voice
from vidpipe_assets.model.theme import Picture as Look
from vidpipe_assets.studio import ffmpeg, picture_pass
from vidpipe_assets.studio.compose import Composition, compose
from vidpipe_assets.studio.direction import direct
from vidpipe_assets.studio.motion import draw_clips
from vidpipe_assets.studio.picture_pass import ENCODE
from vidpipe_assets.studio.timeline import lay_out, total_frames

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".vidpipe" / "bench" / "composition"
MOST_RATIO, MOST_MIB = 1.15, 800
ROUNDS = 3
AS_CLIPS = (*("-c:v", "libx264", "-preset", "ultrafast", "-crf", "10", "-pix_fmt", "yuv420p"), *ENCODE[-10:])

_STORY: tuple[tuple[str, Picture], ...] = (
    (
        "Your phone dies by dinner. This grey brick ran for thirty hours, on four batteries that every corner shop on Earth had on its shelf.",
        Hook(lines=("Your phone", "dies by *dinner*", "this did not"), sub="A brick from 1989"),
    ),
    (
        "Nintendo sold a hundred and eighteen million Game Boys, more than one for every third American, and most of them came with the same game.",
        Number(value=118.7, decimals=1, unit="M", label="Game Boys and Game Boy Colors sold"),
    ),
    (
        "Four small batteries were enough. Its rivals had colour screens, lights behind them, and went dark after three hours, just when the road grew long.",
        Bars(
            title="Hours on one set",
            unit="h",
            bars=(
                Bar(label="Game Boy", value=30, highlighted=True),
                Bar(label="Game Gear", value=4),
                Bar(label="Lynx", value=5),
            ),
        ),
    ),
    (
        "The man who made it had a rule: use old parts that everybody understands, in a way that nobody expects, and keep the price low.",
        Quote(quote="Lateral thinking with withered technology", by="Gunpei Yokoi", role="designer"),
    ),
    (
        "One of them was burnt in a war, came back as a black lump of plastic, and still plays Tetris in a shop in New York.",
        Rank(rank=2, of=5, title="Survived a bombing", detail="On show in New York", stat="1991", icon="flame"),
    ),
    (
        "Another one went to space, flew around the Earth three thousand times, came back with a high score, and was sold to a collector.",
        IconCard(icon="rocket", title="It went to *space*", sub="196 days on the station Mir"),
    ),
    (
        "Tetris came in the box, and that sold it to people who had never played a game in their lives, on trains and in kitchens.",
        Versus(
            left=Side(tag="Before", value=10, label="million a year", icon="gamepad"),
            right=Side(tag="After", value=32, label="million a year", icon="trophy"),
            badge="×3",
        ),
    ),
    (
        "Would you give up colour for a battery that lasts a week? Tell me below, and name the one machine that you would never throw away.",
        End(lines=("Colour", "or *battery*?"), button="Follow", next="Next: the phone that would not break"),
    ),
)
_SCENES = {15: ((0, 1, 2, 7), 12), 30: ((0, 1, 2, 4, 7), 19), 60: ((0, 1, 2, 3, 4, 5, 6, 7), 25)}
"""Seconds, roughly -> which scenes of the story, and how many of their words at most."""


@dataclass(frozen=True)
class Cost:
    """CPU seconds of a task and its processes, and the peak of the largest of them."""

    cpu_s: float
    peak_mib: float


def main(lengths: Sequence[int]) -> int:
    """Measure each length; the exit code says whether the promises hold."""
    rows = [_measured(length) for length in lengths]
    print("seconds  frames  same frames CPU s  bare clips CPU s  compose CPU s  ratio  to bare clips  peak MiB")
    for row in rows:
        print(
            f"{row['seconds']:7.1f}  {row['frames']:6d}  {row['same_frames_cpu_s']:17.2f}  "
            f"{row['bare_clips_cpu_s']:16.2f}  {row['compose_cpu_s']:13.2f}  {row['ratio']:5.3f}  "
            f"{row['ratio_to_bare_clips']:13.3f}  {row['peak_mib']:8.0f}"
        )
    (FOLDER.parent / "composition.json").write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
    held = all(row["ratio"] <= MOST_RATIO and row["peak_mib"] <= MOST_MIB for row in rows)
    print(f"promised: ratio at most {MOST_RATIO}, peak at most {MOST_MIB} MiB: {'held' if held else 'NOT HELD'}")
    return 0 if held else 1


def _measured(length: int) -> dict[str, float]:
    folder = FOLDER / str(length)
    composition = _production(length, folder)
    (folder / "composition.pickle").write_bytes(pickle.dumps(composition))
    bare = _listing(folder / "bare.txt", _bare_clips(composition, folder))
    _in_a_process("store", folder)
    same = _listing(folder / "same.txt", [folder / "stored" / "video.mp4"])
    costs: dict[str, list[Cost]] = {"same": [], "bare": [], "compose": []}
    for _ in range(ROUNDS):
        costs["same"].append(_in_a_process("floor", same))
        costs["compose"].append(_in_a_process("compose", folder))
        costs["bare"].append(_in_a_process("floor", bare))
    middle = {name: statistics.median(cost.cpu_s for cost in group) for name, group in costs.items()}
    frames = total_frames(composition.timeline)
    return {
        "seconds": frames / FPS,
        "frames": frames,
        "same_frames_cpu_s": round(middle["same"], 2),
        "bare_clips_cpu_s": round(middle["bare"], 2),
        "compose_cpu_s": round(middle["compose"], 2),
        "ratio": round(middle["compose"] / middle["same"], 3),
        "ratio_to_bare_clips": round(middle["compose"] / middle["bare"], 3),
        "peak_mib": round(max(cost.peak_mib for cost in costs["compose"])),
    }


def _production(length: int, folder: Path) -> Composition:
    """A video's parts: plan, voice and clips; made anew, so that they are those of the code as it is."""
    from vidpipe_assets.providers.speech.piper import provider

    chosen, most_words = _SCENES[length]
    plan = _plan([(" ".join(_STORY[index][0].split()[:most_words]), _STORY[index][1]) for index in chosen])
    shots = direct(plan, Look(), "Bench", f"2026-11-23_bench_{length}", ROOT / "themes")
    folder.mkdir(parents=True, exist_ok=True)
    texts = {scene.id: scene.narration for scene in plan.scenes}
    spoken = {
        name: (voice.path, SpokenScene(scene=name, audio=_artifact(), seconds=voice.seconds, words=voice.words))
        for name, voice in provider().speak(texts, Voice(), "en", folder).items()
    }
    scenes = {name: scene for name, (_, scene) in spoken.items()}
    timeline = lay_out(plan, scenes, shots)
    return Composition(
        plan=plan,
        shots=shots,
        timeline=timeline,
        clips=draw_clips(shots, folder / "clips"),
        spoken=scenes,
        voices={name: path for name, (path, _) in spoken.items()},
        captions=Captions(),
        music=Music(),
        music_file=None,
        voice_volume_db=0,
        seed=length,
    )


def _plan(story: Sequence[tuple[str, Picture]]) -> ProductionPlan:
    scenes = tuple(
        ScenePlan(
            id=f"s{number}",
            narration=text,
            title=f"Part {number}",
            kicker="Game Boy",
            picture=picture,
            seconds=len(text.split()) / 2.7 + 0.5,
        )
        for number, (text, picture) in enumerate(story, start=1)
    )
    return ProductionPlan(
        subject="Game Boy",
        language="en",
        title="The brick that would not die",
        description="A benchmark",
        hashtags=(),
        hook=scenes[0].narration,
        call_to_action=scenes[-1].narration,
        scenes=scenes,
        sources=(),
        writer="bench",
        sample=True,
    )


def _artifact() -> Artifact:
    return Artifact(sha256="0" * 64, suffix=".wav", size=1)


def _bare_clips(composition: Composition, folder: Path) -> list[Path]:
    """The frames of the clips, cut without encoding."""
    cuts: list[Path] = []
    for scene in composition.timeline:
        cuts.append(folder / f"bare-{scene.scene}.mp4")
        clip = ffmpeg.file_argument(composition.clips[scene.scene])
        ffmpeg.run(["-i", clip, "-c", "copy", "-frames:v", str(scene.frames), str(cuts[-1])], timeout_s=60)
    return cuts


def _listing(path: Path, videos: Sequence[Path]) -> Path:
    path.write_text("".join(f"file '{video}'\n" for video in videos), encoding="utf-8")
    return path


def _in_a_process(task: str, path: Path) -> Cost:
    """What `task` costs; the process that does it tells, so that loading Python is not counted anywhere."""
    command = [sys.executable, __file__, task, str(path)]
    told = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=True, text=True).stdout
    return Cost(**json.loads(told.splitlines()[-1]))


def _do(task: str, path: Path) -> None:
    before = _cpu_s()
    if task == "floor":
        source = ["-f", "concat", "-safe", "0", "-i", str(path), "-map", "0:v"]
        ffmpeg.run([*source, *ENCODE, "-r", str(FPS), "-y", str(path.with_suffix(".mp4"))], timeout_s=900)
    else:
        composition: Composition = pickle.loads((path / "composition.pickle").read_bytes())  # noqa: S301 (made above)
        if task == "store":
            picture_pass.ENCODE = AS_CLIPS
        compose(composition, path / ("stored" if task == "store" else "composed"))
    peaks = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    print(json.dumps({"cpu_s": _cpu_s() - before, "peak_mib": max(peaks) / unit}))


def _cpu_s() -> float:
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


if __name__ == "__main__":
    match sys.argv[1:]:
        case [("floor" | "store" | "compose") as task, path]:
            _do(task, Path(path))
        case wanted:
            sys.exit(main([int(length) for length in wanted] or sorted(_SCENES)))
