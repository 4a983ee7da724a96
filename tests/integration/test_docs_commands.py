"""The commands of the README and of `docs/`, typed in the order in which they stand, on an empty home.

Every command is run or is listed here with the reason why not. Videos are short and calm: what is tested is that each
command does what the page promises, and not how the videos look.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from faults.line_home import processes_of, wait_until
from homes import LONGEST_S
from ports import free_port
from shipped import ROOT, shipped

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3600)]

BIN = Path(sys.executable).parent
PAGES = ("README.md", *sorted(f"docs/{page.name}" for page in (ROOT / "docs").glob("*.md")))
FENCED = re.compile(r"^```(?:sh|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
YAML = re.compile(r"^```yaml\n(ops:.*?)^```$", re.MULTILINE | re.DOTALL)

NOT_RUN = {
    "make demo": "a whole video of 30 s; CI makes it by hand before a release",
    "make test": "it is what runs this test",
    "make dev": "`vidpipe dev` is what it starts: the second way of this test has it running",
    ". .venv/bin/activate": "the test sets PATH and DAGSTER_HOME",
    "vidpipe voice": "asks Piper's hub, which is not on this machine; contracts/ has a fake one",
    "python3 -m venv": "fetches packages",
    "pip install": "fetches packages",
    "createuser": "a PostgreSQL server of the machine's own; fleet/ starts one",
    "cp -r deploy/celery": "a fleet's home; fleet/ makes one",
    "export ": "settings of a fleet or a bucket; fleet/ sets them",
    "dagster code-server": "a fleet's servers; fleet/ starts them",
    "dagster-webserver": "a fleet's servers; fleet/ starts them",
    "dagster-daemon": "a fleet's servers; fleet/ starts them",
    "vidpipe web --host 0.0.0.0": "a fleet's servers; fleet/ starts them",
    "vidpipe worker": "a fleet's servers; fleet/ starts them",
}
"""How a command begins, and why it is not run."""

WALKED = {"README.md", "docs/dagster.md", "docs/api.md", "docs/operations.md"}
"""The pages whose commands are typed below."""

NEEDS_DAEMON = ("dagster job launch", "dagster job backfill")
"""They hand over to a daemon: without one they only have to be taken."""


def commands(page: str) -> list[str]:
    """The commands of a page's shell blocks, continued lines joined, without comments and prompts."""
    text = "\n".join(FENCED.findall((ROOT / page).read_text(encoding="utf-8"))).replace("\\\n", " ")
    lines = (re.split(r"(?:^|\s)# ", line)[0].removeprefix("$ ").strip() for line in text.splitlines())
    return [line for line in lines if line]


def why_not(command: str) -> str:
    """Why the command is not run; empty if it is."""
    return next((why for start, why in NOT_RUN.items() if command.startswith(start)), "")


