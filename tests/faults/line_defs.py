"""Definitions as a code location loads them: the fake line in the home that DAGSTER_HOME names, directed by files.

`worked.jsonl` in the home lists all work that was begun. `script.json` says what a stage does, by "video stage" or by
stage: {"hold": true} waits for the file `go`, {"fail": "transient"}, "permanent" or "once", {"child": true} runs
ffmpeg for long.
"""

import json
import os
import time
from pathlib import Path
from typing import Any

import dagster as dg
from fake_line import FakeWorkplace, Line

from vidpipe_assets.defs.schedules import order_videos_schedule
from vidpipe_assets.model.errors import PermanentError, TransientError
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.render import ffmpeg
from vidpipe_assets.storage.places import Places

HOME = Path(os.environ.get("DAGSTER_HOME", "/nowhere"))


class ScriptedWorkplace(FakeWorkplace):
    """Does what the script in its home says."""

    @property
    def places(self) -> Places:  # type: ignore[override]
        return Places.from_environment()

    def work(self, run: Any, stage: Stage) -> Any:
        context = run.context
        line = {"video": context.video, "stage": stage.value, "pid": os.getpid()}
        with (HOME / "worked.jsonl").open("a") as file:
            file.write(json.dumps(line) + "\n")
        self._act(context, self._script(context.video, stage))
        return super().work(run, stage)

    def _script(self, video: str, stage: Stage) -> dict[str, Any]:
        file = HOME / "script.json"
        said = json.loads(file.read_text()) if file.exists() else {}
        return said.get(f"{video} {stage}", said.get(stage.value, {}))

    def _act(self, context: Any, script: dict[str, Any]) -> None:
        (context.scratch / "half-done").write_text("x")
        if script.get("fail") == "transient":
            raise TransientError("the line is busy")
        if script.get("fail") == "once" and not (failed := HOME / f"{context.video}.failed").exists():
            failed.touch()
            raise TransientError("not at the first try", retry_after_s=0)
        if script.get("fail") == "permanent":
            raise PermanentError("it cannot be done")
        if script.get("child"):
            ffmpeg.run(["-re", "-f", "lavfi", "-i", "testsrc=d=600", "-f", "null", "-"], timeout_s=600)
        while script.get("hold") and not (HOME / "go").exists():
            time.sleep(0.05)
        time.sleep(script.get("seconds", 0))


_line = Line(ScriptedWorkplace(HOME), dg.DagsterInstance.ephemeral())
defs = dg.Definitions.merge(_line.definitions, dg.Definitions(schedules=[order_videos_schedule]))
