"""One video by two machines: each with a disk of its own for media, and a bucket that they share."""

import shutil
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest
from buckets import SECRET, s3_server
from canaries import leaks
from homes import DAGSTER, LONGEST_S, new_home, run, run_job, said

from vidpipe_assets.model.media import ComposedVideo
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import open_store

pytestmark = [pytest.mark.slow, pytest.mark.timeout(2 * LONGEST_S)]

KEY = "2026-11-23_gadgets"


def make(home: Path, select: str, environment: Mapping[str, str]) -> str:
    """What a worker does; returns what it printed."""
    command = [str(DAGSTER), "asset", "materialize", "-m", "vidpipe_assets.definitions", "--select", select]
    done = run([*command, "--partition", KEY], home, **environment)
    assert done.returncode == 0, said(done)[-6000:]
    return said(done)


def test_what_one_machine_has_filmed_another_one_composes(tmp_path: Path) -> None:
    home = new_home(tmp_path)
    (home / "order.yaml").write_text('{"ops": {"order": {"config": {"from_day": "2026-11-23"}}}}')
    ordered = run_job(home, "order_videos", "-c", "order.yaml")
    assert ordered.returncode == 0, said(ordered)
    with s3_server() as server:
        url = f"{server.new_bucket('shared')}/vidpipe"
        one, other = tmp_path / "disk-one", tmp_path / "disk-other"
        shared = {"VIDPIPE_ARTIFACTS_URL": url, **server.environment}
        places = {"VIDPIPE_ARTIFACTS_FOLDER": str(one)}
        printed = make(home, "+key:clips,key:voiceover", {**shared, **places})
        shutil.rmtree(one)  # that machine is gone
        places = {"VIDPIPE_ARTIFACTS_FOLDER": str(other)}
        printed += make(home, "key:composed_video+", {**shared, **places})
        assert (home / "output" / "review" / KEY / "video.mp4").is_file()
        assert not (home / ".vidpipe" / "artifacts").exists()
        with closing(open_store(Places(home, artifacts_url=url, artifacts_folder=tmp_path / "third"))) as store:
            [version] = store.documents.versions(KEY)[Stage.COMPOSED_VIDEO]
            video = store.documents.load(KEY, Stage.COMPOSED_VIDEO, version, ComposedVideo)
            assert store.artifacts.verify(video.video).stat().st_size == video.video.size
    assert SECRET not in printed
    assert leaks(home, printed) == []