class Terminal:
    """A home as a clone has it, and a person who types there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(shipped(), folder)
        shutil.copy(ROOT / "pyproject.toml", folder)  # for dg, which looks for the package beside it
        (folder / "vidpipe_assets").symlink_to(ROOT / "vidpipe_assets")
        shutil.copytree(ROOT / "examples", folder / "examples")
        for theme in (folder / "themes").glob("*.yaml"):
            text = theme.read_text(encoding="utf-8")
            theme.write_text(re.sub(r"(?m)^(  seconds:) \d+", r"\1 15", re.sub(r"motion: \w+", "motion: calm", text)))
        here = {"DAGSTER_HOME": str(folder), "PYTHONPATH": str(ROOT), "PATH": f"{BIN}:{os.environ['PATH']}"}
        self.environment = {**os.environ, **here, "DAGSTER_DISABLE_TELEMETRY": "1"}
        self.port = free_port()

    def type(self, command: str) -> None:
        """Run the command as bash does; it has to succeed, without a stack trace."""
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=LONGEST_S,
            check=False,
        )
        said = done.stdout + done.stderr
        assert done.returncode == 0, f"{command}\n{said[-3000:]}"
        assert "Traceback" not in said, f"{command}\n{said[-3000:]}"

    @contextmanager
    def running(self, *command: str, url: str) -> Iterator[None]:
        """A server, from its first answer until SIGTERM."""
        with (self.folder / "servers.txt").open("ab") as said:
            process = subprocess.Popen(command, cwd=self.folder, env=self.environment, stdout=said, stderr=said)
        try:
            wait_until(lambda: process.poll() is None and answers(url), f"{command} answers")
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(120) in {0, -signal.SIGTERM}

    def end(self) -> None:
        """Whatever still works here."""
        for pid in processes_of(self.folder):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def answers(url: str) -> bool:
    """Whether a server answers there."""
    return subprocess.run(["curl", "-s", "-o", "/dev/null", url], check=False).returncode == 0


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    made = Terminal(tmp_path / "home")
    yield made
    made.end()


def test_every_command_of_the_pages_is_run_or_has_a_reason_and_no_reason_is_left_over() -> None:
    told = [command for page in PAGES for command in commands(page)]
    assert [start for start in NOT_RUN if not any(command.startswith(start) for command in told)] == []
    kinds = {command.split()[0] for command in told if not why_not(command)}
    assert kinds == {"vidpipe", "dagster", "dg", "curl", "DAGSTER_HOME=/srv/restored"}


def test_a_page_that_no_test_walks_has_no_command_to_run() -> None:
    others = [page for page in PAGES if page not in WALKED]
    assert [command for page in others for command in commands(page) if not why_not(command)] == []


def walk_through(terminal: Terminal, page: str) -> None:
    """Type the page's commands. Its servers stay up for what follows; its ports are free ones."""
    for content in YAML.findall((ROOT / page).read_text(encoding="utf-8")):
        # One day and one video of each of its themes instead of three and two.
        one = content.replace("2026-11-26", "2026-11-24").replace("per_day: 2", "per_day: 1")
        (terminal.folder / "my-order.yaml").write_text(one)
    for command in commands(page):
        if why_not(command):
            continue
        if command == "vidpipe web":
            url = f"http://127.0.0.1:{terminal.port}/"
            with terminal.running(str(BIN / "vidpipe"), "web", "--port", str(terminal.port), url=url):
                continue
        terminal.type(command.replace("localhost:8080", f"127.0.0.1:{terminal.port}"))


def with_daemon(terminal: Terminal, page: str) -> None:
    """The same beside `vidpipe dev`."""
    port = free_port()
    with terminal.running(str(BIN / "vidpipe"), "dev", "--port", str(port), url=f"http://127.0.0.1:{port}/server_info"):
        walk_through(terminal, page)


def test_the_readme_s_commands_work_without_a_daemon(terminal: Terminal) -> None:
    walk_through(terminal, "README.md")
    assert (terminal.folder / "output" / "review" / "2026-11-23_gadgets" / "video.mp4").exists()


@pytest.mark.nightly
def test_the_readme_s_commands_work_beside_a_daemon(terminal: Terminal) -> None:
    with_daemon(terminal, "README.md")


@pytest.mark.nightly
def test_the_commands_of_the_page_about_dagster_work_without_a_daemon(terminal: Terminal) -> None:
    walk_through(terminal, "docs/dagster.md")


@pytest.mark.nightly
def test_the_commands_of_the_page_about_dagster_work_beside_a_daemon(terminal: Terminal) -> None:
    with_daemon(terminal, "docs/dagster.md")


def test_the_commands_of_the_page_about_the_api_work(terminal: Terminal) -> None:
    terminal.type("vidpipe order gadgets --day 2026-11-23")
    order, job, events = (one for one in commands("docs/api.md") if not why_not(one))
    url = f"http://127.0.0.1:{terminal.port}/"
    with terminal.running(str(BIN / "vidpipe"), "web", "--port", str(terminal.port), url=url):
        for command in (order, job):
            terminal.type(command.replace("curl ", "curl --fail ", 1).replace("localhost:8080", url[7:-1]))
        # Nobody makes the video: the stream of events goes on until it is cut off.
        listen = events.replace("curl ", "curl --fail --max-time 5 ", 1).replace("localhost:8080", url[7:-1])
        terminal.type(f"{listen} | grep -q '^data:'")


def test_the_commands_of_the_page_about_operations_work(terminal: Terminal) -> None:
    terminal.type("vidpipe order gadgets --day 2026-11-23")
    beside = terminal.folder.parent
    (beside / "restored").mkdir()
    for command in commands("docs/operations.md"):
        if not why_not(command):
            terminal.type(command.replace("/mnt/", f"{beside}/").replace("/srv/restored", f"{beside}/restored"))
