"""Sends what is due in the outbox of the home that is named, in a process of its own: it may be killed."""

import sys
from pathlib import Path

from fake_line import FakeWorkplace

from vidpipe_assets.automation.outlook import Outlook
from vidpipe_assets.automation.telling import tell

if __name__ == "__main__":
    tell(Outlook(FakeWorkplace(Path(sys.argv[1]))), print)
