"""A relay in front of a PostgreSQL server that can lose the connection right after a commit."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

_DONE = b"C\x00\x00\x00\x0bCOMMIT\x00"
"""The server's word that a transaction was committed."""


class Relay:
    """Passes on what either side says; `lose_next_commit` makes it hang up in place of the answer to a COMMIT."""

    def __init__(self, port: int) -> None:
        self.lost = threading.Event()
        self._server = port
        self._armed = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def lose_next_commit(self) -> None:
        self.lost.clear()
        self._armed.set()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self._server))
            for work in (self._ask, self._answer):
                threading.Thread(target=work, args=(client, server), daemon=True).start()

    def _ask(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while asked := client.recv(65536):
                server.sendall(asked)
        _hang_up(client, server)

    def _answer(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while answered := server.recv(65536):
                if self._armed.is_set() and _DONE in answered:
                    self._armed.clear()
                    self.lost.set()
                    break
                client.sendall(answered)
        _hang_up(client, server)


def _hang_up(*ends: socket.socket) -> None:
    for end in ends:
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()


@contextmanager
def relayed(url: str) -> Iterator[tuple[Relay, str]]:
    """A relay to the server of a URL, and the URL through it."""
    head, _, rest = url.rpartition(":")
    port, _, name = rest.partition("/")
    with closing(Relay(int(port))) as relay:
        yield relay, f"{head}:{relay.port}/{name}"
