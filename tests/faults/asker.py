"""A process that asks the fake provider through the ledger, and dies where it is told to. Used by the tests.

The configuration is one argument of JSON; what came of each call is printed as JSON.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from faults.clients import film_spec, speech_spec, usd
from faults.jobs import Film, ListedFilm, Speech
from together import let_go

from vidpipe_assets.ledger.answers import AnswerStore, LedgerAnswer
from vidpipe_assets.ledger.call_spec import BudgetCap
from vidpipe_assets.ledger.client import Ledger
from vidpipe_assets.model.errors import VidpipeError
from vidpipe_assets.providers.request import Account, CallPolicy
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import open_store

KILL_POINTS = ("reserved", "submitted", "polled", "fetched", "saved", "received")
"""Between the reservation and the submit, between the submit and its row, and so on to the end."""

QUICK = CallPolicy(first_wait_s=0.05, look_again_s=0.05, poll_every_s=0.05, same_call_wait_s=120, limit_wait_s=120)


def started(home: Path, database: str, calls: Sequence[Mapping[str, Any]], **more: Any) -> "subprocess.Popen[str]":
    """Start this module; it waits for a line on its standard input once it is ready."""
    config = json.dumps({"home": str(home), "database": database, "calls": list(calls), **more})
    return subprocess.Popen(
        [sys.executable, __file__, config],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(str(Path(__file__).parents[up]) for up in (1, 2))},
    )


def all_ended(processes: "Sequence[subprocess.Popen[str]]") -> list[list[str]]:
    """Let them go at the same moment; what each printed, or an empty list for one that was killed."""
    return [json.loads(answer) if answer else [] for answer in let_go(processes)]


def dying(action: Callable[..., Any], *, after: bool) -> Callable[..., Any]:
    """`action`, killed before or after it is done."""

    def done(*arguments: Any, **named: Any) -> Any:
        result = action(*arguments, **named) if after else None
        os.kill(os.getpid(), signal.SIGKILL)
        return result

    return done


def port(call: Mapping[str, Any], url: str, folder: Path) -> Film | Speech:
    if call["kind"] == "speech":
        return Speech(url, call["text"])
    return (ListedFilm if call["kind"] == "listed" else Film)(url, folder, call["text"])


def deadly(asked: Any, point: str) -> Callable[[LedgerAnswer], None]:
    """Make the client or the ledger die at `point`; the validation that may have to."""
    submit = "request" if isinstance(asked, Speech) else "submit"
    match point:
        case "reserved" | "submitted":
            setattr(asked, submit, dying(getattr(asked, submit), after=point == "submitted"))
        case "polled" | "fetched":
            asked.fetch = dying(asked.fetch, after=point == "fetched")
        case "saved":
            AnswerStore.save = dying(AnswerStore.save, after=True)
        case "received":
            return dying(lambda _: None, after=False)
        case _:
            pass
    return lambda _: None


def main() -> None:
    """Ask, one call after the other."""
    config = json.loads(sys.argv[1])
    home = Path(config["home"])
    ledger = Ledger(open_store(Places(home, config["database"])))
    print("ready", flush=True)
    sys.stdin.readline()
    results: list[str] = []
    for number, call in enumerate(config["calls"]):
        caps = tuple(BudgetCap(what, usd(amount)) for what, amount in call.get("caps", {}).items())
        folder = home / f"asker-{os.getpid()}-{number}"
        folder.mkdir()
        asked: Any = port(call, config["url"], folder)
        validate = deadly(asked, config.get("die_at", ""))
        account = Account("fake", concurrency=call.get("concurrency"))
        make = speech_spec if call["kind"] == "speech" else film_spec
        spec = make(call["text"], caps=caps, policy=QUICK, account=account, scene=call.get("scene", "hook"))
        try:
            ledger.once(spec, asked, validate)
            results.append("answered")
        except VidpipeError as error:
            results.append(type(error).__name__)
    print(json.dumps(results), flush=True)


if __name__ == "__main__":
    main()
