"""A network whose only way out is a proxy with a password that opens TLS with an authority of its own.

Behind it is `fakes.world`, each service at its real address: nothing else is set than proxy, authority and keys.
"""

import base64
import json
import shutil
import socket
import socketserver
import ssl
import subprocess
import threading
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from fakes.server import Answer, Asked, Server, answer_on
from fakes.world import World

USER, PASSWORD = "ann", "hunter-2@/:#x"
_QUOTED = "hunter-2%40%2F%3A%23x"

HOSTS: Mapping[str, tuple[str, str]] = {
    "api.anthropic.com": ("anthropic", ""),
    "api.apify.com": ("apify", ""),
    "api.elevenlabs.io": ("elevenlabs", ""),
    "queue.fal.run": ("fal", ""),
    "feeds.example.com": ("feeds", ""),
    "trends.google.com": ("feeds", ""),
    "generativelanguage.googleapis.com": ("gemini_images", ""),
    "hacker-news.firebaseio.com": ("hacker_news", "/v0"),
    "api.openai.com": ("openai", "/v1"),
    "openrouter.ai": ("openai", "/api/v1"),
    "api.openverse.org": ("openverse", ""),
    "archive.org": ("internet_archive", ""),
    "images-api.nasa.gov": ("nasa", ""),
    "api.pexels.com": ("pexels", ""),
    "pixabay.com": ("pixabay", ""),
    "commons.wikimedia.org": ("commons", ""),
    "en.wikipedia.org": ("wikipedia_pictures", ""),
    "oauth.reddit.com": ("reddit", ""),
    "www.reddit.com": ("reddit", ""),
    "api.replicate.com": ("replicate", ""),
    "wikimedia.org": ("wikipedia", "/api/rest_v1"),
    "www.googleapis.com": ("youtube", ""),
}
"""Host -> the service in the world, and where it begins there."""

Refuse = Callable[[int], str | None]
"""The number of a CONNECT, from 1 -> the status that it is refused with; "cut" and "mute" end it without one."""


@dataclass
class Interceptor:
    """The proxy. `connects`: how many were asked for; `refused`: how many of them were not let through."""

    world: World
    folder: Path
    refuse: Refuse = lambda _: None
    connects: int = 0
    refused: int = 0
    port: int = 0
    problems: list[str] = field(default_factory=list[str])
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def environment(self) -> dict[str, str]:
        """What a person sets in such a network."""
        address = f"http://{USER}:{_QUOTED}@127.0.0.1:{self.port}"
        return {
            **dict.fromkeys(("http_proxy", "https_proxy"), address),
            "no_proxy": "",
            "SSL_CERT_FILE": str(self.folder / "ca.pem"),
            "VIDPIPE_CONTACT": "me@example.com",
        }

    def serve(self, client: socket.socket) -> None:
        """One connection."""
        head = _head_of(client)
        if not head:
            return
        method, target, _ = head.split(b"\r\n")[0].decode().split(" ")
        host = target.partition(":")[0]
        with self._lock:
            self.connects += 1
            status = self._status(self.connects, method, host, head)
            self.refused += status is not None
        if status is None:
            client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            self._open(client, host)
        elif status == "mute":
            client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        elif status != "cut":
            client.sendall(f"HTTP/1.1 {status} No\r\nContent-Length: 0\r\n\r\n".encode())

    def _status(self, number: int, method: str, host: str, head: bytes) -> str | None:
        login = base64.b64encode(f"{USER}:{PASSWORD}".encode())
        if b"proxy-authorization: basic " + login.lower() not in head.lower():
            return "407"
        if method != "CONNECT" or host not in HOSTS:
            self.problems.append(f"{method} {host}")
            return "403"
        return self.refuse(number)

    def _open(self, client: socket.socket, host: str) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.folder / "leaf.pem", self.folder / "leaf.key")
        with context.wrap_socket(client, server_side=True) as opened:
            answer_on(opened, Server("", lambda asked: self._answered(host, asked), None))

    def _answered(self, host: str, asked: Asked) -> Answer:
        name, beginning = HOSTS[host]
        with self._lock:
            answer = self.world.answered(name, replace(asked, path=asked.path.removeprefix(beginning)))
        if isinstance(answer.content, dict | list):
            text = json.dumps(answer.content).replace(f"http://{host}", f"https://{host}")
            return replace(answer, content=json.loads(text))
        return answer


def _head_of(client: socket.socket) -> bytes:
    head = b""
    while b"\r\n\r\n" not in head:
        piece = client.recv(65536)
        if not piece:
            return b""
        head += piece
    return head


def _make_certificates(folder: Path) -> None:
    """An authority (`ca.pem`), and a certificate of all hosts that it has signed (`leaf.pem`, `leaf.key`)."""
    openssl, key = shutil.which("openssl") or "openssl", ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1")
    usage = ("-addext", "keyUsage=critical,keyCertSign,cRLSign")
    names = ",".join(f"DNS:{host}" for host in HOSTS)
    (folder / "leaf.ext").write_text(
        f"subjectAltName={names}\nextendedKeyUsage=serverAuth\nbasicConstraints=CA:FALSE\n"
    )
    for command in (
        (
            "req",
            "-x509",
            *key,
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=corp",
            *usage,
            "-keyout",
            "ca.key",
            "-out",
            "ca.pem",
        ),
        ("req", *key, "-nodes", "-subj", "/CN=leaf", "-keyout", "leaf.key", "-out", "leaf.csr"),
        (
            *("x509", "-req", "-in", "leaf.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2"),
            *("-extfile", "leaf.ext", "-out", "leaf.pem"),
        ),
    ):
        subprocess.run([openssl, *command], cwd=folder, check=True, capture_output=True)


@contextmanager
def intercepted(world: World, folder: Path) -> Generator[Interceptor]:
    """The proxy on a free port, during the block. Raises `AssertionError` for what is asked of nobody."""
    folder.mkdir(exist_ok=True)
    _make_certificates(folder)
    proxy = Interceptor(world, folder)

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.settimeout(60)
            # Whoever hangs up in the middle is not the proxy's fault.
            try:
                proxy.serve(self.request)
            except OSError:
                return

    class Listener(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True
        request_queue_size = 50

    with Listener(("127.0.0.1", 0), Handler) as listener:
        proxy.port = listener.server_address[1]
        thread = threading.Thread(target=lambda: listener.serve_forever(poll_interval=0.02))
        thread.start()
        try:
            yield proxy
        finally:
            listener.shutdown()
            thread.join()
    assert proxy.problems == []
