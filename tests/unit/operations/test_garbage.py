"""What nobody needs any more goes, and nothing else; what cannot be removed is told."""

import datetime as dt
import os
from pathlib import Path

import pytest
import sqlalchemy as sa
from old_home import KEY, NOW, OldHome, age, forbid

from vidpipe_assets.model.decision import Word
from vidpipe_assets.model.order import OrderState
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.operations import garbage as tidying
from vidpipe_assets.storage.store import Store
from vidpipe_assets.storage.tables import answer_files, api_requests

OTHER = f"{KEY}_2"


@pytest.fixture
def home(store: Store, tmp_path: Path) -> OldHome:
    made = OldHome(store, tmp_path)
    made.order(KEY, OTHER)
    return made


def test_a_file_that_nothing_names_goes_after_a_day(home: OldHome) -> None:
    stray, young = home.file("stray", days=1.1), home.file("young", days=0.9)
    rubbish = home.tidy()
    assert not home.has(stray)
    assert home.has(young)
    assert rubbish.number == {"artifacts": 1}


def test_nothing_goes_while_a_backup_is_taken(home: OldHome, store: Store) -> None:
    stray = home.file("stray", days=2)
    with store.keeping() as mine:
        assert mine
        rubbish = home.tidy()
    assert home.has(stray)
    assert (rubbish.number, len(rubbish.wrong)) == ({}, 1)
    assert "a backup is being taken" in rubbish.wrong[0]
    assert home.tidy().number == {"artifacts": 1}


def test_nothing_goes_unless_it_is_told_to_delete(home: OldHome) -> None:
    stray = home.file("stray", days=2)
    document = home.make(KEY, Stage.CLIPS, "old", days=200)
    home.close(KEY, days=100)
    dry = home.tidy(delete=False)
    assert home.has(stray)
    assert document.is_file()
    assert dry.number == {"documents": 1, "artifacts": 1}
    wet = home.tidy()
    assert (dry.number, dry.bytes) == (wet.number, wet.bytes)


def test_of_a_video_that_was_closed_long_ago_documents_files_answers_and_package_go(home: OldHome) -> None:
    clip, cover = home.file("clip", days=200), home.file("cover", days=200)
    home.make(KEY, Stage.CLIPS, "clips", clip, days=200)
    home.make(KEY, Stage.REVIEW, "review", cover, days=200)
    call = home.answer(KEY, "a film", days=200)
    package = home.package(KEY, days=200, cover=cover)
    rejected = home.package(KEY, "rejected", days=200, cover=cover)
    home.close(KEY, days=89)
    assert home.tidy().number == {}
    home.close(KEY, days=91)
    rubbish = home.tidy()
    assert rubbish.number == {"review packages": 1, "rejected packages": 1, "documents": 2, "artifacts": 4}
    assert not package.exists()
    assert not rejected.exists()
    assert list(home.store.documents.videos()) == []
    assert list(home.store.artifacts.all()) == []
    assert not home.is_answered(call)


def test_what_an_approved_video_shares_with_its_export_is_freed_only_as_far_as_it_is(home: OldHome) -> None:
    film, clip = home.file("film" * 9000, days=200, suffix=".mp4"), home.file("clip" * 9000, days=200)
    home.make(KEY, Stage.CLIPS, "clips", clip, days=200)
    home.make(KEY, Stage.REVIEW, "review", film, days=200)
    home.package(KEY, days=200, film=film)
    approved = home.package(KEY, "approved", days=200, film=film)
    home.close(KEY, OrderState.APPROVED, days=100)
    size = home.store.artifacts.path(clip).stat().st_blocks * 512
    rubbish = home.tidy()
    assert rubbish.number["artifacts"] == 2
    assert rubbish.bytes["artifacts"] == size  # the film is still there, under its other name
    assert (approved / "film.mp4").read_text() == "film" * 9000


def test_the_only_copy_of_an_approved_video_stays(home: OldHome) -> None:
    film, clip = home.file("film", days=200), home.file("clip", days=200)
    home.make(KEY, Stage.CLIPS, "clips", clip, days=200)
    home.make(KEY, Stage.REVIEW, "review", film, days=200)
    package = home.package(KEY, days=200, film=film)
    home.close(KEY, OrderState.APPROVED, days=100)
    home.tidy()
    assert home.has(film)
    assert package.is_dir()
    assert not home.has(clip)


def test_of_an_open_video_only_what_was_made_again_long_ago_goes(home: OldHome) -> None:
    first, second, third = (home.file(name, days=300) for name in ("first", "second", "third"))
    oldest = home.make(KEY, Stage.COMPOSED_VIDEO, "first", first, days=200)
    older = home.make(KEY, Stage.COMPOSED_VIDEO, "second", second, days=80)
    latest = home.make(KEY, Stage.COMPOSED_VIDEO, "third", third, days=70)
    home.tidy()
    assert [path.is_file() for path in (oldest, older, latest)] == [False, True, True]
    assert [home.has(one) for one in (first, second, third)] == [False, True, True]


