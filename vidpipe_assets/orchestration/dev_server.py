"""Whether the webserver that `vidpipe dev` has started is there, and the code server behind it.

A webserver that got no port lingers on, and `dagster dev` takes it for alive. The process that loads the definitions
may die alone (no memory left, a kill): `dagster dev` watches its parent only, and every sensor fails from then on,
until somebody reloads the code location.
"""

import http.client
import json
import time
from contextlib import closing
from typing import Any

_EVERY_S = 5.0
_ANSWERS_WITHIN_S = 30.0
_REFUSALS = 3
_STARTS_WITHIN_S = 300.0
_MOST_RELOADS = 5
"""In a row: a code server that dies again and again is not helped by one more."""

_STATE = """
{ workspaceOrError { ... on Workspace { locationEntries {
  name locationOrLoadError { __typename ... on PythonError { message } } } } } }
"""
_RELOAD = "mutation Reload($name: String!) { reloadRepositoryLocation(repositoryLocationName: $name) { __typename } }"
_UNREACHABLE = "DagsterUserCodeUnreachableError"


class DevServer:
    """Looks every few seconds, whenever it is given the time to; starts a dead code server again."""

    def __init__(self, host: str, port: int) -> None:
        self.is_gone = ""
        """Why the page or the code behind it will not come or come back; empty: it is there, or may come."""
        self._host = host
        self._port = port
        self._started = self._looked = time.monotonic()
        self._was_there = False
        self._refused = 0
        self._reloads = 0

    def look(self) -> None:
        """Ask the webserver who it is and whether it reaches the code server, if that was not done for some seconds."""
        now = time.monotonic()
        if now - self._looked < _EVERY_S:
            return
        self._looked = now
        try:
            self._was_there = self._answers() or self._was_there
            self._refused = 0
            if self._was_there:
                self._look_at_code()
        except ConnectionRefusedError:
            self._refused += 1
        except (OSError, http.client.HTTPException, ValueError):
            self._refused = 0  # a machine that is busy: it listens
        if self._was_there and self._refused >= _REFUSALS:
            self.is_gone = f"Dagster's webserver no longer listens at port {self._port}, and the rest was ended with it"
        elif not self._was_there and now - self._started > _STARTS_WITHIN_S:
            self.is_gone = f"Dagster's webserver did not come up at port {self._port}, and the rest was ended with it"

    def _look_at_code(self) -> None:
        """Reload each code location whose server is dead. Definitions that do not load are their author's to mend."""
        dead = unreachable_locations(self._ask(_STATE))
        if not dead:
            self._reloads = 0
            return
        if self._reloads == _MOST_RELOADS:
            self.is_gone = "Dagster's code server dies each time that it is started, and the rest was ended with it"
            return
        self._reloads += 1
        for name in dead:
            print(f"the code server of {name} had died: starting it again", flush=True)
            self._ask(_RELOAD, name=name)

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection(self._host, self._port, timeout=_EVERY_S)
        with closing(connection):
            connection.request("GET", "/server_info")
            return b"dagster_webserver_version" in connection.getresponse().read(10_000)

    def _ask(self, query: str, **variables: str) -> Any:
        """What the webserver answers a GraphQL document. Raises `ValueError` for what is no JSON."""
        connection = http.client.HTTPConnection(self._host, self._port, timeout=_ANSWERS_WITHIN_S)
        body = json.dumps({"query": query, "variables": variables})
        with closing(connection):
            connection.request("POST", "/graphql", body, {"Content-Type": "application/json"})
            return json.loads(connection.getresponse().read(1_000_000))


def unreachable_locations(answer: Any) -> list[str]:
    """The names of the code locations whose server does not answer, of the answer to what the workspace holds."""
    try:
        entries = answer["data"]["workspaceOrError"]["locationEntries"]
        return [one["name"] for one in entries if _UNREACHABLE in (one["locationOrLoadError"] or {}).get("message", "")]
    except (KeyError, TypeError):
        return []
