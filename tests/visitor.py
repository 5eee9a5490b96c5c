"""Somebody who reads pages, follows their links and sends their forms as they are drawn, by the words that stand there, without a browser.

He says the same as ``tests.e2e.people.Person``, so one story is told to either. What JavaScript does and how a page looks he does not see.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urljoin

import lxml.html
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

Words = str | re.Pattern[str]
_BREAKS = {"br", "details", "div", "dl", "fieldset", "form", "h1", "h2", "h3", "li", "ol", "p", "section", "summary", "table", "tr", "ul"}
_UNSEEN = {"script", "style", "template", "head"}


class Visitor:
    """Logged in by ``client``. Forms carry what the page has filled in; nothing that the page does not offer can be sent."""

    def __init__(self, client: Client) -> None:
        self.client, self.address = client, "/"
        self.errors: list[str] = []  # of a browser's console, where there is one

    # Where he goes

    def open(self, path: str, status: int = 200) -> None:
        self._arrive(self.client.get(path, follow=True))
        assert self.status == status, f"{path}: {self.status}"

    def _arrive(self, response: Any) -> None:
        self.status, self.address = response.status_code, response.request["PATH_INFO"]
        self.page = lxml.html.fromstring(response.content.decode())
        self.files: dict[str, Path] = {}

    # What he does

    def fill(self, label: Words, value: str) -> None:
        control = self._control(label)
        if control.tag == "textarea":
            control.text = value
        else:
            control.set("value", value)

    def select(self, label: Words, option: str) -> None:
        for one in (control := self._control(label)).iter("option"):
            one.attrib.pop("selected", None)
        (chosen,) = [one for one in control.iter("option") if _plain(one) == option]
        chosen.set("selected", "")

    def attach(self, label: Words, files: Sequence[Path]) -> None:
        (self.files[self._control(label).get("name")],) = files

    def choose(self, words: Words, place: int = 0) -> None:
        chosen = [control for control in self._labelled(words, exact=True) if control.get("type") == "radio"][place]
        for other in self.page.iter("input"):
            if (other.get("type"), other.get("name")) == ("radio", chosen.get("name")):
                other.attrib.pop("checked", None)
        chosen.set("checked", "")

    def press(self, words: Words) -> None:
        button = self._buttons(words)[0]
        form = next(button.iterancestors("form"))
        assert (form.get("method") or "get").lower() == "post"
        sent = [(button.get("name"), button.get("value", ""))] if button.get("name") else []
        data: dict[str, list[Any]] = {}
        for name, value in [*self._sent_by(form), *sent]:
            data.setdefault(name, []).append(value)
        address = urljoin(self.address, form.get("action") or "")
        if form.get("enctype") == "multipart/form-data":
            self._arrive(self.client.post(address, data, follow=True))
        else:
            kind = "application/x-www-form-urlencoded"
            self._arrive(self.client.post(address, urlencode(data, doseq=True), content_type=kind, follow=True))

    def _sent_by(self, form: Any) -> Iterator[tuple[str, Any]]:
        for control in form.iter("input", "select", "textarea"):
            name, kind = control.get("name"), control.get("type")
            if not name or "disabled" in control.attrib or (kind in {"checkbox", "radio"} and "checked" not in control.attrib):
                continue
            if control.tag == "textarea":
                yield name, (control.text or "").removeprefix("\n")
            elif control.tag == "select":
                options = list(control.iter("option"))
                chosen = [one for one in options if "selected" in one.attrib] or ([] if "multiple" in control.attrib else options[:1])
                yield from ((name, one.get("value", _plain(one))) for one in chosen)
            elif kind == "file":
                if path := self.files.get(name):
                    yield name, SimpleUploadedFile(path.name, path.read_bytes())
            else:
                yield name, control.get("value", "on" if kind in {"checkbox", "radio"} else "")

    def confirm(self, link: str, button: str) -> None:
        """What can't be taken back: the link asks, the button does it."""
        found = next(one for one in self.page.iter("a") if _plain(one) == link)
        self.open(urljoin(self.address, found.get("href")))
        self.press(button)

    # What he sees

    def sees(self, words: str) -> None:
        assert words in _plain(self.page), words

    def arrives(self, heading: Words) -> None:
        """The page with this heading is there."""
        shown = [_plain(one) for one in self.page.iter("h1")]
        assert len(shown) == 1 and _fits(heading, shown[0], exact=True), (heading, shown, self.status)

    def is_refused(self) -> bool:
        """The form came back and says why above it."""
        return bool(self.page.find_class("errsum"))

    def offers(self, button: Words) -> bool:
        return bool(self._buttons(button))

    def choices(self, words: Words) -> int:
        """How many questions may be answered so."""
        return sum(control.get("type") == "radio" for control in self._labelled(words, exact=True))

    def labels(self) -> list[str]:
        return [_plain(one) for one in self.page.iter("label")]

    def rows(self, table: str) -> list[list[list[str]]]:
        """What stands in a table's body: row, cell, line."""
        body = self.page.xpath("//*[@id=$name]//tbody/tr", name=table.removeprefix("#"))
        return [[_lines(cell) for cell in row] for row in body]

    def _buttons(self, words: Words) -> list[Any]:
        return [one for one in self.page.iter("button") if _fits(words, _plain(one), exact=True)]

    def _control(self, label: Words) -> Any:
        return next(self._labelled(label, exact=False))

    def _labelled(self, words: Words, *, exact: bool) -> Iterator[Any]:
        return (self.page.get_element_by_id(one.get("for")) for one in self.page.iter("label") if _fits(words, _plain(one), exact=exact))


def _fits(words: Words, shown: str, *, exact: bool) -> bool:
    if isinstance(words, re.Pattern):
        return words.search(shown) is not None
    return words == shown if exact else words.casefold() in shown.casefold()


def _plain(element: Any) -> str:
    return " ".join(" ".join(_lines(element)).split())


def _lines(element: Any) -> list[str]:
    """The words of an element as they are shown, line by line."""
    lines = "".join(_texts(element)).split("\n")
    shown = [" ".join(line.split()) for line in lines]
    return [line for line in shown if line] or [""]


def _texts(element: Any) -> Iterator[str]:
    """Texts and the ends of lines; white space of the source is one space."""
    yield re.sub(r"\s+", " ", element.text or "")
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _UNSEEN:
            edge = "\n" if child.tag in _BREAKS else ""
            yield edge
            yield from _texts(child)
            yield edge
        yield re.sub(r"\s+", " ", child.tail or "")
