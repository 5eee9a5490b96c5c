"""Words are written back into whatever form it is, and nothing else of the page changes."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from common.html_forms import fill_form

PAGE = """<!DOCTYPE html>
<html lang="vi"><head><title>A &amp; B</title><script>if (a < b && c) { x("</p>"); }</script></head>
<body><!-- ghi chú -->
<form method="get" action="/x/"><input name="text" value="tìm"></form>
<details><summary>Mở</summary>
<form method="post" action="?a=1" id="chinh">
  <input type="hidden" name="csrfmiddlewaretoken" value="moi"><input type="hidden" name="version" value="7">
  <input name="title" value="cũ &quot;x&quot;"><input type=text name="title">
  <textarea name="text" rows="3">
cũ &lt;b&gt;</textarea>
  <select name="level"><option value="a" selected>A</option><option value="b">B &nbsp; &#39;</option></select>
  <select name="many" multiple><option value="1" selected>1</option><option value="2">2</option><option value="3">3</option></select>
  <input type="checkbox" name="box" value="x" checked><input type="checkbox" name="box" value="y"><input type="checkbox" name="on">
  <input type="radio" name="kind" value="1" checked><input type="radio" name="kind" value="2" />
  <input type="password" name="secret"><input type="file" name="file"><button name="viec" value="luu">Lưu</button>
  <input name="closed" value="đóng" disabled>
</form></details>
<input name="outside" form="chinh" value=""><input name="title" value="khác">
</body></html>
"""
WORDS = [
    ("version", "6"),
    ("title", 'mới "y" <i>'),
    ("title", "hai"),
    ("text", "dòng 1\r\n</textarea><script>alert(1)</script>"),
    ("level", "b"),
    ("many", "2"),
    ("many", "3"),
    ("box", "y"),
    ("on", "on"),
    ("kind", "2"),
    ("secret", "lộ"),
    ("viec", "gui"),
    ("closed", "mở"),
    ("outside", "ngoài"),
]


class Reader(HTMLParser):
    """What a browser would send of the form, with the words that the page shows."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[tuple[str, str]] = []
        self.area: str | None = None
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value if value is not None else "" for name, value in attrs}
        if tag == "textarea":
            self.area, self.words = found["name"], ""
        elif tag == "select":
            self.select = found["name"]
        elif tag == "option" and "selected" in found:
            self.sent.append((self.select, found["value"]))
        elif tag == "input" and "disabled" not in found and (found.get("type") not in ("checkbox", "radio") or "checked" in found):
            self.sent.append((found["name"], found.get("value", "on" if found.get("type") in ("checkbox", "radio") else "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.area:
            self.sent.append((self.area, re.sub(r"\A\n", "", self.words)))
            self.area = None

    def handle_data(self, data: str) -> None:
        if self.area:
            self.words += data


def sent_by(page: str) -> list[tuple[str, str]]:
    reader = Reader()
    reader.feed(page)
    return reader.sent


def fill(page: str = PAGE, action: str = "/trang/1/", words: list[tuple[str, str]] | None = None, at: str = "/trang/1/") -> str | None:
    return fill_form(page, at=at, action=action, words=WORDS if words is None else words)


def test_every_kind_of_control_says_again_what_was_sent() -> None:
    filled = fill()
    assert filled is not None
    assert sent_by(filled) == [
        ("text", "tìm"),
        ("csrfmiddlewaretoken", "moi"),
        ("version", "6"),
        ("title", 'mới "y" <i>'),
        ("title", "hai"),
        ("text", "dòng 1\r\n</textarea><script>alert(1)</script>"),
        ("level", "b"),
        ("many", "2"),
        ("many", "3"),
        ("box", "y"),
        ("on", "on"),
        ("kind", "2"),
        ("secret", ""),
        ("file", ""),
        ("outside", "ngoài"),
        ("title", "khác"),
    ]


def test_words_never_become_markup() -> None:
    filled = fill()
    assert filled is not None
    assert "alert(1)</script>" not in filled.replace("&lt;/script&gt;", "")
    assert filled.count("<script>") == 1


def test_nothing_else_of_the_page_changes() -> None:
    filled = fill()
    assert filled is not None
    for part in (
        "<!DOCTYPE html>",
        "A &amp; B",
        '{ x("</p>"); }',
        "<!-- ghi chú -->",
        "B &nbsp; &#39;",
        '<button name="viec" value="luu">Lưu</button>',
    ):
        assert part in filled, part


def test_the_folded_part_that_holds_the_form_is_opened() -> None:
    filled = fill()
    assert filled is not None
    assert "<details open>" in filled


@pytest.mark.parametrize("action", ["/trang/2/", "/x/", "https://other.example/trang/2/"])
def test_a_form_that_goes_elsewhere_or_asks_by_get_is_not_filled(action: str) -> None:
    assert fill(action=action) is None


def test_a_form_that_asks_for_other_things_is_not_filled() -> None:
    assert fill(words=[("la", "x")]) is None


def test_of_equal_forms_the_one_of_the_same_thing_is_filled() -> None:
    one = '<form method="post" action="/a/"><input type="hidden" name="id" value="{0}"><input name="text" value=""></form>'
    filled = fill("".join(map(one.format, (1, 2, 3))), action="/a/", words=[("id", "2"), ("text", "đây")])
    assert filled is not None
    assert sent_by(filled) == [("id", "1"), ("text", ""), ("id", "2"), ("text", "đây"), ("id", "3"), ("text", "")]
