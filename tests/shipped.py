"""The files that vidpipe ships, and an environment as it is on a new machine, whatever the clone's owner has made.

Themes of one's own, another `dagster.yaml`, a `.env`, exported variables: nothing of that is the tests' to read.
"""

import atexit
import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]

_SHIPPED = ("themes", "dagster.yaml", "workspace.yaml")
_OF_TESTS = (
    "VIDPIPE_TEST_",
    "VIDPIPE_REQUIRE_SERVICES",
    "VIDPIPE_EXAMPLES",
    "VIDPIPE_EXACT_PICTURES",
    "VIDPIPE_LOOK_AT",
    "VIDPIPE_WRITE_SNAPSHOTS",
)
_FOREIGN = ("VIDPIPE_", "DAGSTER_")
_KEYS = ("_API_KEY", "_API_TOKEN", "APIFY_TOKEN", "FAL_KEY", "REDDIT_CLIENT_ID", "REDDIT_CLIENT_SECRET")
_NETWORK = {"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE"}


@cache
def shipped() -> Path:
    """A folder with `themes`, `dagster.yaml` and `workspace.yaml` as git's index has them: with what was added so far.

    Where there is no git (an unpacked archive), the clone itself. Nobody may change anything there.
    """
    git = ["git", "-C", str(ROOT)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        listed = subprocess.run(
            [*git, "ls-files", "-z", *_SHIPPED], env=environment, capture_output=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return ROOT
    folder = Path(tempfile.mkdtemp(prefix="vidpipe-shipped-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    subprocess.run(
        [*git, "checkout-index", "-z", "--stdin", f"--prefix={folder}/"],
        input=listed,
        env=environment,
        capture_output=True,
        check=True,
    )
    return folder


def forget_settings() -> None:
    """Take from the environment what is set for vidpipe, its providers, Dagster and the network on this machine."""
    for name in list(os.environ):
        if _is_a_setting(name) and not name.startswith(_OF_TESTS):
            del os.environ[name]
    os.environ["DAGSTER_DISABLE_TELEMETRY"] = "yes"


def _is_a_setting(name: str) -> bool:
    return name.startswith(_FOREIGN) or name.endswith(_KEYS) or name.upper() in _NETWORK
