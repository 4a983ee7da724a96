"""The resource `workplace` of every stage, and the leases of the runs that use it."""

import logging
from collections.abc import Iterator
from weakref import WeakKeyDictionary

import dagster as dg

from vidpipe_assets.model.errors import VidpipeError
from vidpipe_assets.operations.daemon_watch import watching_the_daemon
from vidpipe_assets.orchestration.interruptions import interruptions_heard
from vidpipe_assets.orchestration.run_leases import RunLeases
from vidpipe_assets.workplace import Workplace

_log = logging.getLogger(__name__)
_LEASES: WeakKeyDictionary[Workplace, RunLeases] = WeakKeyDictionary()


def run_leases(workplace: Workplace) -> RunLeases:
    """The leases that runs of this process hold in `workplace`; always the same object for the same workplace."""
    return _LEASES.setdefault(workplace, RunLeases())


def workplace_of_runs(workplace: Workplace) -> dg.ResourceDefinition:
    """`workplace` as a resource: a run that uses it is announced, and gives back its video's lease at its end."""

    def open_workplace(context: dg.InitResourceContext) -> Iterator[Workplace]:
        run, instance = context.run, context.instance
        if run is None or instance is None or not _is_usable(workplace):  # a sensor, a schedule; or the stage will tell
            yield workplace
            return
        with (
            interruptions_heard(),
            run_leases(workplace).during(run, instance, workplace.store),
            watching_the_daemon(lambda: (workplace.store, workplace.themes()[0]), _log.warning),
        ):
            yield workplace

    return dg.ResourceDefinition(open_workplace, description="The store, the themes and the providers.")


def _is_usable(workplace: Workplace) -> bool:
    try:
        return bool(workplace.store)
    except VidpipeError:
        return False
