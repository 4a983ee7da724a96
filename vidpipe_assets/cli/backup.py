"""Commands about keeping a home safe: back it up, restore it, verify it."""

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vidpipe_assets.cli import tables
from vidpipe_assets.io.clock import now_utc
from vidpipe_assets.model.checks import blocking_checks
from vidpipe_assets.model.errors import BadInput, BlockedError, VidpipeError
from vidpipe_assets.operations.garbage import byte_text
from vidpipe_assets.providers.registry import provider_names
from vidpipe_assets.storage.backup_folder import BackupFolder, Manifest
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import Store, open_store
from vidpipe_assets.storage.themes import load_themes

if TYPE_CHECKING:
    from vidpipe_assets.operations.backup import Backup
    from vidpipe_assets.operations.restore import Restore


@click.command("backup", short_help="copy all that vidpipe holds to a folder, while it works")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--keep", type=click.IntRange(min=1), metavar="N", help="remove all but the N newest backups there")
def backup_command(folder: Path, keep: int | None) -> int:
    """Copy databases, documents, media, packages and settings to FOLDER, while vidpipe works.

    What is there already is not copied again. Secrets (.env, keys in the environment) are not in it.
    """
    from vidpipe_assets.operations.backup import Backup
    from vidpipe_assets.operations.restore import refuse_unfinished_restore
    from vidpipe_assets.orchestration.dagster_state import server_databases

    places = Places.from_environment()
    refuse_unfinished_restore(places)  # with --keep, copies of a part would push out those of the whole
    kept = BackupFolder(_outside(folder, places))
    with closing(open_store(places)) as store, tables.progress() as tell:
        backup = Backup(store, kept, server_databases(places), tell)
        made = _back_up(backup)
        removed, stays = _remove_old(kept, keep, tell) if keep else (0, None)
    tables.print_line(
        f"{made.made_at:%Y-%m-%d %H:%M:%S} UTC: {len(made.files)} files and {len(made.tables)} tables, "
        f"{byte_text(made.size)}, of which {byte_text(kept.copied)} were copied"
    )
    if removed:
        tables.print_line(f"{removed} older {'backup was' if removed == 1 else 'backups were'} removed")
    for one in made.left_out:
        tables.print_note(f"not kept: {one}")
    if backup.not_noted:
        tables.print_note(f"The backup is whole, but {backup.not_noted}.")
    if stays:
        tables.print_warning(stays)
    tables.print_note("Keys and .env are not in a backup: keep them elsewhere.")
    return int(bool(made.left_out or stays))


def _back_up(backup: "Backup") -> Manifest:
    """Make it; where it does not come to its end, say what that leaves."""
    with tables.note_on_failure(
        "No new backup was made, and those before are as they were; the next one takes up its copies."
    ):
        return backup.make()


def _remove_old(kept: BackupFolder, keep: int, tell: Callable[[str], None]) -> tuple[int, VidpipeError | None]:
    """How many older backups went, and why not all that should."""
    try:
        return kept.keep_only(keep, tell), None
    except VidpipeError as error:
        what = f"the new backup is whole, but older ones are not all removed: {error}"
        return 0, BlockedError(what, remedy=f"{error.remedy}; the next backup with --keep removes them")


@click.command("restore", short_help="put a backup into an empty home")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True), required=False)
@click.option("--at", default="", metavar="MOMENT", help="the backup whose name begins so (default: the newest)")
@click.option("--confirm", is_flag=True, help="after a restore: let what is open pay again")
def restore_command(folder: Path | None, at: str, confirm: bool) -> int:
    """Put the newest backup in FOLDER into DAGSTER_HOME, which has to be empty, or say that a restored one may pay.

    Nothing is paid after a restore until --confirm is given: what the backup does not know may have been bought.
    Without FOLDER, it says again what would be paid then.
    """
    places = Places.from_environment()
    if confirm:
        return _confirm(places)
    if folder is None:
        return _waiting(places)
    return _restore(places, BackupFolder(folder.absolute()), at)


def _confirm(places: Places) -> int:
    from vidpipe_assets.operations.restore import refuse_unfinished_restore
    from vidpipe_assets.storage.restores import confirm_restore

    refuse_unfinished_restore(places)
    with closing(open_store(places)) as store:
        done = confirm_restore(store.database, now_utc())
    tables.print_line("what is open may pay again" if done else "no restore waits to be confirmed")
    return 0


def _waiting(places: Places) -> int:
    """Say what a restored home would pay. Raises `BadInput` where no restore waits to be confirmed."""
    from vidpipe_assets.operations.restore import refuse_unfinished_restore
    from vidpipe_assets.storage.restores import unconfirmed_restore

    refuse_unfinished_restore(places)
    with closing(open_store(places)) as store:
        backup_at = unconfirmed_restore(store.database)
        if backup_at is None:
            raise BadInput("no folder of backups is named", remedy="vidpipe restore FOLDER")
        tables.print_line(f"restored from the backup of {backup_at:%Y-%m-%d %H:%M:%S} UTC, and not confirmed")
        _say_what_it_would_pay(store)
    return 0


