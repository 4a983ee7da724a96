"""Networks as they are: proxies, certificates, black holes; real ones on this machine."""

import socket
import threading
from pathlib import Path

import httpcore
import pytest
from fakes.proxies import proxying
from fakes.server import Answer, serving

from vidpipe_assets.model.errors import BlockedError, PermanentError, TransientError, UnknownOutcome, VidpipeError
from vidpipe_assets.providers.http import transport
from vidpipe_assets.providers.http.client import Web
from vidpipe_assets.providers.http.transport import connect_first

PASSWORD = "hunter-2@/:#x"  # noqa: S105 - nobody's
QUOTED = "hunter-2%40%2F%3A%23x"


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)


def post(url: str) -> VidpipeError:
    """The error of a request that would cost something."""
    with pytest.raises(VidpipeError) as caught:
        Web("fake", {"authorization": "Bearer sk-secret"}, ("sk-secret",), deadline_s=10).json("POST", url, body={})
    assert "hunter" not in f"{caught.value}{caught.value.remedy}{caught.value.facts}"
    return caught.value


@pytest.mark.parametrize(
    ("scheme", "login", "setting"),
    [
        ("http://", "", ""),
        ("", "", ""),
        ("", f"ann:{PASSWORD}", f"ann:{QUOTED}@"),
        ("http://", f"ann:{PASSWORD}", f"ann:{QUOTED}@"),
        ("http://", f"ann:{PASSWORD}", f"ann:{PASSWORD}@"),
        ("socks5://", "", ""),
        ("socks://", "", ""),
        ("socks5h://", f"ann:{PASSWORD}", f"ann:{QUOTED}@"),
    ],
)
def test_fault_43_requests_go_through_every_kind_of_proxy(
    monkeypatch: pytest.MonkeyPatch, scheme: str, login: str, setting: str
) -> None:
    socks = scheme.startswith("socks")
    with serving(lambda _: Answer({"ok": True})) as server, proxying(login=login, socks=socks) as proxy:
        monkeypatch.setenv("all_proxy", f"{scheme}{setting}127.0.0.1:{proxy.port}/")
        assert Web("fake", deadline_s=10).json("POST", f"{server.url}/x", body={}) == {"ok": True}
    assert len(proxy.requests) == 1


@pytest.mark.parametrize("status", ["407", "403", "502", "503"])
def test_fault_43_nothing_is_in_doubt_when_connect_is_refused(monkeypatch: pytest.MonkeyPatch, status: str) -> None:
    with proxying(status) as proxy:
        monkeypatch.setenv("https_proxy", f"http://ann:{QUOTED}@127.0.0.1:{proxy.port}")
        error = post("https://paid.example.com/v1")
    assert not isinstance(error, UnknownOutcome)
    assert isinstance(error, BlockedError if status.startswith("4") else TransientError)
    assert f"the proxy 127.0.0.1:{proxy.port} (https_proxy)" in str(error)
    assert proxy.requests == ["CONNECT paid.example.com:443 HTTP/1.1"]


def test_fault_43_a_tls_handshake_that_fails_behind_a_proxy_leaves_no_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    with proxying() as proxy:
        monkeypatch.setenv("https_proxy", f"127.0.0.1:{proxy.port}")
        error = post("https://paid.example.com/v1")
    assert type(error) is TransientError
    assert b"sk-secret" not in proxy.sent


@pytest.mark.parametrize("setting", ["", f"ann:{QUOTED}@", "ann:wrong-one@"])
def test_fault_43_a_wrong_password_is_the_proxys_refusal(monkeypatch: pytest.MonkeyPatch, setting: str) -> None:
    with proxying(login="ann:another") as proxy:
        monkeypatch.setenv("http_proxy", f"http://{setting}127.0.0.1:{proxy.port}")
        error = post("http://paid.example.com/v1")
    assert type(error) is BlockedError
    assert "user and password" in str(error)


