"""What has to be true after a death, and at the end: as if nobody had ever been killed."""

import time
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from faults.deaths import Death, Instant, notes, stages_of
from faults.kills import Home, Ran

from vidpipe_assets.ledger.costs import costs
from vidpipe_assets.model.stages import Stage


def survived(home: Home, deaths: Sequence[Death]) -> list[Death]:
    """Kill the home's refreshes at `deaths`, one after the other, then let one go through; see what each leaves.

    A death in a stage that was finished meanwhile, or died in already, is left out. Returns the deaths that came.
    """
    died: list[Death] = []
    struck = set[str]()
    for death in deaths:
        finished = home.versions()
        if death.stage in struck | finished.keys():
            continue
        ran = home.refresh(death)
        assert_nothing_again(finished, ran)
        if ran.was_killed:
            died.append(death)
            struck |= stages_of(ran.notes[-1:])
        else:
            assert isinstance(death, Instant), f"never came to {death}: {ran.said[-3000:]}"
    finished = home.versions()
    ran = home.refresh()
    assert ran.code == 0, ran.said[-3000:]
    assert_nothing_again(finished, ran)
    return died


def at_work_again(log: Path) -> float:
    """How many seconds after its worker's death somebody was at work on the video; nothing finished was made again."""
    written = notes(log)
    [died] = [note for note in written if note.what == "died"]
    later = [note for note in written if note.pid != died.pid and note.stage and note.at_s > died.at_s]
    finished = stages_of([note for note in written if note.pid == died.pid]) - {died.stage}
    assert not stages_of(later) & finished
    return min(note.at_s for note in later) - died.at_s


def assert_nothing_again(finished: dict[str, str], ran: Ran) -> None:
    """No stage that was finished before `ran` was touched by it."""
    again = ran.stages & set(finished)
    assert not again, f"{again} were finished: {[note for note in ran.notes if note.stage in again][:5]}"


def assert_as_if_never_killed(home: Home, versions: dict[str, str]) -> None:
    """All seven stages have the same documents; all is paid once and booked; nothing is left behind."""
    assert versions.keys() == {stage.value for stage in Stage}
    assert home.versions() == versions
    assert home.open_plans() == []
    assert_paid_once(home)
    assert leftovers(home) == []
    assert living(home) == {}


def assert_paid_once(home: Home) -> None:
    """One charge a call, none in doubt, and the provider's bill is what the ledger says, to the cent."""
    with home.store() as store:
        lines = costs(store)
    spent = sum((line.spent for line in lines), Decimal(0))
    open_or_doubtful = sum((line.reserved + line.doubtful for line in lines), Decimal(0))
    assert (spent, open_or_doubtful) == (home.provider.bill, 0)
    assert home.provider.submitted_twice == []


def leftovers(home: Home) -> list[str]:
    """Files and folders that only a killed process can have left; Dagster's own apart."""
    tops = [home.places.documents, home.places.artifacts, home.places.output]
    found = [*home.places.state.iterdir(), *(path for top in tops for path in top.rglob("*"))]
    hidden = [path for path in found if path.suffix == ".part" or path.name.startswith(".")]
    unfinished = [*home.places.scratch.iterdir(), *(home.places.state / "locks").glob("*")]
    return sorted(str(path.relative_to(home.folder)) for path in [*hidden, *unfinished])


def living(home: Home, patience_s: float = 120) -> dict[int, str]:
    """Processes that still work for this home; what has lost its parent may take a moment to notice."""
    give_up_at = time.monotonic() + patience_s
    while (found := home.living()) and time.monotonic() < give_up_at:
        time.sleep(0.1)
    return found
