"""People at their browsers, as the tests speak of them: what they open, fill in and press, by the words that they see."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Download, Locator, Page, Response, expect

from tests.e2e.server import PASSWORD, Portal
from units.models import User

DESK = {"width": 1366, "height": 768}
ITEM_LINK = re.compile(r"/noi-dung/(\d+)/$")


class Person:
    """Somebody in a browser of his own. Console errors are kept; whoever opens a refused page on purpose says so with ``status``."""

    def __init__(self, browser: Browser, portal: Portal, *, javascript: bool = True, size: dict[str, int] | None = None) -> None:
        self.portal = portal
        self.context = browser.new_context(
            base_url=portal.address,
            viewport=size or DESK,
            locale="vi-VN",
            java_script_enabled=javascript,
            accept_downloads=True,  # type: ignore[arg-type]
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(8000)
        self.errors: list[str] = []
        self.page.on("console", self._keep)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _keep(self, message: ConsoleMessage) -> None:
        """What the browser complains of. How long it took until a font was drawn says something of the machine alone."""
        if message.type in {"error", "warning"} and "preload but not used within a few seconds" not in message.text:
            self.errors.append(message.text)

    # Where he goes

    def log_in(self, username: str, password: str = PASSWORD) -> Person:
        self.open("/dang-nhap/")
        self.fill("Tên đăng nhập", username)
        self.fill("Mật khẩu", password)
        self.press("Đăng nhập")
        expect(self.page.get_by_text("Mở mục tài khoản")).to_be_attached()
        return self

    def enter(self, username: str) -> Person:
        """As after a log-in: for stories that begin later than at its page."""
        client = Client()
        client.force_login(User.objects.get(username=username), "units.backends.PasswordBackend")
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": self.portal.address}])
        return self

    def open(self, path: str, status: int = 200) -> Response:
        before = len(self.errors)
        response = self.page.goto(path)
        assert response is not None
        assert response.status == status, f"{path}: {response.status}"
        if status != 200:  # the browser writes the refusal into its console
            self.errors[before:] = [error for error in self.errors[before:] if "Failed to load resource" not in error]
        return response

    def follow(self, words: str | re.Pattern[str], within: Locator | None = None) -> None:
        (within or self.page.locator("main")).get_by_role("link", name=words).first.click()

    # What he does

    def fill(self, label: str | re.Pattern[str], value: str) -> None:
        self.page.get_by_label(label).first.fill(value)

    def select(self, label: str | re.Pattern[str], option: str) -> None:
        self.page.get_by_label(label).first.select_option(option)

    def choose(self, words: str | re.Pattern[str], place: int = 0) -> None:
        self.page.get_by_role("radio", name=words, exact=True).nth(place).check()

    def attach(self, label: str | re.Pattern[str], files: Sequence[Path]) -> None:
        self.page.get_by_label(label).first.set_input_files([str(file) for file in files])

    def press(self, words: str | re.Pattern[str]) -> None:
        self.page.get_by_role("button", name=words, exact=True).first.click()

    def confirm(self, link: str, button: str) -> None:
        """What can't be taken back: the link asks, the button does it."""
        self.page.get_by_role("link", name=link, exact=True).first.click()
        self.press(button)

    def download(self, words: str | re.Pattern[str]) -> bytes:
        with self.page.expect_download() as waiting:
            self.page.locator("main").get_by_role("link", name=words).first.click()
        found: Download = waiting.value
        return Path(found.path()).read_bytes()

    # What he sees

    def sees(self, words: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_text(words).first).to_be_visible()

    def arrives(self, heading: str | re.Pattern[str]) -> None:
        """The page with this heading is there."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)

    def is_refused(self) -> bool:
        """The form came back and says why above it."""
        self.page.wait_for_load_state("domcontentloaded")
        return self.page.locator(".errsum").count() > 0

    def offers(self, button: str | re.Pattern[str]) -> bool:
        return self.page.get_by_role("button", name=button).count() > 0

    def choices(self, words: str | re.Pattern[str]) -> int:
        """How many questions may be answered so."""
        return self.page.get_by_role("radio", name=words, exact=True).count()

    def labels(self) -> list[str]:
        return self.page.locator("main label").all_inner_texts()

    def text(self) -> str:
        return self.page.locator("main").inner_text()

    def rows(self, table: str) -> list[list[list[str]]]:
        """What stands in a table's body: row, cell, line."""
        cells = "rows => rows.map(row => [...row.children].map(cell => cell.innerText.split('\\n')))"
        found: list[list[list[str]]] = self.page.locator(f"{table} tbody tr").evaluate_all(cells)
        return found

    def item_numbers(self) -> list[int]:
        """Items that this page links to, each once, in order."""
        links = self.page.locator("main a[href*='/noi-dung/']").evaluate_all("links => links.map(link => link.getAttribute('href'))")
        return [int(found[1]) for link in dict.fromkeys(links) if (found := ITEM_LINK.search(link))]

    def get(self, path: str) -> Any:
        """A request with this person's session, outside the page."""
        return self.context.request.get(path, max_redirects=0)

    def close(self) -> None:
        self.context.close()
