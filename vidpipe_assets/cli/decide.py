"""The commands by which a person decides: retry, reject, approve, cancel, reopen; their arguments and their answers."""

import argparse
import getpass
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING

from vidpipe_assets.cli.tables import say
from vidpipe_assets.model.decision import Decision, Word
from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import open_store

if TYPE_CHECKING:
    from vidpipe_assets.operations.decide import DecisionRequest

HOW_IT_GOES_ON = """\
It starts by itself where vidpipe dev (or its daemon) runs; else:
  dagster job execute -m vidpipe_assets.definitions -j refresh_videos"""

Building = Callable[[argparse.Namespace], "DecisionRequest"]
"""Builds the request from a verb's arguments. Raises `BadInput` where they do not say what is meant."""
Answering = Callable[[Decision, Places], str]
"""What to say when the decision is written down."""


def add_commands(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the five commands; `command(name, action, about)` adds one."""
    retry = command(
        "retry",
        _doing(_retry_request, _retry_answer),
        "try again what has failed, now; what was paid is not paid again",
    )
    _about_video(retry)
    _about_stage(retry, nargs="?")
    retry.add_argument("--afresh", action="store_true", help="make the stage anew, and pay for it again")
    reject = command(
        "reject", _doing(_reject_request, _reject_answer), "say that a stage (or scenes of it) has to be made otherwise"
    )
    _about_video(reject)
    _about_stage(reject, nargs="?")
    reject.add_argument("scenes", nargs="*", metavar="SCENE", help="of clips: only these, as s2 s3")
    reject.add_argument("--for-good", action="store_true", help="the video as a whole is not wanted")
    approve = command(
        "approve",
        _doing(_approve_request, _approve_answer),
        "say that a finished video is good: it is never made again",
    )
    _about_video(approve)
    approve.add_argument(
        "--version", default="", metavar="VERSION", help="only if this one is there: data_version in review.json"
    )
    cancel = _doing(_cancel_request, _cancel_answer)
    _about_video(command("cancel", cancel, "stop working on a video that nobody wants any more"))
    reopen = _doing(_reopen_request, _reopen_answer)
    _about_video(command("reopen", reopen, "work again on a video that was approved, rejected or cancelled"))


def _about_video(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("key", metavar="KEY", help="a video key: 2026-11-23_gadgets")
    parser.add_argument("--reason", default="", metavar="TEXT", help="why; it is kept, and shown with what follows")


def _about_stage(parser: argparse.ArgumentParser, nargs: str) -> None:
    stages = [stage.value for stage in Stage]
    parser.add_argument(
        "stage", nargs=nargs, default="", choices=["", *stages], metavar="STAGE", help=", ".join(stages)
    )


def _doing(build: Building, answer: Answering) -> Callable[[argparse.Namespace], int]:
    def act(chosen: argparse.Namespace) -> int:
        from vidpipe_assets.operations.decide import apply
        from vidpipe_assets.operations.export import export

        request = build(chosen)
        with closing(open_store(Places.from_environment())) as store:
            decision = apply(store, chosen.key, request, who=who_asks())
            export(store, decision)
        say(answer(decision, store.places))
        return 0

    return act


def _retry_request(chosen: argparse.Namespace) -> "DecisionRequest":
    from vidpipe_assets.operations.decide import parse_request

    if chosen.afresh and not chosen.stage:
        raise BadInput("--afresh makes a stage anew and pays for it again", remedy=f"name the stage: {_stages()}")
    decision = "retry_afresh" if chosen.afresh else "retry"
    return parse_request({"decision": decision, "stage": chosen.stage, "reason": chosen.reason})


def _retry_answer(decision: Decision, places: Places) -> str:
    del places
    if decision.word is Word.AFRESH:
        what = f"{decision.stage} is made anew (take {decision.take}), and paid for again"
    else:
        what = f"{f'{decision.stage} of it' if decision.stage else 'whatever has failed'} is tried again"
    return f"{decision.video}: {what}.\n{HOW_IT_GOES_ON}"


def _reject_request(chosen: argparse.Namespace) -> "DecisionRequest":
    from vidpipe_assets.operations.decide import parse_request

    if chosen.for_good == bool(chosen.stage):
        raise BadInput(
            "it is not clear what is rejected",
            remedy=f"name a stage ({_stages()}), or reject the video as a whole with --for-good",
        )
    if chosen.for_good:
        return parse_request({"decision": "reject_for_good", "reason": chosen.reason})
    given = {"stage": chosen.stage, "scenes": tuple(chosen.scenes), "reason": chosen.reason}
    return parse_request({"decision": "reject", **given})


def _reject_answer(decision: Decision, places: Places) -> str:
    del places
    if decision.word is Word.REFUSED:
        return f"{decision.video} is rejected for good; vidpipe reopen {decision.video} takes that back"
    what = f"{', '.join(decision.scenes)} of {decision.stage}" if decision.scenes else f"{decision.stage}"
    return f"{decision.video}: {what} is made otherwise (take {decision.take}).\n{HOW_IT_GOES_ON}"


def _approve_request(chosen: argparse.Namespace) -> "DecisionRequest":
    from vidpipe_assets.operations.decide import parse_request

    return parse_request({"decision": "approve", "version": chosen.version, "reason": chosen.reason})


def _approve_answer(decision: Decision, places: Places) -> str:
    video = places.output / "approved" / decision.video / "video.mp4"
    return f"{decision.video} is approved (version {decision.version}): {video}"


def _cancel_request(chosen: argparse.Namespace) -> "DecisionRequest":
    from vidpipe_assets.operations.decide import parse_request

    return parse_request({"decision": "cancel", "reason": chosen.reason})


def _cancel_answer(decision: Decision, places: Places) -> str:
    del places
    return f"{decision.video} is cancelled; vidpipe reopen {decision.video} takes that back"


def _reopen_request(chosen: argparse.Namespace) -> "DecisionRequest":
    from vidpipe_assets.operations.decide import parse_request

    return parse_request({"decision": "reopen", "reason": chosen.reason})


def _reopen_answer(decision: Decision, places: Places) -> str:
    del places
    return f"{decision.video} is open again.\n{HOW_IT_GOES_ON}"


def _stages() -> str:
    return ", ".join(Stage)


def who_asks() -> str:
    """The name of the user who types."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a user without a name, as in some containers
        return "vidpipe"
