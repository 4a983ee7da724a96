"""A port is taken before anything else is begun, or refused by the option's name."""

import socket
from contextlib import closing

import pytest
from ports import free_port

from vidpipe_assets.io.ports import listen, require_free
from vidpipe_assets.model.errors import BadInput, BlockedError


def test_whoever_connects_is_heard_at_every_address_of_the_host() -> None:
    port = free_port()
    opened = listen("127.0.0.1", port)
    with closing(socket.create_connection(("127.0.0.1", port), timeout=10)) as caller:
        accepted, address = opened[0].accept()
        assert address == caller.getsockname()
        accepted.close()
    for one in opened:
        one.close()
    require_free("127.0.0.1", port)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0"])  # noqa: S104 - all of this machine
def test_fault_52_a_port_that_is_taken_is_refused_and_another_one_named(host: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(BlockedError, match=f"port {port} of {host} is taken") as caught:
            require_free(host, port)
        assert f"--port {port + 1}" in caught.value.remedy


@pytest.mark.parametrize("port", [-1, 65_536, 10**9])
def test_a_number_that_is_no_port_is_refused(port: int) -> None:
    with pytest.raises(BadInput, match=f"--port is {port}"):
        listen("127.0.0.1", port)


def test_a_host_that_is_another_machine_is_refused() -> None:
    with pytest.raises(BadInput, match=r"--host is '192\.0\.2\.1', which is no address"):
        listen("192.0.2.1", free_port())
