"""The commands by which a person decides: retry, reject, approve, cancel, reopen; their arguments and their answers."""

import argparse
import getpass
from collections.abc import Callable
from contextlib import closing

from vidpipe_assets.cli.tables import say
from vidpipe_assets.model.decision import Decision
from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import Store, open_store

HOW_IT_GOES_ON = """\
It starts by itself where vidpipe dev (or its daemon) runs; else:
  dagster job execute -m vidpipe_assets.definitions -j refresh_videos"""

Deciding = Callable[[Store, argparse.Namespace, str], tuple[Decision, str]]
"""Writes the decision of a person down; returns it and what to say."""


def add_commands(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the five commands; `command(name, action, about)` adds one."""
    retry = command("retry", _doing(_retry), "try again what has failed, now; what was paid is not paid again")
    _about_video(retry)
    _about_stage(retry, nargs="?")
    retry.add_argument("--afresh", action="store_true", help="make the stage anew, and pay for it again")
    reject = command("reject", _doing(_reject), "say that a stage (or scenes of it) has to be made otherwise")
    _about_video(reject)
    _about_stage(reject, nargs="?")
    reject.add_argument("scenes", nargs="*", metavar="SCENE", help="of clips: only these, as s2 s3")
    reject.add_argument("--for-good", action="store_true", help="the video as a whole is not wanted")
    approve = command("approve", _doing(_approve), "say that a finished video is good: it is never made again")
    _about_video(approve)
    approve.add_argument(
        "--version", default="", metavar="VERSION", help="only if this one is there: data_version in review.json"
    )
    for name, action, about in (
        ("cancel", _cancel, "stop working on a video that nobody wants any more"),
        ("reopen", _reopen, "work again on a video that was approved, rejected or cancelled"),
    ):
        _about_video(command(name, _doing(action), about))


def _about_video(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("key", metavar="KEY", help="a video key: 2026-11-23_gadgets")
    parser.add_argument("--reason", default="", metavar="TEXT", help="why; it is kept, and shown with what follows")


def _about_stage(parser: argparse.ArgumentParser, nargs: str) -> None:
    stages = [stage.value for stage in Stage]
    parser.add_argument(
        "stage", nargs=nargs, default="", choices=["", *stages], metavar="STAGE", help=", ".join(stages)
    )


def _doing(decide: Deciding) -> Callable[[argparse.Namespace], int]:
    def act(chosen: argparse.Namespace) -> int:
        from vidpipe_assets.operations.export import export

        with closing(open_store(Places.from_environment())) as store:
            said, answer = decide(store, chosen, who_asks())
            export(store, said)
        say(answer)
        return 0

    return act


def _retry(store: Store, chosen: argparse.Namespace, who: str) -> tuple[Decision, str]:
    from vidpipe_assets.operations.decide import retry, retry_afresh

    stage = Stage(chosen.stage) if chosen.stage else None
    if not chosen.afresh:
        what = f"{stage} of it" if stage else "whatever has failed"
        said = retry(store, chosen.key, stage, reason=chosen.reason, who=who)
        return said, f"{said.video}: {what} is tried again.\n{HOW_IT_GOES_ON}"
    if stage is None:
        raise BadInput("--afresh makes a stage anew and pays for it again", remedy=f"name the stage: {_stages()}")
    said = retry_afresh(store, chosen.key, stage, reason=chosen.reason, who=who)
    return said, f"{said.video}: {stage} is made anew (take {said.take}), and paid for again.\n{HOW_IT_GOES_ON}"


def _reject(store: Store, chosen: argparse.Namespace, who: str) -> tuple[Decision, str]:
    from vidpipe_assets.operations.decide import reject, reject_for_good

    if chosen.for_good == bool(chosen.stage):
        raise BadInput(
            "it is not clear what is rejected",
            remedy=f"name a stage ({_stages()}), or reject the video as a whole with --for-good",
        )
    if chosen.for_good:
        said = reject_for_good(store, chosen.key, reason=chosen.reason, who=who)
        return said, f"{said.video} is rejected for good; vidpipe reopen {said.video} takes that back"
    stage = Stage(chosen.stage)
    said = reject(store, chosen.key, stage, scenes=chosen.scenes, reason=chosen.reason, who=who)
    what = f"{', '.join(said.scenes)} of {stage}" if said.scenes else f"{stage}"
    return said, f"{said.video}: {what} is made otherwise (take {said.take}).\n{HOW_IT_GOES_ON}"


def _approve(store: Store, chosen: argparse.Namespace, who: str) -> tuple[Decision, str]:
    from vidpipe_assets.operations.decide import approve

    said = approve(store, chosen.key, seen=chosen.version, reason=chosen.reason, who=who)
    video = store.places.output / "approved" / said.video / "video.mp4"
    return said, f"{said.video} is approved (version {said.version}): {video}"


def _cancel(store: Store, chosen: argparse.Namespace, who: str) -> tuple[Decision, str]:
    from vidpipe_assets.operations.decide import cancel

    said = cancel(store, chosen.key, reason=chosen.reason, who=who)
    return said, f"{said.video} is cancelled; vidpipe reopen {said.video} takes that back"


def _reopen(store: Store, chosen: argparse.Namespace, who: str) -> tuple[Decision, str]:
    from vidpipe_assets.operations.decide import reopen

    said = reopen(store, chosen.key, reason=chosen.reason, who=who)
    return said, f"{said.video} is open again.\n{HOW_IT_GOES_ON}"


def _stages() -> str:
    return ", ".join(Stage)


def who_asks() -> str:
    """The name of the user who types."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a user without a name, as in some containers
        return "vidpipe"
