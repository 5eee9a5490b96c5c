"""A mail server for tests: it takes what SMTP gives, and can stop answering at a named moment."""

from __future__ import annotations

import email
import email.policy
import socketserver
import threading
import time
from email.message import EmailMessage
from typing import Any


class Sink(socketserver.ThreadingTCPServer):
    """``letters`` holds the mails that were given completely. ``silent_at``: "CONNECT", "RCPT", "DATA" or "END" is never answered, at
    ``drops_at`` it hangs up; ``answers`` replaces the answer to one of them, ``refused`` that to one recipient; ``slow``: seconds before
    each answer."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.letters: list[EmailMessage] = []
        self.half: list[bytes] = []
        self.silent_at = ""
        self.drops_at = ""
        self.slow = 0.0
        self.answers: dict[str, str] = {}
        self.refused: dict[str, str] = {}
        self.reached, self._free = threading.Event(), threading.Event()
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def wait(self) -> None:
        self._free.wait(60)

    def go_on(self) -> None:
        """Whoever waits for an answer gets it now."""
        self._free.set()

    def addresses(self) -> list[str]:
        return sorted(str(letter["To"]) for letter in self.letters)


class _Talk(socketserver.StreamRequestHandler):
    server: Sink

    def handle(self) -> None:
        try:
            self._answer("CONNECT", "220 sink")
            while line := self.rfile.readline():
                verb = line.decode().split()[0].upper() if line.strip() else ""
                if verb == "DATA":
                    self._answer("DATA", "354 go on")
                    self._take()
                elif verb == "QUIT":
                    self._say("221 bye")
                    return
                elif verb == "RCPT":
                    address = line.decode().partition("<")[2].partition(">")[0]
                    self._answer(verb, self.server.refused.get(address, "250 ok"))
                else:
                    self._answer(verb, "250 ok")
        except (ConnectionError, OSError):
            pass

    def _take(self) -> None:
        content = b""
        while line := self.rfile.readline():
            if line == b".\r\n":
                self.server.letters.append(_parsed(content))
                self._answer("END", "250 taken")
                return
            content += line.removeprefix(b".")
        self.server.half.append(content)

    def _answer(self, moment: str, usual: str) -> None:
        if self.server.silent_at == moment:
            self.server.reached.set()
            self.server.wait()
        if self.server.drops_at == moment:
            raise ConnectionAbortedError
        time.sleep(self.server.slow)
        self._say(self.server.answers.get(moment, usual))

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


def _parsed(content: bytes) -> Any:
    return email.message_from_bytes(content, policy=email.policy.default)
