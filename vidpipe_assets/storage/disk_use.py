"""How much of a disk vidpipe uses, by kind, and whether that is more than it may.

Measuring means to look at every file, which takes long where there are millions. So what was measured is written down
for everybody, and believed for ten minutes, or longer where it took long.
"""

import os
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import ValidationError

from vidpipe_assets.io.files import write_atomically
from vidpipe_assets.io.paths import bytes_on_disk
from vidpipe_assets.model.errors import BlockedError, VidpipeError
from vidpipe_assets.model.values import Value
from vidpipe_assets.storage.places import Places

QUOTA = "quota"
"""What work waits for that would go beyond the quota: `BlockedError.waits_for`."""

BELIEVED_S = 600.0
_TIMES_IT_TOOK = 20


class DiskUse(Value):
    """What was measured. `kinds`: bytes by kind; what two kinds share counts for the first."""

    kinds: Mapping[str, int]
    measured_at: float
    """Seconds since 1970."""
    took_s: float

    @property
    def total(self) -> int:
        """Bytes of all kinds."""
        return sum(self.kinds.values())


def measure(places: Places) -> DiskUse:
    """Look at every file, and write down what was found, if there is room for that."""
    began = time.monotonic()
    kinds, seen = Counter[str](), set[tuple[int, int]]()
    for kind, folder, but in _kinds(places):
        kinds[kind] += sum(_bytes(folder, but, seen))
    found = DiskUse(kinds=dict(kinds), measured_at=time.time(), took_s=time.monotonic() - began)
    try:
        write_atomically(_file(places), found.model_dump_json().encode())
    except VidpipeError:  # a full disk is what one may be looking for
        return found
    return found


def last_measured(places: Places) -> DiskUse | None:
    """What was measured last, however long ago; None: nothing was."""
    try:
        return DiskUse.model_validate_json(_file(places).read_bytes())
    except (OSError, ValidationError):
        return None


def forget_measured(places: Places) -> None:
    """Something was removed: whoever wants to know looks again."""
    _file(places).unlink(missing_ok=True)


def is_beyond_quota(places: Places) -> bool:
    """Whether vidpipe uses more than it may, as far as was looked lately."""
    return bool(places.disk_quota_gb) and _lately(places).total > places.disk_quota_gb * 10**9


def refuse_beyond_quota(places: Places) -> None:
    """Raise `BlockedError` if vidpipe uses more of the disk than it may."""
    if is_beyond_quota(places):
        raise BlockedError(
            f"vidpipe uses {_lately(places).total / 1e9:.1f} GB, and may use {places.disk_quota_gb} GB",
            remedy="vidpipe gc says what can go, vidpipe gc --delete removes it; or raise VIDPIPE_DISK_QUOTA_GB",
            waits_for=QUOTA,
        )


def _lately(places: Places) -> DiskUse:
    found = last_measured(places)
    if found:
        age_s = time.time() - found.measured_at
        if 0 <= age_s <= max(BELIEVED_S, found.took_s * _TIMES_IT_TOOK):
            return found
    return measure(places)


def _file(places: Places) -> Path:
    return places.state / "disk-use.json"


def _kinds(places: Places) -> Iterator[tuple[str, Path, tuple[Path, ...]]]:
    """Each kind with its folder, and what of it is another kind. Packages share their files with the artifacts."""
    dagster, output = places.state / "dagster", places.output
    if places.artifacts.is_relative_to(places.home):  # else on a disk of one machine's own, with a bound of its own
        yield "artifacts", places.artifacts, ()
    yield "documents", places.documents, ()
    for name in ("review", "approved", "rejected"):
        yield f"output/{name}", output / name, ()
    yield "Dagster's runs and events", dagster, (dagster / "storage",)
    yield "what runs have printed", dagster / "storage", ()
    yield "work in progress", places.scratch, ()
    others = (places.artifacts, places.documents, dagster, places.scratch)
    yield "database", places.state, others
    yield "output, other", output, tuple(output / name for name in ("review", "approved", "rejected"))


def _bytes(folder: Path, but: tuple[Path, ...], seen: set[tuple[int, int]]) -> Iterator[int]:
    """The bytes of every file; what cannot be looked at, or goes meanwhile, counts nothing."""
    left, spared = [os.fspath(folder)], {os.fspath(path) for path in but}
    while left:
        try:
            entries = list(os.scandir(left.pop()))
        except OSError:
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                left += [] if entry.path in spared else [entry.path]
            else:
                yield _of(entry, seen)


def _of(entry: "os.DirEntry[str]", seen: set[tuple[int, int]]) -> int:
    try:
        found = entry.stat(follow_symlinks=False)
    except OSError:
        return 0
    if found.st_nlink > 1:
        file = (found.st_dev, found.st_ino)
        if file in seen:
            return 0
        seen.add(file)
    return bytes_on_disk(found)
