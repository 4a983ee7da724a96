"""Proxies on this machine: HTTP with or without a password, SOCKS 5, one that refuses. They count what went through."""

import base64
import select
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class FakeProxy:
    """A proxy that listens. `requests`: the first line of every request, `sent`: all bytes behind a CONNECT."""

    def __init__(self, status: str, login: str, *, socks: bool) -> None:
        self.status, self.login, self.socks = status, login, socks
        self.requests: list[str] = []
        self.sent = b""
        self.port = 0

    def serve(self, client: socket.socket) -> None:
        """One connection."""
        if self.socks:
            self._serve_socks(client)
            return
        head = b""
        while b"\r\n\r\n" not in head:
            piece = client.recv(65536)
            if not piece:
                return
            head += piece
        self.requests.append(head.split(b"\r\n")[0].decode())
        wanted = b"basic " + base64.b64encode(self.login.encode()) if self.login else b""
        if self.login and wanted.lower() not in head.lower():
            client.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
            return
        if self.status != "200":
            client.sendall(f"HTTP/1.1 {self.status} No\r\nContent-Length: 0\r\n\r\n".encode())
            return
        self._forward(client, head)

    def _forward(self, client: socket.socket, head: bytes) -> None:
        method, target, _ = head.split(b"\r\n")[0].split(b" ")
        if method == b"CONNECT":
            client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            self.sent += client.recv(65536)
            return
        host, _, port = target.split(b"/")[2].partition(b":")
        with socket.create_connection((host.decode(), int(port))) as server:
            server.sendall(head)
            _relay(client, server)

    def _serve_socks(self, client: socket.socket) -> None:
        methods = client.recv(512)
        if self.login:
            client.sendall(b"\x05\x02" if b"\x02" in methods[2:] else b"\x05\xff")
            login = client.recv(512)
            if not login:
                return
            user = login[2 : 2 + login[1]]
            password = login[3 + login[1] :]
            client.sendall(b"\x01\x00" if f"{user.decode()}:{password.decode()}" == self.login else b"\x01\x01")
        else:
            client.sendall(b"\x05\x00")
        asked = client.recv(512)
        if not asked:
            return
        self.requests.append("SOCKS")
        if self.status != "200":
            client.sendall(b"\x05\x05\x00\x01\x00\x00\x00\x00\x00\x00")
            return
        address = socket.inet_ntoa(asked[4:8]) if asked[3] == 1 else asked[5:-2].decode()
        with socket.create_connection((address, int.from_bytes(asked[-2:]))) as server:
            client.sendall(b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")
            _relay(client, server)


def _relay(client: socket.socket, server: socket.socket) -> None:
    """Copy both ways until either side has ended."""
    ends = {client: server, server: client}
    while True:
        ready, _, _ = select.select([client, server], [], [], 10)
        for end in ready:
            piece = end.recv(65536)
            if not piece:
                return
            ends[end].sendall(piece)
        if not ready:
            return


@contextmanager
def proxying(status: str = "200", login: str = "", *, socks: bool = False) -> Iterator[FakeProxy]:
    """A proxy on a free port during the block. `status`: its answer to what it is asked; `login`: `user:password`."""
    proxy = FakeProxy(status, login, socks=socks)

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.settimeout(10)
            proxy.serve(self.request)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

    with Server(("127.0.0.1", 0), Handler) as server:
        proxy.port = server.server_address[1]
        thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.02))
        thread.start()
        try:
            yield proxy
        finally:
            server.shutdown()
            thread.join()
