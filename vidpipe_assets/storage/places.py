"""Where everything lies, derived from one folder. The only module that reads the environment (secrets apart)."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from urllib.parse import quote

from vidpipe_assets.io.private import PRIVATE
from vidpipe_assets.model.errors import BadInput, BlockedError

_REMEDY = (
    'in the project\'s folder, run: export DAGSTER_HOME="$PWD"   '
    "(without it, Dagster would silently use a throw-away instance and forget every run)"
)

REMAKES_A_DAY = 100
"""What `Places.remakes_a_day` is where nobody says otherwise."""

LEASE_WAIT_S = 600
"""What `Places.lease_wait_s` is where nobody says otherwise."""

THREADS = "VIDPIPE_THREADS"
"""The variable that `Places.threads` is read from; a worker sets it for its runs."""

LONGEST_HOME = 400
"""The most bytes of a home's path: SQLite takes paths of 511, and Dagster's longest file below a home needs 90."""

_PATTERN = "*?["
"""Dagster looks for `dagster.yaml` by `glob`, without escaping the folder's name."""

ARTIFACTS_GB = 50
"""What `Places.artifacts_gb` is where nobody says otherwise."""


@dataclass(frozen=True)
class Places:
    """The folders of one vidpipe, all absolute when `home` is. Nothing is created here."""

    home: Path
    database: str = ""
    """The URL of another database than the SQLite file below `state`."""
    remakes_a_day: int = REMAKES_A_DAY
    """How many finished videos may be made again automatically on one day (UTC)."""
    budget_a_day: Decimal | None = None
    """The most that all themes together may spend on one day, in US dollars; None: what their own budgets allow."""
    lease_wait_s: int = LEASE_WAIT_S
    """How long a run waits for another one that works on the same video, before it ends with an error."""
    artifacts_url: str = ""
    """The bucket that holds the artifacts, as `s3://bucket/folder`; empty: the folder `artifacts` does."""
    artifacts_folder: Path | None = None
    """Another folder of artifacts than that below `state`: a disk of this machine's own, where a bucket holds them."""
    artifacts_gb: int = ARTIFACTS_GB
    """How many gigabytes of the bucket are kept at hand; 0: all that was ever used."""
    disk_quota_gb: int = 0
    """How many gigabytes vidpipe may use below `home` before nothing new is made; 0: as many as the disk has."""
    state_mode: int = PRIVATE
    """The mode of `state`: who may look into it. 0o750 lets a group read, whose members make backups."""
    threads: int = 0
    """How many threads one run renders with, where its run config says nothing; 0: as many as the machine has."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Places":
        """From DAGSTER_HOME and the variables VIDPIPE_….

        Raises `BlockedError` when DAGSTER_HOME cannot be used, `BadInput` for a number or a path that is none.
        """
        found = os.environ if environment is None else environment
        home = found.get("DAGSTER_HOME", "")  # with the spaces at its ends, which Dagster takes for a part of it
        if not home.strip():
            raise BlockedError("DAGSTER_HOME is not set", remedy=_REMEDY)
        if not Path(home).is_absolute():
            raise BlockedError(f"DAGSTER_HOME is {home!r}, which is not an absolute path", remedy=_REMEDY)
        if not Path(home).is_dir():
            raise BlockedError(f"DAGSTER_HOME is {home!r}, which is not a folder", remedy=_REMEDY)
        require_usable_path(Path(home))
        return cls(
            Path(home),
            found.get("VIDPIPE_DATABASE_URL", "").strip(),
            _number(found, "VIDPIPE_REMAKES_A_DAY", REMAKES_A_DAY),
            _dollars(found.get("VIDPIPE_BUDGET_A_DAY", "").strip()),
            _number(found, "VIDPIPE_LEASE_WAIT_S", LEASE_WAIT_S),
            found.get("VIDPIPE_ARTIFACTS_URL", "").strip(),
            _folder(found, "VIDPIPE_ARTIFACTS_FOLDER"),
            _number(found, "VIDPIPE_ARTIFACTS_GB", ARTIFACTS_GB),
            _number(found, "VIDPIPE_DISK_QUOTA_GB", 0),
            state_mode(found),
            _number(found, THREADS, 0),
        )

    @property
    def state(self) -> Path:
        """What vidpipe needs to go on: database, documents, artifacts."""
        return self.home / ".vidpipe"

    @property
    def output(self) -> Path:
        """What people take away."""
        return self.home / "output"

    @property
    def themes(self) -> Path:
        """The theme files, which people edit."""
        return self.home / "themes"

    @property
    def documents(self) -> Path:
        """What the stages produced, as JSON."""
        return self.state / "documents"

    @property
    def artifacts(self) -> Path:
        """Media files by the hash of their bytes."""
        return self.artifacts_folder or self.state / "artifacts"

    @property
    def voices(self) -> Path:
        """Piper's voices that were added, a folder each."""
        return self.state / "voices"

    @property
    def scratch(self) -> Path:
        """Work in progress; nothing in it outlives its process."""
        return self.state / "scratch"

    @property
    def database_url(self) -> str:
        """The database as SQLAlchemy names it."""
        return self.database or f"sqlite:///{quote(str(self.state / 'vidpipe.db'))}"


