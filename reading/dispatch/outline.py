"""The tree of numbered points: which label opens which level, what each point is called, and which paragraphs belong to it."""

from dataclasses import dataclass, field
from typing import Literal

from reading.dispatch.proposal import Source
from reading.files.content import Line
from reading.files.labels import DASH, Label, as_letter, follows, read_label
from reading.files.wrapping import runs_on

SegmentKind = Literal["head", "plain", "dash"]


@dataclass
class Segment:
    """A paragraph (or the piece of one behind a hand-set line break) of a point. ``start`` is its place in the paragraph's text."""

    kind: SegmentKind
    text: str
    paragraph: int
    start: int


@dataclass
class TaskCells:
    """What the row of a task table says beside the task itself."""

    lead: list[Segment] = field(default_factory=list)
    coordinating: list[Segment] = field(default_factory=list)
    due: list[Segment] = field(default_factory=list)


@dataclass
class Node:
    """A point before its units and dates are read."""

    key: str
    parent: "Node | None"
    label: str
    style: str
    parts: tuple[str, ...]
    source: Source
    segments: list[Segment] = field(default_factory=list)
    cells: TaskCells | None = None

    @property
    def text(self) -> str:
        return " ".join(segment.text for segment in self.segments if segment.text)

    @property
    def head(self) -> Segment | None:
        """The words beside the label itself."""
        return self.segments[0] if self.segments and self.segments[0].kind == "head" else None


@dataclass
class Outline:
    """Grows while the lines of a body or an annex are added. ``disorder`` collects the keys whose label does not follow the one before."""

    root: Node | None = None
    nodes: list[Node] = field(default_factory=list)
    disorder: list[str] = field(default_factory=list)
    _stack: list[Node] = field(default_factory=list)
    _last: dict[str, str] = field(default_factory=dict)
    _siblings: dict[tuple[str, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.root is not None:
            self._stack.append(self.root)

    @property
    def current(self) -> Node | None:
        return self._stack[-1] if self._stack else None

    def add(self, line: Line) -> Node | None:
        """One line of running text; returns the point that it went to, ``None`` for a line before the first point."""
        label = read_label(line.text)
        if label is not None and not self._runs_on(line, label):
            return self.open(label, line.text[label.length :], line.paragraph, line.start + label.length, Source(paragraph=line.paragraph))
        if self.current is None or self.current is self.root:
            return None
        self.append(self.current, line)
        return self.current

    def _runs_on(self, line: Line, label: Label) -> bool:
        """The sentence above goes on, whatever this line begins with."""
        if self.current is None:
            return line.soft and label.style == "lower"
        return bool(self.current.segments) and runs_on(self.current.segments[-1].text, line.text)

    @staticmethod
    def append(node: Node, line: Line) -> None:
        """A dash line, an unlabelled paragraph, or the rest of the paragraph above."""
        dash = DASH.match(line.text) is not None
        last = node.segments[-1] if node.segments else None
        if line.soft and not dash and last is not None and last.paragraph == line.paragraph:
            last.text += f" {line.text}"
        else:
            node.segments.append(Segment("dash" if dash else "plain", line.text, line.paragraph, line.start))

    def open(self, label: Label, text: str, paragraph: int, start: int, source: Source) -> Node:
        """Open the point of this label at the level that its style has."""
        if (
            label.style == "roman"
            and len(label.last) == 1
            and self._continues("upper", label.last)
            and not self._continues("roman", label.last)
        ):
            label = as_letter(label)
        parent, part = self._place(label)
        key = self._free_key(f"{parent.key}.{part}" if parent else part)
        node = Node(key, parent, label.printed, label.style, label.parts, source, [Segment("head", text, paragraph, start)])
        self._check_order(node, label)
        del self._stack[self._stack.index(parent) + 1 if parent else 0 :]
        self._stack.append(node)
        self.nodes.append(node)
        return node

    def close_rows(self, node: Node | None) -> None:
        """A table ends: what follows stands where the table stood."""
        del self._stack[self._stack.index(node) + 1 if node is not None and node in self._stack else 0 :]

    def _level(self, style: str) -> int | None:
        return next((index for index in reversed(range(len(self._stack))) if self._stack[index].style == style), None)

    def _continues(self, style: str, part: str) -> bool:
        level = self._level(style)
        return level is not None and follows(self._stack[level].parts[-1], part, style)

    def _place(self, label: Label) -> tuple[Node | None, str]:
        """The parent of a new point and the part that it adds to the key."""
        if len(label.parts) > 1:
            for node in reversed(self._stack):
                if self._numbers(node) == label.parts[:-1]:
                    return node, label.last
        part = ".".join(label.parts)
        level = self._level(label.style)
        if level is None:
            return self.current, part
        restarted = follows(None, label.last, label.style) and not follows(self._stack[level].parts[-1], label.last, label.style)
        if (
            restarted
            and level < len(self._stack) - 1
            and len(label.parts) == 1
            and not label.style.startswith(("roman", "article", "chapter", "row"))
        ):
            return self.current, part
        return (self._stack[level - 1] if level > 0 else None), part

    @staticmethod
    def _numbers(node: Node) -> tuple[str, ...] | None:
        """What a longer label repeats of its parent: "1" of "1.1", also under "Điều 1" or "a)" of "a.1"."""
        return node.parts if node.style.startswith(("number", "decimal", "article", "lower", "row")) else None

    def _free_key(self, key: str) -> str:
        """A label that is printed twice keeps both points apart."""
        taken = {node.key for node in self.nodes}
        if key not in taken:
            return key
        return next(f"{key}({count})" for count in range(2, len(taken) + 3) if f"{key}({count})" not in taken)

    def _check_order(self, node: Node, label: Label) -> None:
        place = (node.parent.key if node.parent else "", label.style)
        before = self._siblings.get(place)
        in_order = follows(before, label.last, label.style)
        if before is None and not in_order:  # numbers may run on across groups, articles across chapters
            in_order = follows(self._last.get(label.style), label.last, label.style)
        if label.style == "article" and label.last.isdigit() and (last := self._last.get("article", "0")).isdigit():
            in_order = int(label.last) == int(last) + 1
        if not in_order:
            self.disorder.append(node.key)
        self._siblings[place] = self._last[label.style] = label.last