def test_what_is_recorded_stays_though_something_newer_lies_beside_it(home: OldHome) -> None:
    film = home.file("film", days=200)
    recorded = home.make(KEY, Stage.COMPOSED_VIDEO, "recorded", film, days=200)
    home.make(KEY, Stage.COMPOSED_VIDEO, "killed before it was recorded", days=100, recorded=False)
    home.tidy()
    assert recorded.is_file()
    assert home.has(film)


def test_whatever_leads_back_from_the_documents_of_today_to_the_trends_stays(home: OldHome) -> None:
    trends = home.make(KEY, Stage.TRENDS, "trends", days=300)
    report = home.make(KEY, Stage.ANALYSIS, f"made from {trends.stem}", days=300)
    script = home.make(KEY, Stage.SCRIPTS, f"made from {report.stem}", days=300)
    home.make(KEY, Stage.COMPOSED_VIDEO, f"made from {script.stem}", days=200)
    unused = home.make(KEY, Stage.SCRIPTS, "another one", days=250)
    for stage in (Stage.TRENDS, Stage.ANALYSIS, Stage.SCRIPTS):
        home.make(KEY, stage, "made again, but no video could be made of it", days=100)
    home.tidy()
    assert [path.is_file() for path in (trends, report, script, unused)] == [True, True, True, False]


def test_which_footage_was_rejected_is_not_forgotten(home: OldHome) -> None:
    clips, voice = (home.make(KEY, stage, "first", days=300) for stage in (Stage.CLIPS, Stage.VOICEOVER))
    for stage in (Stage.CLIPS, Stage.VOICEOVER):
        home.make(KEY, stage, "second", days=200)
    home.store.decisions.add(KEY, Word.REJECTED, stage=Stage.CLIPS, who="ann")
    home.tidy()
    assert clips.is_file()
    assert not voice.is_file()


def test_what_the_package_of_an_open_video_shows_stays(home: OldHome) -> None:
    shown = home.make(KEY, Stage.REVIEW, "shown", days=200)
    home.make(KEY, Stage.REVIEW, "newer", days=100)
    package = home.package(KEY, days=200)
    (package / "review.json").write_text(f'{{"data_version": "{shown.stem}"}}')
    home.tidy()
    assert shown.is_file()
    assert package.is_dir()


def test_answers_of_open_videos_and_of_nobody_s_stay(home: OldHome) -> None:
    mine, unknown = home.answer(KEY, "mine", days=200), home.answer("2020-01-01_gone", "unknown", days=200)
    home.tidy()
    assert home.is_answered(mine)
    assert home.is_answered(unknown)


def test_an_answer_that_others_may_share_stays_for_two_days(home: OldHome) -> None:
    home.close(KEY, days=5)
    lately, before = home.answer(KEY, "lately", days=1.5), home.answer(KEY, "before", days=3)
    home.tidy(videos=1)
    assert home.is_answered(lately)
    assert not home.is_answered(before)


def test_what_a_lost_or_damaged_answer_refers_to_is_not_taken_for_known(home: OldHome) -> None:
    call = home.answer(KEY, "a film", days=200)
    path = home.store.artifacts.path(home.answers[call][1])
    whole = path.read_bytes()
    with home.store.database.writing() as connection:
        connection.execute(sa.delete(answer_files))
    path.write_bytes(bytes(len(whole)))
    home.tidy(delete=False)
    path.write_bytes(whole)  # from a backup
    home.tidy()
    assert home.is_answered(call)


def test_documents_of_what_was_never_ordered_stay_with_what_they_name(home: OldHome) -> None:
    clip = home.file("clip", days=200)
    strange = home.make("strange", Stage.CLIPS, "strange", clip, days=200)
    home.tidy()
    assert strange.is_file()
    assert home.has(clip)


def test_a_damaged_document_still_names_its_files(home: OldHome) -> None:
    clip = home.file("clip", days=200)
    path = home.make(KEY, Stage.CLIPS, "clips", clip, days=200)
    path.write_bytes(path.read_bytes()[:-20])
    home.tidy()
    assert home.has(clip)


def test_nothing_of_the_last_day_goes_whatever_is_asked(home: OldHome) -> None:
    clip = home.file("clip", days=0.5)
    document = home.make(KEY, Stage.CLIPS, "clips", clip, days=0.5)
    package = home.package(KEY, days=0.5)
    home.close(KEY, days=3)
    home.tidy(videos=0)
    assert document.is_file()
    assert home.has(clip)
    assert package.is_dir()


def test_a_video_that_is_worked_on_is_left(home: OldHome) -> None:
    document = home.make(KEY, Stage.CLIPS, "clips", days=200)
    home.close(KEY, days=100)
    with home.store.leases.free(KEY) as free:
        assert free
        assert home.tidy().number == {}
    assert document.is_file()
    assert home.tidy().number == {"documents": 1}


