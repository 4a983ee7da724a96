"""What composing costs beside decoding and encoding the same frames: `make bench`, or this file with seconds.

Everything is real: the voice is Piper's, the clips are drawn by the studio. The floor is one ffmpeg process without
filters: the finished video's own frames, stored as clips are, decoded and encoded as x264's veryfast at CRF 20 does it.
It stays the same whatever our settings become; beside it stands what the composition's own settings cost alone.
Composition is all of `compose`: captions, music, mix, covers, chapters, and the pass itself, with its Python. The three
take turns, and the middle one of each counts, so that a busy machine wrongs none.

Voice, clips and stored frames are kept below `.vidpipe/bench` and made again when the code that makes them changes.
"""

import hashlib
import json
import pickle
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from measuring import ROOT, cpu_s, peaks_mib, write

from vidpipe_assets.model.media import FPS, Artifact, SpokenScene
from vidpipe_assets.model.pictures import Bar, Bars, End, Hook, IconCard, Number, Picture, Quote, Rank, Side, Versus
from vidpipe_assets.model.plan import ProductionPlan, ScenePlan, scene_seconds
from vidpipe_assets.model.theme import Captions, Music, Voice
from vidpipe_assets.model.theme import Picture as Look
from vidpipe_assets.render import ffmpeg
from vidpipe_assets.render.art_direction import direct_shots, with_drawn_length
from vidpipe_assets.render.clips import CLIP_ENCODING, draw_clips
from vidpipe_assets.render.video import picture as picture_pass
from vidpipe_assets.render.video.compose import Composition, compose
from vidpipe_assets.render.video.picture import ENCODE
from vidpipe_assets.render.video.timeline import frames_needed, lay_out_scenes, total_frames
from vidpipe_assets.writing.pace import spoken_seconds

FOLDER = ROOT / ".vidpipe" / "bench" / "composition"
MOST_RATIO, MOST_MIB = 1.10, 800
ROUNDS = {15: 3, 30: 3, 60: 2}
"""Seconds, roughly -> how often each is measured: long ones vary less."""

_FLOOR = ("-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-profile:v", "high", "-pix_fmt", "yuv420p")

