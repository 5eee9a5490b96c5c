"""Words written back into a form of a finished page, whatever form it is: as a browser restores it, but on the server.

Nothing of the page changes but the controls of that one form, and the folded part (``details``) in which it stands is opened.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

Attributes = list[tuple[str, str | None]]
_TICKED = frozenset({"checkbox", "radio"})
_UNTOUCHED = frozenset({"file", "submit", "button", "image", "reset", "password"})
_NOT_WORDS = frozenset({"csrfmiddlewaretoken"})


@dataclass
class _Form:
    """One form of the page: where it goes, and what it would send as it stands."""

    action: str
    posts: bool
    element_id: str
    names: set[str] = field(default_factory=set)
    hidden: set[tuple[str, str]] = field(default_factory=set)
    folded_in: tuple[int, ...] = ()


def fill_form(page: str, *, at: str, action: str, words: Sequence[Sequence[str]]) -> str | None:
    """``page`` (at the address ``at``) with ``words`` in its form that posts to ``action``; None where it has no such form.

    Of several forms with one action the one is filled whose hidden fields and names fit best.
    """
    wanted = urlsplit(action).path
    finder = _Finder(at)
    finder.feed(page)
    finder.close()
    fitting = [number for number, form in enumerate(finder.forms) if form.posts and urlsplit(form.action).path == wanted]
    pairs = {(name, value) for name, value in words}
    names = {name for name, _ in pairs}
    fitting = [number for number in fitting if names & finder.forms[number].names]
    if not fitting:
        return None
    best = max(fitting, key=lambda number: (len(pairs & finder.forms[number].hidden), len(names & finder.forms[number].names), -number))
    filler = _Filler(best, finder.forms[best], words)
    filler.feed(page)
    filler.close()
    return "".join(filler.out)


class _Walker(HTMLParser):
    """Knows at each tag in which form and which folded parts it stands."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.form_number = -1
        self.inside: int | None = None
        self.details_number = -1
        self.folds: list[int] = []

    def enter(self, tag: str) -> None:
        if tag == "form":
            self.form_number += 1
            self.inside = self.form_number
        elif tag == "details":
            self.details_number += 1
            self.folds.append(self.details_number)

    def leave(self, tag: str) -> None:
        if tag == "form":
            self.inside = None
        elif tag == "details" and self.folds:
            self.folds.pop()


class _Finder(_Walker):
    def __init__(self, at: str) -> None:
        super().__init__()
        self.at = at
        self.forms: list[_Form] = []
        self._outside: list[tuple[str, Attributes]] = []

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        self.enter(tag)
        found = dict(attrs)
        if tag == "form":
            posts = (found.get("method") or "").lower() == "post"
            self.forms.append(_Form(urljoin(self.at, found.get("action") or ""), posts, found.get("id") or "", folded_in=tuple(self.folds)))
        elif tag in ("input", "textarea", "select") and (name := found.get("name")):
            for form in self.forms:
                if (form.element_id and form.element_id == found.get("form")) or (
                    "form" not in found and self.inside is not None and form is self.forms[self.inside]
                ):
                    form.names.add(name)
                    if found.get("type") == "hidden" and name not in _NOT_WORDS:
                        form.hidden.add((name, found.get("value") or ""))

    def handle_endtag(self, tag: str) -> None:
        self.leave(tag)


class _Filler(_Walker):
    """Writes the page again. Controls of one name take their values in the order of the form; boxes and choices by their value."""

    def __init__(self, number: int, form: _Form, words: Iterable[Sequence[str]]) -> None:
        super().__init__()
        self.number, self.form = number, form
        self.values: dict[str, list[str]] = defaultdict(list)
        for name, value in words:
            self.values[name].append(value)
        self.taken: dict[str, int] = defaultdict(int)
        self.out: list[str] = []
        self._chosen: set[str] | None = None  # inside a select that is filled: what is chosen
        self._skipping = False  # inside a textarea that was filled

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        self.enter(tag)
        found = dict(attrs)
        if tag == "details" and self.details_number in self.form.folded_in and "open" not in found:
            self.out.append(_tag(tag, [*attrs, ("open", None)]))
        elif tag == "option" and self._chosen is not None and "value" in found:
            self.out.append(_tag(tag, _marked(attrs, "selected", marked=(found["value"] or "") in self._chosen)))
        elif self._is_ours(found):
            self._fill(tag, attrs, found)
        else:
            self._as_it_was()

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self.leave(tag)
        if tag == "select":
            self._chosen = None
        if tag == "textarea":
            self._skipping = False
        self.out.append(f"</{tag}>")

    def _is_ours(self, found: dict[str, str | None]) -> bool:
        if "disabled" in found or not found.get("name") or found["name"] in _NOT_WORDS:
            return False
        return found["form"] == self.form.element_id if "form" in found else self.inside == self.number

    def _fill(self, tag: str, attrs: Attributes, found: dict[str, str | None]) -> None:
        name, kind = found["name"] or "", (found.get("type") or "text").lower()
        if tag == "input" and kind in _TICKED:
            ticked = (found.get("value") or "on") in self.values.get(name, ())
            self.out.append(_tag(tag, _marked(attrs, "checked", marked=ticked)))
            return
        value = self._next(name) if tag != "input" or kind not in _UNTOUCHED else None
        if value is None:
            self._as_it_was()
        elif tag == "input":
            self.out.append(_tag(tag, [*((key, text) for key, text in attrs if key != "value"), ("value", value)]))
        elif tag == "textarea":
            self._as_it_was()
            self.out.append("\n" + escape(value))
            self._skipping = True
        elif tag == "select":
            self._as_it_was()
            self._chosen = set(self.values[name]) if "multiple" in found else {value}
        else:
            self._as_it_was()

    def _next(self, name: str) -> str | None:
        """The value of the next control of this name, None where the form sent fewer."""
        values, place = self.values.get(name, []), self.taken[name]
        self.taken[name] += 1
        return values[place] if place < len(values) else None

    def _as_it_was(self) -> None:
        self.out.append(self.get_starttag_text() or "")

    def handle_data(self, data: str) -> None:
        if not self._skipping:
            self.out.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self.out.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.out.append(f"<!{decl}>")


def _marked(attrs: Attributes, mark: str, *, marked: bool) -> Attributes:
    others: Attributes = [(key, value) for key, value in attrs if key != mark]
    return [*others, (mark, None)] if marked else others


def _tag(tag: str, attrs: Attributes) -> str:
    written = (f" {key}" if value is None else f' {key}="{escape(value)}"' for key, value in attrs)
    return f"<{tag}{''.join(written)}>"
