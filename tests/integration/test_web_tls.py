"""Speaking HTTP over TLS, to a server on this machine with a certificate of its own."""

import shutil
import ssl
import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest

from vidpipe_assets.model.errors import BlockedError, UnknownOutcome
from vidpipe_assets.providers.http import deadline
from vidpipe_assets.providers.http import transport as exchange
from vidpipe_assets.providers.http.client import Web

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="there is no openssl to make a certificate")

_SERVER = """
import http.server, ssl, sys, time

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(b'{"safe": true}')

    def do_POST(self):
        for _ in range(1000):
            self.wfile.write(b"H")
            time.sleep(0.02)

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(sys.argv[1], sys.argv[2])
server.socket = context.wrap_socket(server.socket, server_side=True)
print(server.server_address[1], flush=True)
server.serve_forever()
"""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("tls")
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    made = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=127.0.0.1"
    extra = "-addext subjectAltName=IP:127.0.0.1"
    command = ["openssl", *made.split(), *extra.split(), "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    return certificate, key


@pytest.fixture(scope="module")
def url(certificate: tuple[Path, Path]) -> Iterator[str]:
    command = [sys.executable, "-c", _SERVER, *map(str, certificate)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    yield f"https://127.0.0.1:{process.stdout.readline().strip()}/"
    process.kill()
    process.communicate()


@pytest.fixture
def _trusting(certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    context = ssl.create_default_context(cafile=str(certificate[0]))
    monkeypatch.setattr(exchange, "trusted", lambda: context)


@pytest.mark.usefixtures("_trusting")
def test_an_answer_comes_through_tls(url: str) -> None:
    assert Web("fake").json("GET", url) == {"safe": True}


@pytest.mark.usefixtures("_trusting")
def test_fault_7_the_deadline_holds_within_tls_and_what_was_sent_is_known(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A second passes with each look at the clock: it is over while bytes trickle in, however slow the handshake was.
    monkeypatch.setattr(deadline, "time", SimpleNamespace(monotonic=count().__next__))
    with pytest.raises(UnknownOutcome, match="no whole answer"):
        Web("fake").json("POST", url, body={"x": 1}, deadline_s=30)


def test_a_certificate_that_nobody_vouches_for_is_refused_before_anything_is_sent(url: str) -> None:
    with pytest.raises(BlockedError, match="certificate is not trusted"):
        Web("fake").json("POST", url, body={"x": 1})


def test_fault_43_an_unknown_authority_is_no_doubt_and_says_what_to_set(
    url: str, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(BlockedError, match="its certificate is not trusted") as caught:
        Web("fake").json("POST", url, body={})
    assert "SSL_CERT_FILE" in caught.value.remedy
    for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"):
        with monkeypatch.context() as setting:
            setting.setenv(name, str(certificate[0]))
            assert Web("fake").json("GET", url) == {"safe": True}
