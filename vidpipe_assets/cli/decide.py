"""The commands by which a person decides: retry, reject, approve, cancel, reopen; their arguments and their answers."""

from collections.abc import Callable
from contextlib import closing
from typing import Any

import click

from vidpipe_assets.cli.tables import note_on_failure, print_line, print_note
from vidpipe_assets.io.user import user_name
from vidpipe_assets.model.decision import Decision, Word
from vidpipe_assets.model.errors import BadInput, VidpipeError
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import open_store

HOW_IT_GOES_ON = """\
It starts by itself where vidpipe dev (or its daemon) runs; else:
  dagster job execute -m vidpipe_assets.definitions -j refresh_videos"""

_STAGES = ", ".join(Stage)


def _about_video(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the argument KEY and the option `--reason`."""
    command = click.option("--reason", default="", metavar="TEXT", help="why; it is kept, and shown with what follows")(
        command
    )
    return click.argument("key", metavar="KEY")(command)


_stage_argument = click.argument(
    "stage", required=False, default="", type=click.Choice(["", *(stage.value for stage in Stage)]), metavar="[STAGE]"
)


def decide_and_answer(key: str, /, answer: Callable[[Decision, Places], str], **request: Any) -> int:
    """Write a decision about the video `key` down, do what follows from it at once, and print `answer`.

    Exit code 1 where the decision is recorded, but what follows from it could not be done yet.
    """
    from vidpipe_assets.operations.decide import parse_request, run_going_on
    from vidpipe_assets.operations.export import INTERRUPTED, carry_out
    from vidpipe_assets.stages.alternatives import decide
    from vidpipe_assets.workplace import workplace_over

    with closing(open_store(Places.from_environment())) as store:
        decision = decide(workplace_over(store), key, parse_request(request), who=user_name())
        with note_on_failure(f"{decision.video}: {INTERRUPTED}"):
            effect = carry_out(store, decision)
        if effect.problem is None:
            print_line(answer(decision, store.places))
            try:
                going_on = run_going_on(store, decision)
            except VidpipeError as error:
                going_on = f"whether a run still works on it cannot be told now: {error}"
            if going_on:
                print_line(going_on)
            return 0
    print_line(f"{decision.video}: {effect.told}")
    if effect.problem.remedy:
        print_note(f"Remedy: {effect.problem.remedy}")
    return 1


@click.command("retry", short_help="try again what has failed, now; what was paid is not paid again")
@_about_video
@_stage_argument
@click.option("--afresh", is_flag=True, help="make the stage anew, and pay for it again")
def retry_command(key: str, stage: str, reason: str, afresh: bool) -> int:
    """Try again what has failed of the video KEY, now; what was paid is not paid again.

    STAGE is one of trends, analysis, scripts, clips, voiceover, composed_video, review.
    """
    if afresh and not stage:
        raise BadInput("--afresh makes a stage anew and pays for it again", remedy=f"name the stage: {_STAGES}")
    return decide_and_answer(
        key, _retry_answer, decision="retry_afresh" if afresh else "retry", stage=stage, reason=reason
    )


def _retry_answer(decision: Decision, places: Places) -> str:
    del places
    if decision.word is Word.AFRESH:
        what = f"{decision.stage} is made anew (take {decision.take}), and paid for again"
    else:
        what = f"{f'{decision.stage} of it' if decision.stage else 'whatever has failed'} is tried again"
    return f"{decision.video}: {what}.\n{HOW_IT_GOES_ON}"


@click.command("reject", short_help="say that a stage (or scenes of it) has to be made otherwise")
@_about_video
@_stage_argument
@click.argument("scenes", nargs=-1, metavar="[SCENE]...")
@click.option("--for-good", is_flag=True, help="the video as a whole is not wanted")
def reject_command(key: str, stage: str, scenes: tuple[str, ...], reason: str, for_good: bool) -> int:
    """Say that a stage of the video KEY has to be made otherwise; of clips, only these scenes, as s2 s3.

    STAGE is one of trends, analysis, scripts, clips, voiceover, composed_video, review.
    """
    if for_good == bool(stage):
        raise BadInput(
            "it is not clear what is rejected",
            remedy=f"name a stage ({_STAGES}), or reject the video as a whole with --for-good",
        )
    if for_good:
        return decide_and_answer(key, _reject_answer, decision="reject_for_good", reason=reason)
    return decide_and_answer(key, _reject_answer, decision="reject", stage=stage, scenes=scenes, reason=reason)


def _reject_answer(decision: Decision, places: Places) -> str:
    del places
    if decision.word is Word.REFUSED:
        return f"{decision.video} is rejected for good; vidpipe reopen {decision.video} takes that back"
    what = f"{', '.join(decision.scenes)} of {decision.stage}" if decision.scenes else f"{decision.stage}"
    return f"{decision.video}: {what} is made otherwise (take {decision.take}).\n{HOW_IT_GOES_ON}"


@click.command("approve", short_help="say that a finished video is good: it is never made again")
@_about_video
@click.option("--version", default="", metavar="VERSION", help="only if this one is there: data_version in review.json")
def approve_command(key: str, version: str, reason: str) -> int:
    """Say that the finished video KEY is good: it is never made again."""
    return decide_and_answer(key, _approve_answer, decision="approve", version=version, reason=reason)


def _approve_answer(decision: Decision, places: Places) -> str:
    video = places.output / "approved" / decision.video / "video.mp4"
    return f"{decision.video} is approved (version {decision.version}): {video}"


@click.command("cancel", short_help="stop working on a video that nobody wants any more")
@_about_video
def cancel_command(key: str, reason: str) -> int:
    """Stop working on the video KEY, which nobody wants any more."""
    return decide_and_answer(key, _cancel_answer, decision="cancel", reason=reason)


def _cancel_answer(decision: Decision, places: Places) -> str:
    del places
    return f"{decision.video} is cancelled; vidpipe reopen {decision.video} takes that back"


@click.command("reopen", short_help="work again on a video that was approved, rejected or cancelled, or has expired")
@_about_video
def reopen_command(key: str, reason: str) -> int:
    """Work again on the video KEY, which was approved, rejected or cancelled, or has expired."""
    return decide_and_answer(key, _reopen_answer, decision="reopen", reason=reason)


def _reopen_answer(decision: Decision, places: Places) -> str:
    del places
    return f"{decision.video} is open again.\n{HOW_IT_GOES_ON}"
