"""The chain of providers, over fakes: who is asked, what is told, what is never done twice."""

import datetime as dt
from collections.abc import Collection, Sequence
from pathlib import Path

import pytest
from local_client import local_client

from vidpipe_assets.model.errors import (
    BadInput,
    BadMedia,
    BlockedError,
    Busy,
    DiskFull,
    InDoubt,
    PermanentError,
    Refused,
    TransientError,
    VidpipeError,
)
from vidpipe_assets.model.media import Rights
from vidpipe_assets.model.money import FREE, Money
from vidpipe_assets.model.pictures import End, Hook, IconCard
from vidpipe_assets.model.plan import ScenePlan
from vidpipe_assets.providers.footage import Footage, FootageRequest
from vidpipe_assets.providers.request import Ask
from vidpipe_assets.render import clips
from vidpipe_assets.render.art_direction import Shot
from vidpipe_assets.render.clip_workers import FootageLayer
from vidpipe_assets.render.video.probe import MediaFacts
from vidpipe_assets.stages import clip_selection as shooting
from vidpipe_assets.stages import footage_search
from vidpipe_assets.stages.clip_selection import SelectedClip, select_clips
from vidpipe_assets.stages.footage_dedup import ServedScene
from vidpipe_assets.stages.footage_search import FootageLibrary

NEEDED = 132
"""Frames that a shot of 4.4 s needs."""


class Library:
    """Has the clips it is given; remembers what it was asked."""

    def __init__(self, name: str, *ids: str) -> None:
        self.name, self.ids, self.is_local, self.at_a_time = name, ids, True, 1
        self.asked: list[tuple[str, frozenset[str]]] = []

    def price(self, wish: FootageRequest) -> Money:
        return FREE

    def obtain(self, wish: FootageRequest, taken: Collection[str], folder: Path, ask: Ask) -> Footage | None:
        self.asked.append((wish.scene, frozenset(taken)))
        left = sorted((one for one in self.ids if one not in taken), key=lambda one: one != wish.again)
        rights = Rights(creator=f"maker of {left[0]}") if left else Rights()
        return Footage(left[0], Path(left[0]), f"title {left[0]}", rights) if left else None


class Failing(Library):
    """Serves nobody."""

    def __init__(self, name: str, error: VidpipeError) -> None:
        super().__init__(name)
        self.error = error

    def obtain(self, wish: FootageRequest, taken: Collection[str], folder: Path, ask: Ask) -> Footage | None:
        super().obtain(wish, taken, folder, ask)
        raise self.error


class Kept:
    """Reservations in memory. `shown`: in other videos."""

    def __init__(self, *shown: str) -> None:
        self.shown = {*shown}
        self.served: dict[str, ServedScene] = {}
        self.lost: set[str] = set()

    def before(self, scene: str) -> ServedScene | None:
        return self.served.get(scene)

    def elsewhere(self, provider: str) -> Collection[str]:
        return self.shown

    def take(self, scene: str, served: ServedScene) -> bool:
        if served.footage in self.lost:
            self.shown.add(served.footage)
            return False
        self.served[scene] = served
        return True


class Studio:
    """Stands for ffmpeg and the drawing: clips named 'damaged…' fail at the gate, 'broken…' while they are fitted.

    Those named 'torn…' are damaged behind what their scenes need. All last `seconds`.
    """

    def __init__(self) -> None:
        self.seconds = 5.0
        self.fitted: list[tuple[str, int]] = []
        self.drawn: list[str] = []
        self.troubles: dict[str, str] = {}

    def gate(self, source: Path, frames: int) -> MediaFacts:
        if source.name.startswith("damaged"):
            raise BadMedia(f"{source}: the file is cut off\nand more")
        return MediaFacts(container="mov,mp4", seconds=self.seconds, size=1, frames=round(self.seconds * 30))

    def fit(self, source: Path, frames: int, out: Path, *, cut: int) -> tuple[str, ...]:
        if source.name.startswith("broken") or (source.name.startswith("torn") and frames > NEEDED):
            raise BadMedia(f"{source}: only 3 of {frames} frames can be decoded")
        if source.name == "full":
            raise BlockedError("no space left")
        self.fitted.append((source.name, frames))
        return ("enlarged from 640x360, 5.3 times",)

    def draw(self, shots, folder: Path, workers: int, progress, notices) -> dict[str, Path]:
        self.drawn += [shot.scene.id for shot in shots]
        notices.update({scene: note for scene, note in self.troubles.items() if scene in self.drawn})
        return {shot.scene.id: folder / f"{shot.scene.id}.mp4" for shot in shots}


