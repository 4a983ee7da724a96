"""The API as a server in a thread of the test's process, on a home of its own, and a client for it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from vidpipe_assets.model.video_key import VideoKey
from vidpipe_assets.storage.places import Places
from vidpipe_assets.storage.store import Store
from vidpipe_assets.web.app import create_app
from vidpipe_assets.web.server import Server
from vidpipe_assets.web.settings import WebSettings

THEME = "name: {name}\nchannel: {name}\n"
SLOW_S = 120
"""How long a test waits for an answer: only for ever is too long."""

MANY = WebSettings(requests_a_second=1e6, burst=10**6)


@dataclass(frozen=True)
class Api:
    """A running API."""

    store: Store
    client: httpx.Client
    url: str
    server: Server

    def order(self, *keys: str, topic: str = "") -> None:
        """Rows, as `vidpipe order` writes them."""
        self.store.orders.add([VideoKey.parse(key) for key in keys], topic=topic, asked_by="test")


def write_theme(home: Path, name: str = "gadgets", more: str = "") -> None:
    """A theme file in `home`."""
    (home / "themes").mkdir(exist_ok=True)
    (home / "themes" / f"{name}.yaml").write_text(THEME.format(name=name) + more)


@contextmanager
def serving(store: Store, settings: WebSettings = MANY, grace_s: int = 1) -> Iterator[Api]:
    """The API over the home of `store`, with the theme `gadgets`."""
    home = store.places.home
    write_theme(home)
    app = create_app(settings, Places(home, store.places.database))
    server = Server(app, "127.0.0.1", 0, grace_s=grace_s)
    socket = server.config.bind_socket()
    socket.listen(128)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [socket]})
    thread.start()
    url = f"http://127.0.0.1:{socket.getsockname()[1]}"
    headers = dict([("Authorization", f"Bearer {token}") for token in settings.tokens.values()][:1])
    try:
        # The kernel keeps connections until the server accepts them.
        with httpx.Client(base_url=url, headers=headers, timeout=SLOW_S) as client:
            yield Api(store, client, url, server)
    finally:
        server.should_exit = True
        thread.join()
        app.state.app_state.close(within_s=SLOW_S)  # a look that went on would be in the next test's way
        socket.close()
