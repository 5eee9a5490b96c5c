"""The words of a dispatch as the proposal page shows them: paragraphs that play one part stand in one block, read words are marked."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from reading.dispatch.proposal import Mark, ParagraphText, Proposal

ROLE_WORDS = {"header": "", "date": "", "addressees": "Kính gửi", "recipients": "Nơi nhận", "signature": "Chữ ký", "closing": "Câu kết"}
ANCHORS = {
    "header": "phan-dau",
    "date": "ngay",
    "addressees": "kinh-gui",
    "preamble": "can-cu",
    "recipients": "noi-nhan",
    "signature": "ky",
}
EDITED = ("header", "date", "addressees", "recipients", "signature")  # parts that have values of their own, in the text or not


@dataclass(frozen=True)
class Segment:
    """A run of letters: ``kind`` is "" (plain), "label", "mk" (a value was taken) or "ask" (needs a look)."""

    kind: str
    text: str


@dataclass(frozen=True)
class Paragraph:
    number: int
    segments: Sequence[Segment]


@dataclass
class TextBlock:
    """Paragraphs of one part. ``first``: the first block of its part, beside which the values stand. ``within``: the paragraphs in which
    the words of a point stand beside those of others, as the lines of a paragraph do.
    """

    role: str
    point: str | None
    paragraphs: list[Paragraph] = field(default_factory=list)
    first: bool = True
    within: tuple[int, ...] = ()

    @property
    def title(self) -> str:
        """'Đoạn 8–11 · Kính gửi'"""
        own = [paragraph.number for paragraph in self.paragraphs]
        span = "Trong đoạn" if self.within and not own else "Đoạn"
        if numbers := own or self.within:
            span += f" {numbers[0]}" if len(numbers) == 1 else f" {numbers[0]}–{numbers[-1]}"
        else:
            span = "Người xem lại thêm" if self.role == "point" else "Không có trong văn bản"
        return " · ".join(filter(None, [span, ROLE_WORDS.get(self.role, "")]))


def text_blocks(proposal: Proposal) -> list[TextBlock]:
    """All paragraphs in reading order, heading and date at the front; parts that the text lacks and added points have empty blocks."""
    marks: dict[int, list[Mark]] = defaultdict(list)
    for mark in proposal.marks:
        marks[mark.paragraph].append(mark)
    labels = {point.key: point.label for point in proposal.points}
    heads: dict[str, list[ParagraphText]] = {"header": [], "date": []}
    body: list[ParagraphText] = []
    for part in proposal.paragraphs:
        heads.get(part.role, body).append(part)
    blocks = [TextBlock(role, None, [_paragraph(part, marks) for part in parts]) for role, parts in heads.items()]
    seen: set[tuple[str, str | None]] = set()
    for place, members in groupby(body, key=lambda part: (part.role, part.point)):
        block = TextBlock(*place, first=place not in seen)
        for part in members:
            label = labels.get(place[1] or "", "") if block.first and not block.paragraphs else ""
            block.paragraphs.append(_paragraph(part, marks, label))
        seen.add(place)
        blocks.append(block)
    return _completed(proposal, blocks)


def _paragraph(part: ParagraphText, marks: dict[int, list[Mark]], label: str = "") -> Paragraph:
    return Paragraph(part.number, segments(part.text, marks.get(part.number, []), label))


def segments(text: str, marks: Iterable[Mark], label: str = "") -> list[Segment]:
    """Where marks overlap, the one that needs a look wins. The printed label is bold whether the text holds it or Word had made it."""
    kinds = [""] * len(text)
    for mark in sorted(marks, key=lambda mark: mark.ask):
        for index in range(max(mark.start, 0), min(mark.end, len(text))):
            kinds[index] = "ask" if mark.ask else "mk"
    _bridge(text, kinds)
    held = label if label and text.startswith(label) else ""
    kinds[: len(held)] = ["label"] * len(held)
    found = [Segment("label", f"{label} ")] if label and not held else []
    for kind, letters in groupby(zip(kinds, text, strict=True), key=lambda pair: pair[0]):
        found.append(Segment(kind, "".join(letter for _, letter in letters)))
    return found


def _bridge(text: str, kinds: list[str]) -> None:
    """One mark over words that were read line by line: the blank between two marks of a kind belongs to them."""
    for index in range(1, len(text) - 1):
        if text[index] == " " and not kinds[index] and kinds[index - 1] == kinds[index + 1]:
            kinds[index] = kinds[index - 1]


def _completed(proposal: Proposal, blocks: list[TextBlock]) -> list[TextBlock]:
    for role in EDITED:
        if not any(block.role == role for block in blocks):
            blocks.insert(2 if role == "addressees" else len(blocks), TextBlock(role, None))
    there = {block.point for block in blocks if block.role == "point"}
    last = 3
    for point in proposal.points:
        if point.key not in there:
            blocks.insert(last, TextBlock("point", point.key, within=point.paragraphs))
        last = 1 + max(index for index, block in enumerate(blocks) if block.point == point.key)
    return blocks