@pytest.fixture
def studio(monkeypatch: pytest.MonkeyPatch) -> Studio:
    fake = Studio()
    monkeypatch.setattr(footage_search, "require_footage", fake.gate)
    monkeypatch.setattr(shooting, "fit_footage", fake.fit)
    monkeypatch.setattr(shooting, "_draw", fake.draw)
    return fake


def shots(count: int = 4, seconds: float = 5.0) -> list[Shot]:
    pictures = [Hook(lines=("one", "two")), *[IconCard(icon="cat", title="Cat")] * (count - 2), End(lines=("bye",))]
    return [
        Shot(
            scene=ScenePlan(id=f"s{n}", narration="x", title="x", picture=picture, search_terms=("cat",), seconds=4),
            seconds=seconds,
            channel="Tests",
            position=n,
            of=count,
            palette="midnight",
            accent=None,
            background="mesh",
            seed=n,
            sample=True,
            motion="lively",
            heading_font="anton",
            logo=None,
            transition="wipe",
        )
        for n, picture in enumerate(pictures, 1)
    ]


def take(
    tmp_path: Path, chain: list[str], *libraries: Library, count: int = 4, kept: Kept | None = None
) -> dict[str, SelectedClip]:
    by_name = {library.name: FootageLibrary(library, local_client()) for library in libraries}
    taken = select_clips(shots(count), chain, by_name, tmp_path, reservations=kept)
    assert [one.scene for one in taken] == [f"s{n}" for n in range(1, count + 1)]
    return {one.scene: one for one in taken}


def test_without_libraries_everything_is_drawn(studio: Studio, tmp_path: Path):
    taken = take(tmp_path, ["motion"])
    assert studio.drawn == ["s1", "s2", "s3", "s4"]
    assert {(one.provider, one.kind, one.notes) for one in taken.values()} == {("motion", "motion", ())}


def test_what_is_drawn_says_who_made_it_and_under_which_terms(studio: Studio, tmp_path: Path):
    rights = {one.rights for one in take(tmp_path, ["motion"]).values()}
    assert {(one.creator, "OFL-1.1" in one.licence) for one in rights} == {("vidpipe", True)}


def test_what_a_drawn_scene_is_told_to_be_stands_in_its_notes(studio: Studio, tmp_path: Path):
    studio.troubles["s3"] = "drawn as plain text"
    taken = take(tmp_path, ["own", "motion"], Library("own"))
    assert taken["s3"].notes == ("own: nothing fits 'cat'", "drawn as plain text")
    assert taken["s2"].notes == ("own: nothing fits 'cat'",)


def test_footage_is_taken_but_never_for_the_hook_and_the_end(studio: Studio, tmp_path: Path):
    taken = take(tmp_path, ["own", "motion"], Library("own", "a", "b", "c", "d"))
    assert studio.drawn == ["s1", "s4"]
    assert [taken[scene].provider for scene in ("s1", "s2", "s3", "s4")] == ["motion", "own", "own", "motion"]
    second = taken["s2"]
    assert (second.kind, second.title, second.frames) == ("footage", "title a", 150)
    assert second.rights == Rights(creator="maker of a")
    assert second.notes == ("enlarged from 640x360, 5.3 times",)
    assert sorted(studio.fitted) == [("a", 150), ("b", 150)]


@pytest.mark.parametrize(
    ("name", "seconds", "kept"),
    [("long", 8.0, 150), ("whole", 5.0, 149), ("short", 4.5, 134), ("enough", 4.4, NEEDED), ("torn", 8.0, NEEDED)],
)
def test_what_was_filmed_is_kept_up_to_the_next_whole_second(
    studio: Studio, tmp_path: Path, name: str, seconds: float, kept: int
):
    studio.seconds = seconds
    library = FootageLibrary(Library("own", name), local_client())
    clip = select_clips(shots(3, 4.4), ["own", "motion"], {"own": library}, tmp_path)[1]
    assert (clip.title, clip.frames, studio.fitted) == (f"title {name}", kept, [(name, kept)])