_STORY: tuple[tuple[str, Picture], ...] = (
    (
        "Your phone dies by dinner. This grey brick ran for thirty hours, on four batteries that every "
        "corner shop on Earth had on its shelf.",
        Hook(lines=("Your phone", "dies by *dinner*", "this did not"), sub="A brick from 1989"),
    ),
    (
        "Nintendo sold a hundred and eighteen million Game Boys, more than one for every third American, and "
        "most of them came with the same game.",
        Number(value=118.7, decimals=1, unit="M", label="Game Boys and Game Boy Colors sold"),
    ),
    (
        "Four small batteries were enough. Its rivals had colour screens, lights behind them, and went dark "
        "after three hours, just when the road grew long.",
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
        "The man who made it had a rule: use old parts that everybody understands, in a way that nobody "
        "expects, and keep the price low.",
        Quote(quote="Lateral thinking with withered technology", by="Gunpei Yokoi", role="designer"),
    ),
    (
        "One of them was burnt in a war, came back as a black lump of plastic, and still plays Tetris in a "
        "shop in New York.",
        Rank(rank=2, of=5, title="Survived a bombing", detail="On show in New York", stat="1991", icon="flame"),
    ),
    (
        "Another one went to space, flew around the Earth three thousand times, came back with a high score, "
        "and was sold to a collector.",
        IconCard(icon="rocket", title="It went to *space*", sub="196 days on the station Mir"),
    ),
    (
        "Tetris came in the box, and that sold it to people who had never played a game in their lives, on "
        "trains and in kitchens.",
        Versus(
            left=Side(tag="Before", value=10, label="million a year", icon="gamepad"),
            right=Side(tag="After", value=32, label="million a year", icon="trophy"),
            badge="×3",
        ),
    ),
    (
        "Would you give up colour for a battery that lasts a week? Tell me below, and name the one machine "
        "that you would never throw away.",
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
    rows: list[dict[str, float]] = []
    print("seconds  frames  floor CPU s  encode CPU s  compose CPU s  ratio  peak MiB", flush=True)
    for length in lengths:
        row = _measured(length)
        rows.append(row)
        print(
            f"{row['seconds']:7.1f}  {row['frames']:6d}  {row['floor_cpu_s']:11.2f}  {row['encode_cpu_s']:12.2f}  "
            f"{row['compose_cpu_s']:13.2f}  "
            f"{row['ratio']:5.3f}  {row['peak_mib']:8.0f}",
            flush=True,
        )
    write("composition", rows)
    held = all(row["ratio"] <= MOST_RATIO and row["peak_mib"] <= MOST_MIB for row in rows)
    print(f"promised: ratio at most {MOST_RATIO}, peak at most {MOST_MIB} MiB: {'held' if held else 'NOT HELD'}")
    return 0 if held else 1


def _measured(length: int) -> dict[str, float]:
    folder = FOLDER / str(length)
    frames = prepare(length, folder)
    costs = {task: list[Cost]() for task in ("floor", "encode", "compose")}
    for _ in range(ROUNDS[length]):
        for task, measured in costs.items():
            measured.append(in_a_process(task, folder))
    floor, encode, compose = (statistics.median(one.cpu_s for one in group) for group in costs.values())
    return {
        "seconds": frames / FPS,
        "frames": frames,
        "floor_cpu_s": round(floor, 2),
        "encode_cpu_s": round(encode, 2),
        "compose_cpu_s": round(compose, 2),
        "ratio": round(compose / floor, 3),
        "peak_mib": round(max(one.peak_mib for one in costs["compose"])),
    }


def prepare(length: int, folder: Path) -> int:
    """See that the parts of the video and its stored frames are those of the code as it is; returns the frames."""
    pickled, made_by = folder / "composition.pickle", folder / "made-by.txt"
    code = _code()
    if not made_by.exists() or made_by.read_text("utf-8") != code:
        made_by.unlink(missing_ok=True)
        pickled.parent.mkdir(parents=True, exist_ok=True)
        pickled.write_bytes(pickle.dumps(_production(length, folder)))
        in_a_process("store", folder)
        made_by.write_text(code, encoding="utf-8")
    composition: Composition = pickle.loads(pickled.read_bytes())  # noqa: S301 (written above)
    return total_frames(composition.timeline)


def _code() -> str:
    """A hash of all that makes the parts."""
    rooms = (ROOT / "vidpipe_assets" / room for room in ("model", "render", "voice", "writing"))
    files = sorted(file for room in rooms for file in room.rglob("*.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in (*files, Path(__file__)))).hexdigest()


def _production(length: int, folder: Path) -> Composition:
    """A video's parts: plan, voice and clips."""
    from vidpipe_assets.voice.piper import Piper

    chosen, most_words = _SCENES[length]
    plan = _plan([(" ".join(_STORY[index][0].split()[:most_words]), _STORY[index][1]) for index in chosen])
    directed = direct_shots(plan, Look(), "Bench", f"2026-11-23_bench_{length}", ROOT / "themes")
    texts = {scene.id: scene.narration for scene in plan.scenes}
    spoken = {
        name: (voice.path, SpokenScene(scene=name, audio=_artifact(), seconds=voice.seconds, words=voice.words))
        for name, voice in Piper().speak(texts, Voice(), "en", folder).items()
    }
    scenes = {name: scene for name, (_, scene) in spoken.items()}
    timeline = lay_out_scenes(plan, scenes, directed)
    needed = frames_needed(timeline, directed)
    drawn = map(with_drawn_length, directed)
    shots = tuple(replace(shot, seconds=max(shot.seconds, (needed[shot.scene.id] + 1) / FPS)) for shot in drawn)
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
    """The plan, each scene as long as the writer would expect."""
    scenes = tuple(
        ScenePlan(
            id=f"s{number}",
            narration=text,
            title=f"Part {number}",
            kicker="Game Boy",
            picture=picture,
            seconds=scene_seconds(spoken_seconds(text), last=number == len(story)),
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


def in_a_process(task: str, path: Path) -> Cost:
    """What `task` costs; the process that does it tells, so that loading Python is not counted anywhere."""
    command = [sys.executable, __file__, task, str(path)]
    told = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=True, text=True).stdout
    return Cost(**json.loads(told.splitlines()[-1]))


def _do(task: str, path: Path) -> None:
    before = cpu_s()
    if task in ("floor", "encode"):
        stored = ffmpeg.file_argument(path / "stored" / "video.mp4")
        settings = ENCODE if task == "encode" else (*_FLOOR, *ENCODE[-10:])
        ffmpeg.run(
            ["-i", stored, "-map", "0:v", *settings, "-r", str(FPS), "-y", str(path / "floor.mp4")], timeout_s=900
        )
    else:
        composition: Composition = pickle.loads((path / "composition.pickle").read_bytes())  # noqa: S301 (made above)
        if task == "store":
            picture_pass.ENCODE = (*CLIP_ENCODING, "-pix_fmt", "yuv420p", *ENCODE[-10:])
        compose(composition, path / ("stored" if task == "store" else "composed"))
    print(json.dumps({"cpu_s": cpu_s() - before, "peak_mib": max(peaks_mib())}))


if __name__ == "__main__":
    match sys.argv[1:]:
        case [("floor" | "encode" | "store" | "compose") as task, path]:
            _do(task, Path(path))
        case wanted:
            sys.exit(main([int(length) for length in wanted] or sorted(_SCENES)))