def require_usable_path(home: Path) -> None:
    """Raise `BlockedError` for a home whose path Dagster or SQLite cannot work with; every other one is fine."""
    path = str(home)
    if pattern := sorted({*path} & {*_PATTERN}):
        raise BlockedError(
            f"DAGSTER_HOME is {path!r}: Dagster takes {' and '.join(pattern)} in a path for a pattern, and would not "
            "find its dagster.yaml",
            remedy="rename that folder, or the one above it that is called so",
        )
    if not path.isprintable():
        raise BlockedError(
            f"DAGSTER_HOME is {path!a}, which has characters that nobody can print",
            remedy="rename that folder: its name has to be text in UTF-8, in one line",
        )
    if len(os.fsencode(path)) > LONGEST_HOME:
        raise BlockedError(
            f"DAGSTER_HOME is {len(os.fsencode(path))} bytes long: SQLite opens no file below a path so long",
            remedy=f"move the folder to where its path is shorter than {LONGEST_HOME} bytes",
        )


def logs_are_json() -> bool:
    """Whether runs say in JSON what they say in the terminal: VIDPIPE_LOG is "json". No home is needed for that."""
    return os.environ.get("VIDPIPE_LOG", "").strip().lower() == "json"


def state_mode(environment: Mapping[str, str]) -> int:
    """The mode of the folder of state that VIDPIPE_STATE_MODE names. Raises `BadInput` for what is none."""
    text = environment.get("VIDPIPE_STATE_MODE", "").strip()
    if not text:
        return PRIVATE
    if not re.fullmatch(r"0?7[0-7][0-7]", text):
        raise BadInput(
            f"VIDPIPE_STATE_MODE is {text!r}, which is not the mode of a folder that its owner can use",
            remedy="set VIDPIPE_STATE_MODE=0750 to let a group read, or unset it (0700)",
        )
    return int(text, 8)


def _dollars(text: str) -> Decimal | None:
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,9})?", text):
        raise BadInput(
            f"VIDPIPE_BUDGET_A_DAY is {text!r}", remedy="set it to US dollars such as 25 or 7.50, or unset it"
        )
    return Decimal(text)


def _folder(environment: Mapping[str, str], name: str) -> Path | None:
    text = environment.get(name, "").strip()
    if text and not Path(text).is_absolute():
        raise BadInput(f"{name} is {text!r}, which is not an absolute path", remedy=f"set {name}=/var/cache/vidpipe")
    return Path(text) if text else None


def _number(environment: Mapping[str, str], name: str, usual: int) -> int:
    """A whole number from the environment, `usual` where it is not set."""
    text = environment.get(name, "").strip()
    if text and not (text.isascii() and text.isdigit()):
        raise BadInput(f"{name} is {text!r}", remedy=f"set it to a number such as {usual}, or unset it")
    return int(text) if text else usual
