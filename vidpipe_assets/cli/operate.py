"""Commands for whoever runs vidpipe: examine the machine, serve pages and runs, remove what nobody needs."""

import datetime as dt
from contextlib import closing

import click

from vidpipe_assets.cli import tables
from vidpipe_assets.io.clock import now_utc
from vidpipe_assets.model.order import KEPT_DAYS
from vidpipe_assets.operations.garbage import GarbageBin
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import open_store


@click.command("doctor", short_help="look whether everything is there that a video needs")
@click.option("--brief", is_flag=True, help="say only what is wrong")
@click.option("--online", is_flag=True, help="ask the live providers, too; that costs nothing")
def doctor_command(brief: bool, online: bool) -> int:
    """Look whether everything is there that a video needs; exit code 1 if something has failed."""
    from vidpipe_assets.operations.doctor import examine

    rows = examine(online=online)
    wrong = [row for row in rows if row.state in {"warning", "failed"}]
    tables.show_doctor(wrong if brief else rows, looked_at=len(rows))
    return int(any(row.state == "failed" for row in rows))


@click.command("web", short_help="serve the REST API and the review page until Ctrl-C")
@click.option("--host", default="127.0.0.1", show_default="127.0.0.1, this machine only", help="where to listen")
@click.option("--port", type=int, default=8080, show_default=True, help="of the pages and the API")
@click.option("--name", "names", multiple=True, metavar="NAME", help="a host name that it goes by")
@click.option("--dagster-url", default="", metavar="URL", help="of Dagster's UI, for links to runs")
def web_command(host: str, port: int, names: tuple[str, ...], dagster_url: str) -> int:
    """Serve the REST API and the review page until Ctrl-C."""
    from vidpipe_assets.io.ports import listen
    from vidpipe_assets.web.server import serve
    from vidpipe_assets.web.settings import settings_for

    Places.from_environment()  # a home that cannot be used is told here, not at the first request
    settings = settings_for(host, hosts=names, dagster_url=dagster_url)
    serve(settings, listen(host, port), announce=lambda: tables.print_line(f"http://{host}:{port}"))
    return 0


@click.command("dev", short_help="run Dagster's webserver and daemon here until Ctrl-C")
@click.option("--port", type=int, default=3000, show_default=True, help="of the webserver")
def dev_command(port: int) -> int:
    """Run Dagster's webserver and daemon here until Ctrl-C."""
    from vidpipe_assets.orchestration.dev import run_dev

    return run_dev(Places.from_environment(), port)


@click.command("worker", short_help="take runs from the fleet's broker and make them")
@click.option("--concurrency", type=int, default=0, metavar="N", help="runs at once (default: one a core)")
def worker_command(concurrency: int) -> int:
    """Take runs from the fleet's broker and make them, until told to stop."""
    from vidpipe_assets.operations.daemon_watch import LOOK_EVERY_S, look_at_home
    from vidpipe_assets.orchestration.fleet_launcher import run_worker

    return run_worker(concurrency, look_at_home, LOOK_EVERY_S)


@click.command("gc", short_help="say what nobody needs any more, and remove it if told to")
@click.option("--delete", is_flag=True, help="do it; without this, only say what could go")
@click.option(
    "--videos-older-than",
    type=int,
    default=KEPT_DAYS,
    show_default=True,
    metavar="DAYS",
    help="documents, files and packages of videos that were closed before, but never output/approved; and what was "
    "made again before",
)
@click.option(
    "--runs-older-than",
    type=int,
    default=KEPT_DAYS,
    show_default=True,
    metavar="DAYS",
    help="Dagster's runs with their events and logs, unless a video that is open needs them",
)
def gc_command(delete: bool, videos_older_than: int, runs_older_than: int) -> int:
    """Say what nobody needs any more, but nothing of the last day; with --delete, remove it.

    Exit code 1 if something could not be removed.
    """
    from vidpipe_assets.operations.garbage import GarbageCollection
    from vidpipe_assets.orchestration.retention import run_retention

    now = now_utc()
    garbage = GarbageBin(delete=delete)
    with (
        closing(open_store(Places.from_environment())) as store,
        run_retention(store) as memory,
        tables.progress() as report,
    ):
        tidying = GarbageCollection(
            store,
            memory,
            now,
            videos_before=now - dt.timedelta(days=videos_older_than),
            runs_before=now - dt.timedelta(days=runs_older_than),
            bin=garbage,
            tell=report,
        )
        tidying.tidy()
    tables.show_garbage(garbage)
    return int(bool(garbage.wrong))
