"""The doctor's look at notices: whether somebody is told when a video waits for review, and whether it arrives."""

from collections.abc import Iterator
from contextlib import closing

from vidpipe_assets.desk.doctor_row import Row
from vidpipe_assets.providers.notify import URL, address_set
from vidpipe_assets.store.places import Places


def look_at_notices(places: Places) -> Iterator[Row]:
    """One row. Raises `BadInput` for an address that is none."""
    if not address_set():
        told = f"nobody is told when a video waits or fails: {URL} is not set"
        yield Row("notices", "unused", told, f"to be told by Slack, Discord or a server of your own: export {URL}=…")
        return
    from vidpipe_assets.providers.notify.webhook import webhook
    from vidpipe_assets.store.store import open_store

    receiver = webhook()
    with closing(open_store(places)) as store:
        standing = store.outbox.standing()
    where = f"to {receiver.host}, {'signed' if receiver.secret else 'not signed'}"
    if standing.error:
        untold = f"{standing.waiting} wait to be sent, {standing.given_up} were given up"
        yield Row("notices", "warning", f"{where}; {untold}: {standing.error}", f"check {URL}, and who listens there")
    else:
        yield Row("notices", "ok", where)
