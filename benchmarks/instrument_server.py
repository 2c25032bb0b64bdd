"""Two instruments on TCP for the benchmarks, in a process of their own; prints their ports, ends with its input.

`POS 3` sets and `POS?` answers a position, `MEAS?` answers at once, `SLOW?` after 20 ms.
"""

from __future__ import annotations

import socketserver
import sys
import threading
import time

from typing_extensions import override

SLOW = 0.02
"""Seconds that a slow reading takes."""


class Instrument(socketserver.StreamRequestHandler):
    """One connection."""

    disable_nagle_algorithm = True

    @override
    def handle(self) -> None:
        position = b"0"
        for line in self.rfile:
            message = line.strip()
            if message.startswith(b"POS "):
                position = message[4:]
                continue
            if message == b"SLOW?":
                time.sleep(SLOW)
            self.wfile.write((position if message == b"POS?" else b"1.25") + b"\n")


class Server(socketserver.ThreadingTCPServer):
    """An instrument that takes any number of connections."""

    daemon_threads = True


def main() -> None:
    """Serve until standard input is closed."""
    servers = [Server(("127.0.0.1", 0), Instrument) for _ in range(2)]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    print(*(server.server_address[1] for server in servers), flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