def test_a_video_that_is_opened_meanwhile_is_left(home: OldHome, monkeypatch: pytest.MonkeyPatch) -> None:
    clip = home.file("clip", days=200)
    document = home.make(KEY, Stage.CLIPS, "clips", clip, days=200)
    call = home.answer(KEY, "a film", days=200)
    home.close(KEY, days=100)
    documents = tidying.OldVideos.documents

    def meanwhile(old: tidying.OldVideos, video: str) -> object:
        found = documents(old, video)
        home.close(KEY, OrderState.OPEN)
        return found

    monkeypatch.setattr(tidying.OldVideos, "documents", meanwhile)
    assert home.tidy().number == {}
    assert document.is_file()
    assert home.has(clip)
    assert home.is_answered(call)


def test_a_file_that_is_taken_anew_while_it_is_removed_stays(home: OldHome, monkeypatch: pytest.MonkeyPatch) -> None:
    stray = home.file("stray", days=2)
    every = tidying.UnreferencedArtifacts.all

    def meanwhile(found: tidying.UnreferencedArtifacts) -> object:
        for one in every(found):
            assert home.store.artifacts.intact(stray)  # a run that draws the same clip again
            yield one

    monkeypatch.setattr(tidying.UnreferencedArtifacts, "all", meanwhile)
    assert home.tidy().number == {}
    assert home.has(stray)


def test_if_a_document_cannot_be_read_all_files_stay(home: OldHome, monkeypatch: pytest.MonkeyPatch) -> None:
    stray = home.file("stray", days=2)
    path = home.make(KEY, Stage.CLIPS, "clips")
    path.unlink()
    path.mkdir()  # reading it is an error, also to root
    rubbish = home.tidy()
    assert "could be read" in rubbish.wrong[0]
    assert home.has(stray)


def test_what_the_system_forbids_is_told_and_the_rest_goes_on(home: OldHome, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = home.file("first", days=2), home.file("second", days=2)
    forbid(monkeypatch, first)
    rubbish = home.tidy()
    assert first.name in rubbish.wrong[0]
    assert rubbish.number == {"artifacts": 1}
    assert not home.has(second)


def test_a_package_that_cannot_be_removed_is_told(home: OldHome, monkeypatch: pytest.MonkeyPatch) -> None:
    home.package(KEY, days=200)
    home.close(KEY, days=100)
    monkeypatch.setattr(tidying, "remove", lambda _: None)
    rubbish = home.tidy()
    assert "not all of it could be removed" in rubbish.wrong[0]
    assert rubbish.number == {}


def test_what_a_killed_process_left_at_work_goes(home: OldHome) -> None:
    left = home.store.places.scratch / "work.999999999-1-abcd"
    left.mkdir(parents=True)
    (left / "half.mp4").write_text("half")
    half = home.package(KEY).rename(home.store.places.output / "review" / f".{KEY}.gone")  # by gc itself
    rubbish = home.tidy(delete=False)
    assert rubbish.number == {"scratch": 2}
    assert left.exists()
    home.tidy()
    assert not left.exists()
    assert not half.exists()


def test_requests_are_forgotten_after_a_month(home: OldHome) -> None:
    rows = [
        {"key": str(days), "body": "", "videos": [KEY], "made_at": NOW - dt.timedelta(days=days)} for days in (29, 31)
    ]
    with home.store.database.writing() as connection:
        connection.execute(sa.insert(api_requests), rows)
    assert home.tidy().number == {"API requests": 1}
    with home.store.database.reading() as connection:
        assert connection.execute(sa.select(api_requests.c.key)).scalars().all() == ["29"]


def test_made_again_as_it_was_once_a_document_is_the_latest(home: OldHome) -> None:
    red = home.make(KEY, Stage.COMPOSED_VIDEO, "red", days=200)
    blue = home.make(KEY, Stage.COMPOSED_VIDEO, "blue", days=100)
    home.make(KEY, Stage.COMPOSED_VIDEO, "red", days=0)
    assert home.store.documents.versions(KEY)[Stage.COMPOSED_VIDEO] == (blue.stem, red.stem)
    age(blue, 100)
    home.tidy()
    assert red.is_file()
    assert not blue.is_file()
    assert os.listdir(red.parent) == [red.name]  # noqa: PTH208 - hidden ones, too


def test_a_video_that_somebody_else_tidies_at_the_same_moment_is_left_to_them(
    home: OldHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs, mine = (home.make(key, Stage.CLIPS, "old", days=200) for key in (KEY, OTHER))
    home.close(KEY, days=100)
    home.close(OTHER, days=100)
    stat = Path.stat

    def gone(path: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        if path == theirs:
            raise FileNotFoundError(2, "No such file or directory", str(path))
        return stat(path, follow_symlinks=follow_symlinks)

    monkeypatch.setattr(Path, "stat", gone)
    assert home.tidy().number == {"documents": 1}
    assert not os.path.lexists(mine)