def _say_what_it_would_pay(store: Store) -> None:
    """What the open videos would pay, as far as it is known; what cannot be told holds up no restore."""
    from vidpipe_assets.orchestration.event_reader import EventReader
    from vidpipe_assets.stages.restore_costs import costs_line, open_costs
    from vidpipe_assets.workplace import workplace_over

    try:
        EventReader(store, blocking_checks).look()
        found = open_costs(workplace_over(store), load_themes(store.places.themes, provider_names())[0])
    except Exception as error:  # whatever a storage of Dagster's raises
        why = str(error).partition("\n")[0][:300]
        tables.print_warning(BlockedError(f"what would be paid cannot be told: {why}", remedy="vidpipe doctor"))
    else:
        tables.show_open_costs(found)
        tables.print_line(f"{costs_line(found)}.")
    tables.print_note("Nothing is paid before you say: vidpipe restore --confirm.")


def _restore(places: Places, kept: BackupFolder, at: str) -> int:
    from vidpipe_assets.operations.restore import Restore

    manifest = kept.manifest(at)
    if not (places.home / "dagster.yaml").exists():
        _settings_first(kept, places, at)
    from vidpipe_assets.orchestration.dagster_state import server_databases

    with tables.progress() as tell:
        restore = Restore(places, kept, manifest, server_databases(places) if manifest.tables else {}, tell)
        restore.require_possible()
        restore.require_whole()
        ended = _put_back(restore, kept.folder)
    tables.print_line(
        f"restored the backup of {manifest.made_at:%Y-%m-%d %H:%M:%S} UTC: {len(manifest.files)} files, "
        f"{byte_text(manifest.size)}; {ended} unfinished runs were ended"
    )
    if restore.kept:
        tables.print_note(f"{len(restore.kept)} files of output/ were there already, and stay: {restore.kept[0]} …")
    with closing(open_store(places)) as store:
        _say_what_it_would_pay(store)
    tables.print_note("Keys and .env were not in the backup.")
    return 0


def _put_back(restore: "Restore", folder: Path) -> int:
    """Put everything back; returns how many unfinished runs were ended. What is half done is told, and gone on with."""
    from vidpipe_assets.orchestration.dagster_state import end_unfinished_runs

    with tables.note_on_failure(
        "Only a part of the backup is in its place, and nothing of it pays. To go on: the same command again, "
        f"vidpipe restore {folder}."
    ):
        with closing(restore.put_back()) as store:
            ended = end_unfinished_runs(store)
        restore.finish()
    return ended


def _settings_first(kept: BackupFolder, places: Places, at: str) -> None:
    """Dagster reads where its state is from `dagster.yaml`: that has to be there before anything else."""
    for one in kept.manifest(at).files:
        if one.path in ("dagster.yaml", "workspace.yaml"):
            kept.fetch(one.sha256, places.home / one.path)


@click.command("verify", short_help="is everything there, and whole?")
@click.option("--quick", is_flag=True, help="look at names and sizes only, instead of reading every byte")
@click.option("--repair", is_flag=True, help="make folders in output/approved again that are not whole")
@click.option("--json", "as_json", is_flag=True, help="for scripts")
def verify_command(quick: bool, repair: bool, as_json: bool) -> int:
    """Look whether everything that is referred to is there and whole, and say what to do where it is not.

    Changes nothing without --repair. Exit code 1 if anything is wrong.
    """
    from vidpipe_assets.operations.verify import Verification
    from vidpipe_assets.orchestration.retention import run_retention

    with (
        closing(open_store(Places.from_environment())) as store,
        run_retention(store) as history,
        tables.progress() as tell,
    ):
        look = Verification(store, history.recorded, deep=not quick, repair=repair, tell=tell)
        found = look.run()
    if as_json:
        damages = [one.model_dump() for one in found]
        print(json.dumps({"checked": look.checked, "repaired": look.repaired, "damages": damages}, indent=1))
        return int(bool(found))
    for video in look.repaired:
        tables.print_line(f"{video}: its folder in output/approved was made again")
    for one in found:
        tables.print_line(f"{one.video or 'home'}: {one.what}: {one.why}\n  Remedy: {one.remedy}")
    tables.print_line(
        f"{look.checked} things looked at, {len(found)} wrong" + ("" if found else ": all is there and whole")
    )
    return int(bool(found))


def _outside(folder: Path, places: Places) -> Path:
    """A backup inside of what it copies would be lost with it, and would copy itself."""
    found = folder.absolute()
    if found.resolve().is_relative_to(places.home.resolve()):
        raise BadInput(
            f"{found} lies in the home that is to be copied", remedy="name a folder elsewhere, best on another disk"
        )
    return found
