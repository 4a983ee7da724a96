"""A process with runs of the fake line in it: `python -m faults.line_process make KEY`, or `refresh`.

As `dagster job execute` does it, but for the half dozen seconds that the command line takes.
"""

import json
import sys

import dagster as dg
from fake_line import Line
from faults.line_defs import HOME, ScriptedWorkplace


def main() -> int:
    """Run what is asked for; 1 if it fails."""
    with dg.DagsterInstance.get() as instance:
        line = Line(ScriptedWorkplace(HOME), instance)
        if sys.argv[1] == "make":
            done = line.run(sys.argv[2])
        else:
            done = line.job("refresh_videos", "refresh", **json.loads(sys.argv[2]))
            for event in done.all_events:
                if event.event_type_value == "STEP_OUTPUT":
                    print(event.step_output_data.metadata)
        for event in done.get_step_failure_events():
            print(event.step_failure_data.user_failure_data or event.step_failure_data.error, flush=True)
        return 0 if done.success else 1


if __name__ == "__main__":
    sys.exit(main())