@pytest.mark.parametrize("scheme", ["http", "socks5", "https", "socks"])
def test_fault_43_a_dead_proxy_is_named(monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    monkeypatch.setenv("ALL_PROXY", f"{scheme}://ann:{QUOTED}@127.0.0.1:9")
    error = post("http://paid.example.com/v1")
    assert type(error) is TransientError
    assert "through the proxy 127.0.0.1:9 (ALL_PROXY)" in str(error)


@pytest.mark.parametrize("setting", ["socks4://h:1", "quic://h:1", "http://", "http://h:99999", "http://a b:1", "h:x"])
def test_fault_43_a_proxy_that_cannot_be_used_is_refused_by_its_variable(
    monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    monkeypatch.setenv("https_proxy", setting)
    error = post("https://paid.example.com/v1")
    assert type(error) is BlockedError
    assert "https_proxy" in str(error)


@pytest.mark.parametrize("no_proxy", ["*", "127.0.0.1", "127.0.0.0/8", "10.0.0.0/8, 127.0.0.1/32", "127.0.0.1:{port}"])
def test_fault_43_no_proxy_knows_networks_and_ports(monkeypatch: pytest.MonkeyPatch, no_proxy: str) -> None:
    with serving(lambda _: Answer({"ok": True})) as server:
        monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
        monkeypatch.setenv("no_proxy", no_proxy.format(port=server.url.rpartition(":")[2]))
        assert Web("fake", deadline_s=10).json("GET", server.url) == {"ok": True}


@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE"])
def test_fault_43_certificates_that_cannot_be_read_are_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    monkeypatch.setenv(name, str(tmp_path / "none.pem"))
    error = post("https://127.0.0.1:9/v1")
    assert type(error) is BlockedError
    assert name in str(error)


@pytest.mark.parametrize("value", ["Bearer sk-se\ncret-key", "Bearer sk-sécret", "Bearer sk-\u200bsecret"])
def test_fault_44_a_header_that_cannot_be_sent_is_never_shown(value: str) -> None:
    with serving(lambda _: Answer({})) as server, pytest.raises(BlockedError) as caught:
        Web("fake", {"authorization": value}).json("POST", server.url, body={})
    assert not server.asked
    assert "authorization" in str(caught.value)
    assert "sk-" not in str(caught.value)


def test_fault_46_the_next_address_is_tried_while_the_first_is_silent() -> None:
    released = threading.Event()
    stream = httpcore.MockStream([])

    def connect(address: str) -> httpcore.NetworkStream:
        if address == "192.0.2.1":
            released.wait(30)
            raise httpcore.ConnectTimeout("silent")
        return stream

    try:
        assert connect_first(["192.0.2.1", "127.0.0.1"], connect, lambda: 30.0) is stream
    finally:
        released.set()


def test_fault_46_the_last_problem_is_raised_where_no_address_answers() -> None:
    def connect(address: str) -> httpcore.NetworkStream:
        raise httpcore.ConnectError(address)

    with pytest.raises(httpcore.ConnectError):
        connect_first(["192.0.2.1", "192.0.2.2"], connect, lambda: 30.0)


def test_fault_46_a_silent_connection_ends_by_its_own_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "CONNECT_S", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        error = post(f"https://127.0.0.1:{silent.getsockname()[1]}/v1")
    assert type(error) is TransientError
    assert "did not answer in time" in str(error)


def test_fault_7_the_explanation_of_a_refusal_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "_REFUSAL_S", 0.3)
    ended = threading.Event()

    def trickle(server: socket.socket) -> None:
        client, _ = server.accept()
        with client:
            client.recv(65536)
            client.sendall(b"HTTP/1.1 400 Bad\r\nContent-Length: 1000\r\n\r\nwrong size")
            ended.wait(30)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=trickle, args=(server,))
        thread.start()
        error = post(f"http://127.0.0.1:{server.getsockname()[1]}/v1")
        ended.set()
        thread.join()
    assert type(error) is PermanentError
    assert "wrong size" in str(error)
