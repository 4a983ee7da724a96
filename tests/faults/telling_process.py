"""Sends what is due in the outbox of the home that is named, in a process of its own: it may be killed."""

import sys
from pathlib import Path

from fake_line import FakeWorkplace

from vidpipe_assets.operations.notify import send_notices
from vidpipe_assets.orchestration.plan_state import PlanState

if __name__ == "__main__":
    workplace = FakeWorkplace(Path(sys.argv[1]))
    send_notices(PlanState(workplace), print)
