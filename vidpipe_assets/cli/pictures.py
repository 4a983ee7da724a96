"""The command `vidpipe pictures`: what was found for a video's scenes, why each was taken, and another one instead."""

from collections.abc import Sequence
from contextlib import closing

import click

from vidpipe_assets.cli.decide import HOW_IT_GOES_ON, decide_and_answer
from vidpipe_assets.cli.tables import print_line
from vidpipe_assets.model.decision import Decision
from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.media import Clip, ClipSet, FoundPicture, Rights
from vidpipe_assets.model.stages import Stage
from vidpipe_assets.operations.order import find_order
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import Store, open_store


@click.command("pictures", short_help="show what was found for the scenes of a video, or take another of it")
@click.argument("key", metavar="KEY")
@click.argument("scene", required=False, default="", metavar="[SCENE]")
@click.argument("number", required=False, default=None, type=click.IntRange(1), metavar="[NUMBER]")
@click.option("--reason", default="", metavar="TEXT", help="why; it is kept, and shown with what follows")
def pictures_command(key: str, scene: str, number: int | None, reason: str) -> int:
    """Show which pictures were found for the scenes of the video KEY, or for one, as s3, and why one was taken.

    With NUMBER, the scene is made again with that one of them: nothing is searched for it, and nothing paid.
    """
    with closing(open_store(Places.from_environment())) as store:
        clips = [one for one in _clips(store, key) if not scene or one.scene == scene]
        if not clips:
            raise BadInput(f"{key} has no scene {scene!r}", remedy=f"vidpipe pictures {key} lists them")
        if number is None:
            _print_all(clips)
            return 0
        picture = _offered(clips[0], number)
    return decide_and_answer(
        key,
        lambda decision, _: _answer(decision, picture),
        decision="reject",
        stage=Stage.CLIPS.value,
        scenes=(scene,),
        pictures={scene: picture.id},
        reason=reason,
    )


def _clips(store: Store, key: str) -> Sequence[Clip]:
    video = str(find_order(store, key).key)
    versions = store.documents.versions(video).get(Stage.CLIPS, ())
    if not versions:
        raise BadInput(f"{video} has no clips yet", remedy=f"vidpipe status {video} says how far it is")
    return store.documents.load(video, Stage.CLIPS, versions[-1], ClipSet).clips


def _offered(clip: Clip, number: int) -> FoundPicture:
    offered = clip.choice.runners_up if clip.choice else ()
    if number > len(offered):
        there = f"it has {len(offered)}" if offered else "nothing else was found for it"
        raise BadInput(f"{clip.scene} has no other picture {number}", remedy=there)
    return offered[number - 1]


def _print_all(clips: Sequence[Clip]) -> None:
    found = [one for one in clips if one.choice]
    for clip in found:
        _print_scene(clip, {one.footage_id: one.scene for one in clips if one is not clip})
    if not found:
        print_line("no scene shows what a library was searched for by words")


def _print_scene(clip: Clip, elsewhere: dict[str, str]) -> None:
    choice = clip.choice
    if choice is None:
        return
    seen = f"{choice.picture.seen}, says {choice.picture.seen_by}; " if choice.picture and choice.picture.seen else ""
    print_line(f"{clip.scene}  {clip.title} ({_terms(clip.rights)}), {choice.score:.2f}: {seen}{choice.reason}")
    for note in clip.notes:
        print_line(f"    {note}")
    for number, one in enumerate(choice.runners_up, 1):
        taken = f" [{elsewhere[one.id]} shows it]" if one.id in elsewhere else ""
        film = f", {one.seconds:.0f} s of film" if one.seconds else ""
        print_line(
            f" {number:2}  {one.title} ({_terms(one.rights)}{film}), {one.score:.2f}: {one.seen or one.reason}{taken}"
        )
        print_line(f"     {one.rights.url}")


def _terms(rights: Rights) -> str:
    return f"{rights.creator or 'unknown'}, {rights.licence or 'unknown terms'}"


def _answer(decision: Decision, picture: FoundPicture) -> str:
    scene = ", ".join(decision.scenes)
    return f"{decision.video}: {scene} is made again with {picture.title!r} (take {decision.take}).\n{HOW_IT_GOES_ON}"
