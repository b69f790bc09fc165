"""A mail server that listens on this machine, keeps what it takes and refuses what it is told to (RFC 5321)."""

import re
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

Answer = Callable[[int, str], str]


@dataclass
class Letterbox:
    """Where it listens, to whom letters were taken, and the lines in which clients took their leave.

    `at_address` and `at_data` answer for the letter of that number, counted from one; "" hangs up.
    """

    at_address: Answer = lambda number, address: "250 Fine"
    at_data: Answer = lambda number, address: "250 Taken"
    port: int = 0
    taken: list[str] = field(default_factory=list)
    hung_up: int = 0  # conversations that are over
    begun: int = 0  # letters


@contextmanager
def letterbox(**answers: Answer) -> Iterator[Letterbox]:
    """Listen until the block ends."""
    box = Letterbox(**answers)

    class Talk(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            with suppress(ConnectionError):
                _talk(self, box)
            box.hung_up += 1

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as server:
        server.block_on_close = True
        box.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield box
        server.shutdown()
        thread.join()


def _talk(client: socketserver.StreamRequestHandler, box: Letterbox) -> None:
    def say(line: str) -> None:
        client.wfile.write(f"{line}\r\n".encode())

    say("220 here")
    to, inside = "", False
    while line := client.rfile.readline().decode():
        word = line.rstrip("\r\n")
        if inside:
            if word != ".":
                continue
            inside, answer = False, box.at_data(box.begun, to)
            box.taken += [to] if answer.startswith("2") else []
        elif word.upper().startswith("MAIL"):
            box.begun += 1
            answer = "250 Go on"
        elif word.upper().startswith("RCPT"):
            to = re.findall("<(.*?)>", word)[0]
            answer = box.at_address(box.begun, to)
        elif word.upper() == "DATA":
            inside, answer = True, "354 Write"
        elif word.upper() == "QUIT":
            say("221 Bye")
            return
        else:
            answer = "250 here"
        if not answer:
            return
        say(answer)
