"""The review package on disk: `output/review/<video key>/` with the media, `review.json` and a page for the reviewer.

What it says is built by `review_contents`, `review_json` and `review_page` without any I/O; here it is written, found
(`package_folder`), and checked before a person's decision about it is recorded (`review_version`).
"""

import hashlib
import os
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from vidpipe_assets.io.files import file_sha256, replacing, replacing_folder, write_atomically
from vidpipe_assets.io.paths import contained_path, explaining_os_errors
from vidpipe_assets.model.errors import BadInput, BlockedError, Conflict
from vidpipe_assets.model.media import Artifact, ReviewPackage
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.operations.review_contents import PackageContents, build_review
from vidpipe_assets.operations.review_json import ReviewFile, build_review_file
from vidpipe_assets.operations.review_page import render_page
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import Store

if TYPE_CHECKING:  # it loads SQLAlchemy
    from vidpipe_assets.storage.fencing import Fence

__all__ = ["PackageContents", "assemble", "build_review", "link_or_copy"]

REVIEW_FILE, PAGE = "review.json", "index.html"
_CHUNK = 1024 * 1024


def assemble(folder: Path, contents: PackageContents, fence: "Fence | None" = None) -> ReviewPackage:
    """Write the package `folder/<video key>/` as a whole, in place of what was there, and return its document.

    `fence`: of the run that writes it; raises `LeaseLost` if that has lost the video.

    Raises `BadInput` for a key or chart name that is none or leads out of `folder`, `BlockedError` when a media file is
    missing or damaged or the disk is full; then the package that was there before is still there, untouched.
    """
    target = contained_path(folder, str(VideoKey.parse(contents.video_key)))
    package = build_review(contents)
    number, allowed = (fence.number, fence.kept) if fence else (0, nullcontext)
    with replacing_folder(target, number, allowed) as fresh:
        for name, artifact in package.files.items():
            link_or_copy(contents.artifact_path(artifact), artifact, contained_path(fresh, name))
        charts = {name: _add_chart(source, fresh, name) for name, source in contents.charts.items()}
        review = build_review_file(contents, package, charts)
        write_atomically(fresh / REVIEW_FILE, review.to_json())
        write_atomically(fresh / PAGE, render_page(review))
    return package


def link_or_copy(source: Path, artifact: Artifact, target: Path) -> None:
    """Link a media file into the package, or copy it where the file system cannot link.

    Raises `BlockedError` if its bytes are not those of `artifact`: a person approves these bytes.
    """
    try:
        os.link(source, target)
    except OSError:
        _copy(source, target)
    with explaining_os_errors(target):
        digest = file_sha256(target)
    if digest != artifact.sha256:
        raise BlockedError(
            f"{source} is damaged: its bytes are not the ones that were stored",
            remedy=f"remove that file and materialize composed_video again; it becomes {target.name}",
        )


def _add_chart(source: Path, fresh: Path, name: str) -> Artifact:
    target = contained_path(fresh, name)
    if target.exists() or name in {REVIEW_FILE, PAGE}:
        raise BadInput(f"a chart cannot be called {name!r}: the package has such a file", remedy="call it otherwise")
    with explaining_os_errors(source):
        content = source.read_bytes()
    write_atomically(target, content)
    return Artifact(sha256=hashlib.sha256(content).hexdigest(), suffix=target.suffix.lower(), size=len(content))


def _copy(source: Path, target: Path) -> None:
    with explaining_os_errors(source), source.open("rb") as original, replacing(target) as copy:
        while chunk := original.read(_CHUNK):
            copy.write(chunk)


def package_folder(places: Places, video: str) -> Path:
    """The folder of its review package or, if that was removed long after it was closed, of what was approved."""
    package, approved = places.output / "review" / video, places.output / "approved" / video
    if not (package / REVIEW_FILE).is_file() and (approved / REVIEW_FILE).is_file():
        return approved
    return package


def review_version(store: Store, video: str) -> str:
    """The data version of the review that lies in the package of `video`.

    Raises `Conflict` if there is no package, or if a file of it is not the one that was packaged.
    """
    folder = store.places.output / "review" / video
    if not (folder / "video.mp4").is_file():
        raise Conflict(f"{video} has no finished video to approve", remedy=f"vidpipe status {video} says why")
    version = _recorded_version(folder / REVIEW_FILE, video)
    package = store.documents.load(video, Stage.REVIEW, version, ReviewPackage)
    for name, artifact in package.files.items():
        if _digest(contained_path(folder, name)) != artifact.sha256:
            raise _tampering(video, folder / name, "is not the file that was packaged")
    return version


def refuse_outdated(video: str, seen: str, current: str, action: str) -> None:
    """Raise `Conflict` if `seen`, the version that a person has looked at (empty: nobody knows), is not `current`."""
    if seen not in ("", current):
        raise Conflict(
            f"{video} was made again since: version {seen} was looked at, {current} is there now",
            remedy=f"look at the video again, then {action} that version",
        )


def _recorded_version(file: Path, video: str) -> str:
    try:
        return ReviewFile.model_validate_json(file.read_bytes()).data_version
    except (OSError, ValidationError) as error:
        raise _tampering(video, file, "cannot be read") from error


def _digest(file: Path) -> str:
    if not file.is_file():
        return ""
    with explaining_os_errors(file):
        return file_sha256(file)


def _tampering(video: str, file: Path, what: str) -> Conflict:
    return Conflict(
        f"{file} {what}: nobody could say later what was approved",
        remedy=f"remove {file.parent}, run the job refresh_videos with videos: [{video}], and look at the video again",
    )