def test_what_is_drawn_over_it_lasts_as_long_as_what_was_kept(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    studio.seconds = 8.0
    drawn: list[float] = []

    def draw_over(layers: Sequence[tuple[Shot, FootageLayer]], folder: Path, **_: object) -> dict[str, Path]:
        drawn.extend(shot.seconds for shot, _ in layers)
        return {shot.scene.id: folder / "over.mp4" for shot, _ in layers}

    monkeypatch.setattr(clips, "draw_over_clips", draw_over)
    libraries = {"own": FootageLibrary(Library("own", "long"), local_client())}
    select_clips(shots(3, 4.4), ["own", "motion"], libraries, tmp_path, over_footage="full")
    assert drawn == [5.0]


def test_a_clip_is_used_once_in_a_video(studio: Studio, tmp_path: Path):
    taken = take(tmp_path, ["own", "motion"], Library("own", "only"))
    assert (taken["s2"].title, taken["s3"].provider) == ("title only", "motion")
    assert taken["s3"].notes == ("own: nothing fits 'cat'",)


def test_the_next_library_is_asked_when_the_first_has_nothing(studio: Studio, tmp_path: Path):
    empty, second = Library("own"), Library("other", "a", "b")
    taken = take(tmp_path, ["own", "other", "motion"], empty, second)
    assert taken["s2"].provider == "other"
    assert taken["s2"].notes[0] == "own: nothing fits 'cat'"


def test_libraries_behind_motion_are_never_asked(studio: Studio, tmp_path: Path):
    library = Library("own", "a")
    take(tmp_path, ["motion", "own"], library)
    assert library.asked == []


def test_a_chain_without_motion_ends_with_it(studio: Studio, tmp_path: Path):
    taken = take(tmp_path, ["own"], Library("own"))
    assert {one.provider for one in taken.values()} == {"motion"}


@pytest.mark.parametrize(
    ("bad", "reason"), [("damaged", "the file is cut off"), ("broken", "only 3 of 150 frames can be decoded")]
)
def test_fault_20_a_corrupt_clip_is_passed_over_and_told(studio: Studio, tmp_path: Path, bad: str, reason: str):
    taken = take(tmp_path, ["own", "motion"], Library("own", bad, "a", "b"))
    assert {taken["s2"].title, taken["s3"].title} == {"title a", "title b"}
    assert taken["s2"].notes[0] == f"own: title {bad} was not used: {reason}"


def test_a_folder_of_corrupt_clips_ends_in_a_drawn_scene(studio: Studio, tmp_path: Path):
    library = Library("own", *(f"damaged {n}" for n in range(100)))
    taken = take(tmp_path, ["own", "motion"], library)
    assert taken["s2"].provider == "motion"
    assert taken["s2"].notes[-1] == "own: nothing else fits 'cat'"
    assert len(library.asked) < 30


NO_KEY = BlockedError("paid needs the key PAID_KEY, which is not set", waits_for="key:PAID_KEY")
NO_FOLDER = BadInput("picture.footage_folder: there is no folder x\nand more")
NOT_ALLOWED = PermanentError("paid: it answered 403")


@pytest.mark.parametrize("error", [NO_KEY, NO_FOLDER, NOT_ALLOWED, Refused("paid: no cats"), BadMedia("paid: no film")])
def test_whoever_is_blocked_or_fails_for_good_is_passed_over_and_told(
    studio: Studio, tmp_path: Path, error: VidpipeError
):
    taken = take(tmp_path, ["paid", "free", "motion"], Failing("paid", error), Library("free", "a"))
    told = f"paid: {NO_FOLDER}".splitlines()[0] if error is NO_FOLDER else str(error)
    assert [taken[scene].provider for scene in ("s2", "s3")] == ["free", "motion"]
    assert taken["s2"].notes[0] == taken["s3"].notes[0] == told


@pytest.mark.parametrize(
    "error",
    [
        TransientError("no answer"),
        Busy("no room yet"),
        InDoubt("asked twice, and never answered"),
        DiskFull("no space left"),
    ],
)
def test_nobody_is_asked_instead_of_who_is_late_or_may_have_been_paid(
    studio: Studio, tmp_path: Path, error: VidpipeError
):
    second = Library("free", "a", "b")
    with pytest.raises(type(error)):
        take(tmp_path, ["paid", "free", "motion"], Failing("paid", error), second)
    assert second.asked == []


@pytest.mark.parametrize("error", [NO_KEY, NO_FOLDER, NOT_ALLOWED])
def test_a_chain_that_nobody_serves_waits_or_fails_where_it_does_not_name_motion(
    studio: Studio, tmp_path: Path, error: VidpipeError
):
    with pytest.raises(type(error)) as caught:
        take(tmp_path, ["paid", "free"], Failing("paid", error), Library("free", "a"))
    assert caught.value is error
    assert studio.drawn == []


def test_of_several_that_are_blocked_the_one_that_passes_soonest_is_told(studio: Studio, tmp_path: Path):
    noon = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
    later, sooner = BlockedError("tomorrow", retry_at=noon + dt.timedelta(1)), BlockedError("at noon", retry_at=noon)
    libraries = [Failing("a", NOT_ALLOWED), Failing("b", NO_KEY), Failing("c", later), Failing("d", sooner)]
    with pytest.raises(BlockedError) as caught:
        take(tmp_path, ["a", "b", "c", "d"], *libraries)
    assert caught.value is sooner


@pytest.mark.parametrize("error", [Refused("paid: no cats"), BadMedia("paid: no film")])
def test_a_scene_that_nobody_can_serve_is_drawn_whatever_the_chain_names(
    studio: Studio, tmp_path: Path, error: VidpipeError
):
    taken = take(tmp_path, ["paid"], Failing("paid", error))
    assert (taken["s2"].provider, taken["s2"].notes) == ("motion", (str(error),))


def test_what_was_made_without_the_first_provider_stays_when_it_works_again(studio: Studio, tmp_path: Path):
    kept, chain = Kept(), ["paid", "free", "motion"]
    first = take(tmp_path, chain, Failing("paid", NO_KEY), Library("free", "a"), kept=kept)
    works = Library("paid", "x", "y")
    again = take(tmp_path, chain, works, Library("free", "a"), kept=kept)
    assert works.asked == []
    assert again == first


def test_what_was_drawn_since_nothing_fitted_is_looked_for_again(studio: Studio, tmp_path: Path):
    kept = Kept()
    take(tmp_path, ["own", "motion"], Library("own"), kept=kept)
    assert take(tmp_path, ["own", "motion"], Library("own", "new"), kept=kept)["s2"].title == "title new"


def test_what_other_videos_of_the_theme_show_is_left_to_them(studio: Studio, tmp_path: Path):
    taken = take(tmp_path, ["free", "motion"], Library("free", "a", "b"), kept=Kept("a"))
    assert (taken["s2"].title, taken["s3"].provider) == ("title b", "motion")


def test_a_video_that_is_made_again_shows_what_it_showed(studio: Studio, tmp_path: Path):
    kept = Kept("a")
    first = take(tmp_path, ["free"], Library("free", "a", "b", "c"), kept=kept)
    kept.shown.clear()  # a month has passed for the other video
    assert take(tmp_path, ["free"], Library("free", "a", "b", "c"), kept=kept) == first


def test_footage_that_another_video_takes_at_the_same_moment_is_its_own(studio: Studio, tmp_path: Path):
    kept = Kept()
    kept.lost = {"a"}
    taken = take(tmp_path, ["free"], Library("free", "a", "b", "c"), kept=kept)
    assert [taken[scene].title for scene in ("s2", "s3")] == ["title b", "title c"]


def test_fault_22_a_full_disk_is_not_taken_for_a_bad_clip(studio: Studio, tmp_path: Path):
    with pytest.raises(BlockedError):
        take(tmp_path, ["own", "motion"], Library("own", "full"))


def test_the_same_inputs_choose_the_same_clips(studio: Studio, tmp_path: Path):
    chosen = [
        {
            scene: one.title
            for scene, one in take(tmp_path, ["own"], Library("own", "broken", "a", "b", "c"), count=6).items()
        }
        for _ in range(5)
    ]
    assert all(one == chosen[0] for one in chosen)


def test_each_footage_scene_reports_when_it_is_done(studio: Studio, tmp_path: Path):
    told: list[tuple[str, float]] = []
    libraries = {"own": FootageLibrary(Library("own", "a", "b"), local_client())}
    select_clips(shots(), ["own"], libraries, tmp_path, progress=lambda scene, share: told.append((scene, share)))
    assert sorted(told) == [("s2", 1.0), ("s3", 1.0)]
