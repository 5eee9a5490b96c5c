"""A real web server on its own database, and a browser's side of the conversation: cookies, log-in, bytes as they travel."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import http.cookies
import os
import re
import signal
import socket
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit

from dongthap_remediation.environment import PROJECT
from dongthap_remediation.local_servers import dying_with_parent

BROWSER = "gzip, br"


@dataclass(frozen=True)
class Answer:
    """One response; ``body`` as it travelled, ``seconds`` from the request to its last byte."""

    url: str
    status: int
    headers: http.client.HTTPMessage
    body: bytes
    seconds: float

    @property
    def content(self) -> bytes:
        encoding = self.headers.get("Content-Encoding", "")
        if encoding == "gzip":
            return gzip.decompress(self.body)
        if encoding == "deflate":
            return zlib.decompress(self.body)
        if encoding:
            raise ValueError(f"can't decode {encoding}")
        return self.body

    @property
    def text(self) -> str:
        return self.content.decode()


class Server:
    """gunicorn with one worker, so that its memory is one process's memory, unless more are asked for."""

    def __init__(self, database_url: str, workers: int = 1) -> None:
        with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
            self.port = listener.getsockname()[1]
            command = [
                "gunicorn",
                "--bind",
                f"fd://{listener.fileno()}",
                "--worker-class",
                "gthread",
                "--workers",
                str(workers),
                "--threads",
                "4",
            ]
            command += ["--timeout", "120", "--no-control-socket", "--log-level", "warning", "dongthap_remediation.wsgi"]
            self.process = subprocess.Popen(
                [sys.executable, "-m", *command],
                cwd=PROJECT,
                env={**os.environ, "DATABASE_URL": database_url},
                pass_fds=(listener.fileno(),),
                preexec_fn=dying_with_parent(signal.SIGTERM),
            )

    def stop(self) -> None:
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(20)
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def worker(self) -> int:
        """The one process that answers."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        (pid,) = map(int, children)
        return pid

    def reset_peak(self) -> None:
        Path(f"/proc/{self.worker()}/clear_refs").write_text("5")

    def peak_mib(self) -> float:
        """The worker's largest resident size since ``reset_peak``."""
        found = re.search(r"^VmHWM:\s+(\d+) kB", Path(f"/proc/{self.worker()}/status").read_text(), re.MULTILINE)
        assert found is not None
        return int(found[1]) / 1024


class Visitor:
    """One person's browser without a screen. Redirects are followed, cookies kept, each request has a connection of its own."""

    def __init__(self, server: Server) -> None:
        self.port = server.port
        self.cookies: dict[str, str] = {}

    def get(self, url: str, encodings: str = "gzip") -> Answer:
        return self._ask("GET", url, None, {"Accept-Encoding": encodings})

    def post(self, url: str, fields: dict[str, str]) -> Answer:
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept-Encoding": "gzip"}
        return self._ask("POST", url, urlencode(fields).encode(), headers)

    def log_in(self, username: str, password: str) -> Answer:
        page = self.get("/dang-nhap/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        assert token is not None, "the log-in page has no form"
        answer = self.post("/dang-nhap/", {"csrfmiddlewaretoken": token[1], "username": username, "password": password, "next": ""})
        assert "sessionid" in self.cookies, f"log-in refused: {answer.status} {answer.url}"
        return answer

    def _ask(self, method: str, url: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        begun = time.perf_counter()
        while True:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=180)
            with contextlib.closing(connection):
                cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
                connection.request(method, url, body, {**headers, "Cookie": cookies})
                response = connection.getresponse()
                content = response.read()
            for line in response.headers.get_all("Set-Cookie", []):
                self.cookies.update({name: morsel.value for name, morsel in http.cookies.SimpleCookie(line).items()})
            if response.status not in {301, 302, 303}:
                return Answer(url, response.status, response.headers, content, time.perf_counter() - begun)
            parts = urlsplit(urljoin(url, response.headers["Location"]))
            method, body, url = "GET", None, parts.path + (f"?{parts.query}" if parts.query else "")
            headers = {name: value for name, value in headers.items() if name != "Content-Type"}


def wait_until_up(server: Server, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while server.process.poll() is None:
        with contextlib.suppress(OSError, http.client.HTTPException):
            if Visitor(server).get("/health/live").status == 200:
                return
        if time.monotonic() > deadline:
            break
        time.sleep(0.1)
    raise RuntimeError("the web server did not start: see its messages above")


@contextlib.contextmanager
def running(*database_urls: str, workers: int = 1) -> Iterator[list[Server]]:
    servers = [Server(url, workers) for url in database_urls]
    try:
        for server in servers:
            wait_until_up(server)
        yield servers
    finally:
        for server in servers:
            server.stop()


class _Links(HTMLParser):
    """What a browser fetches by itself for a page, and where its links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.links: list[tuple[str, str]] = []
        self._open: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "link" and set(found.get("rel", "").split()) & {"stylesheet", "icon", "preload"}:
            self.parts.append(found["href"])
        elif tag in {"script", "img"} and found.get("src", "").startswith("/"):
            self.parts.append(found["src"])
        elif tag == "a" and "href" in found:
            self.links.append((found["href"], ""))
            self._open = found["href"]

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._open = None

    def handle_data(self, data: str) -> None:
        if self._open is not None and self.links:
            self.links[-1] = (self._open, self.links[-1][1] + data)


def links(page: Answer) -> dict[str, str]:
    """Where each link of a page leads, by its words."""
    parser = _Links()
    parser.feed(page.text)
    return {" ".join(words.split()): urljoin(page.url, href) for href, words in parser.links}


def weight(visitor: Visitor, url: str) -> int:
    """Bytes that a first visit to this page transfers: the page, styles, scripts, pictures, and every font that the styles name."""
    page = visitor.get(url, BROWSER)
    assert page.status == 200, f"{url}: {page.status}"
    parser = _Links()
    parser.feed(_readable(visitor, page).decode())
    waiting, seen, total = [urljoin(page.url, part) for part in parser.parts], set(), len(page.body)
    while waiting:
        part = waiting.pop()
        if part in seen or part.startswith("data:"):
            continue
        seen.add(part)
        answer = visitor.get(part, BROWSER)
        assert answer.status == 200, f"{part}: {answer.status}"
        total += len(answer.body)
        if urlsplit(part).path.endswith(".css"):
            style = _readable(visitor, answer).decode()
            waiting += [urljoin(part, name.strip("\"'")) for name in re.findall(r"url\(([^)]+)\)", style)]
    return total


def _readable(visitor: Visitor, answer: Answer) -> bytes:
    """The content; what came as Brotli is asked for again, since the standard library can't read it."""
    return visitor.get(answer.url, "gzip").content if answer.headers.get("Content-Encoding") == "br" else answer.content
