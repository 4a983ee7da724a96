"""One real stage in a process of its own, which a test may end: `python -m faults.stage_process`, told as JSON.

stage       `clips` or `voiceover`
home        where it works, with the plan that `faults.stages` has
state       that of a vidpipe that has done nothing
theme       the theme's text
drawn       whether scenes are really drawn
"""

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from faults.stages import new_stages

from vidpipe_assets.model.stages import Stage


@dataclass(frozen=True)
class Told:
    """What the process shall do."""

    stage: str
    home: str
    state: str
    theme: str
    drawn: bool = False

    @property
    def command(self) -> tuple[str, ...]:
        """What starts it."""
        return ("python", "-m", "faults.stage_process", json.dumps(asdict(self)))


def main() -> int:
    """Make the stage; 1 if it fails."""
    told = Told(**json.loads(sys.argv[1]))
    with new_stages(Path(told.home), Path(told.state), theme=told.theme, drawn=told.drawn) as stages:
        return 0 if stages.make(Stage(told.stage)).success else 1


if __name__ == "__main__":
    sys.exit(main())
