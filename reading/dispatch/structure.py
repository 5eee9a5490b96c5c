"""The parts of a dispatch: heading, addressees, preamble, points, closing, recipients, signature, annexes.

Nothing is understood here but form: which paragraph plays which part, and the tree of labels. Units and dates are read by
``addressing`` and ``assignment``.
"""

import re
from dataclasses import dataclass, field

from reading.dispatch.annexes import add_annex, add_lines, split_annexes
from reading.dispatch.casing import Casing
from reading.dispatch.ending import Ending, ListEntry, read_ending, trimmed
from reading.dispatch.header import RULE, TO, Header, read_header
from reading.dispatch.outline import Node, Outline, Segment
from reading.dispatch.proposal import ParagraphRole, ParagraphText, Source
from reading.dispatch.tasks import TaskTable, columns_of, grids
from reading.files.content import Document, Line
from reading.files.labels import CAPITALS, DASH, Label, read_label
from reading.vocabulary import either
from reading.vocabulary.endings import CLOSINGS

_WIRE = re.compile(r"^[^\W\d_][^:]{1,80}\bđiện\s*:\s*$")
_CLOSING = re.compile(rf"(?:{either(CLOSINGS)})(?!\w)", re.X | re.S)
_CITES = re.compile(r"^(?:Căn cứ|Qua|Xét|Thực hiện|Theo|Để|Nhằm|Thời gian qua|Tuy nhiên|Trên cơ sở|Liên quan|Ngày \d)\b")
_ISSUER_SPEAKS = re.compile(r"(?:yêu cầu|chỉ đạo|đề nghị|có ý kiến(?: chỉ đạo)?|thông báo|kết luận|như sau|sau đây|sau)\s*:\s*$", re.I)
_GIVES = re.compile(
    rf"\b(?:giao|đề nghị|yêu cầu)\s+(?:cho\s+|đồng chí\s+)?(?:[{CAPITALS}]|các\b)|\bchủ trì\b|\bcó trách nhiệm\b"
    r"|\bphối hợp với\b|^(?:Giao|Đề nghị|Yêu cầu)\b"
)


_LONGEST_HEADING = 8  # words


@dataclass
class Structure:
    """The form of one dispatch."""

    header: Header
    addressees: list[ListEntry]
    nodes: list[Node]
    tail: list[Segment]
    closing: list[Segment]
    ending: Ending
    paragraphs: list[ParagraphText]
    disorder: list[str] = field(default_factory=list)
    unlabelled: bool = False


def read_structure(document: Document) -> Structure:
    """Part a document. ``nodes`` is empty where it holds no point at all."""
    lines = document.lines
    header = read_header(lines, Casing([line.text for line in lines]))
    addressees, begin = _read_addressees(lines, header.end)
    ending = read_ending(lines, begin)
    tables = grids(lines)
    body = lines[begin : ending.start]
    first = next((index for index, line in enumerate(body) if _opens(line, tables)), None)
    roles: dict[int, tuple[ParagraphRole, str | None]] = {}
    outline = Outline()
    closing: list[Segment] = []
    tail: list[Segment] = []
    if first is not None:
        labelled, closing_lines = _part_closing(body[first:])
        owners = add_lines(outline, labelled, tables)
        closing = [_segment(line) for line in closing_lines]
        tail = _tail(outline)
    else:
        owners, closing = _unlabelled(outline, body)
    nodes, disorder = list(outline.nodes), list(outline.disorder)
    unlabelled = bool(nodes) and first is None
    annexes = split_annexes(lines[ending.end :])
    for number, annex in enumerate(annexes, start=1):
        part = add_annex(annex, "PL" if len(annexes) == 1 else f"PL{number}", tables)
        nodes += part.nodes
        disorder += part.disorder
        for node in part.nodes:
            owners.update({segment.paragraph: node.key for segment in node.segments})
    for line in body:
        roles.setdefault(line.paragraph, ("preamble", None))
    _set_roles(roles, header, lines, addressees, ending, closing, owners, begin)
    paragraphs = [
        ParagraphText(number, text, *roles.get(number, ("preamble", None))) for number, text in enumerate(document.paragraphs, start=1)
    ]
    return Structure(header, addressees, nodes, tail, closing, ending, paragraphs, disorder, unlabelled)


def _opens(line: Line, tables: dict[int, TaskTable]) -> bool:
    if line.cell is not None:
        return columns_of(tables[line.cell.table]) is not None
    return read_label(line.text) is not None


def _segment(line: Line) -> Segment:
    return Segment("plain", line.text, line.paragraph, line.start)


def _read_addressees(lines: list[Line], begin: int) -> tuple[list[ListEntry], int]:
    """The "Kính gửi" list (in a công điện what follows "… điện:"), and the index behind it."""
    index = begin
    while index < min(len(lines), begin + 3) and not (TO.match(lines[index].text) or _WIRE.match(lines[index].text)):
        if read_label(lines[index].text) is not None or len(lines[index].text) > 150:
            return [], begin
        index += 1
    if index >= len(lines) or not (TO.match(lines[index].text) or _WIRE.match(lines[index].text)):
        return [], begin
    start = lines[index]
    items: list[ListEntry] = []
    rest = TO.sub("", start.text) if TO.match(start.text) else ""
    items += [ListEntry(part, [start]) for part in _inline(rest)]
    index += 1
    while index < len(lines):
        line = lines[index]
        dash = DASH.match(line.text)
        same_table = start.cell is not None and line.cell is not None and line.cell.table == start.cell.table
        before = items[-1].text.rstrip() if items else ""
        if dash:
            items.append(ListEntry(line.text[dash.end() :], [line]))
        elif items and (same_table or before.endswith(",") or (line.soft and not before.endswith((".", ";"))) or line.text[:1].islower()):
            items[-1].text += f" {line.text}"
            items[-1].lines.append(line)
        elif _starts_item(line, items, same_table=same_table):
            items.append(ListEntry(line.text, [line]))
        else:
            break
        index += 1
    for item in items:
        item.text = trimmed(item.text)
    return [item for item in items if item.text], index


def _inline(text: str) -> list[str]:
    """Bodies beside "Kính gửi:" itself: one, or several parted by dashes or by semicolons before a further body."""
    parts = re.split(
        r"(?:^|(?<=[;,.]))\s*[-–]\s+|;\s*(?=(?:UBND|[ỦU][yỷ] ban|Sở|Các|Bưu điện|Văn phòng|Ban|Công an|Chủ tịch|Giám đốc"
        r"|Trung tâm|Phòng)\b)",
        text,
    )
    return [part.strip() for part in parts if part.strip()]


def _starts_item(line: Line, items: list[ListEntry], *, same_table: bool) -> bool:
    """A body on a line without a dash: the first one, or one more in a list that has no dashes."""
    if not items:
        return same_table or (
            len(line.text) < 300 and read_label(line.text) is None and not _CITES.match(line.text) and not line.text.endswith(":")
        )
    dashed = DASH.match(items[-1].lines[0].text) is not None
    return not dashed and items[-1].text.rstrip().endswith(";") and len(line.text) < 300


def _part_closing(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """The last unlabelled paragraph closes the dispatch whatever it begins with; paragraphs before it only where they sound like it."""
    end = len(lines)
    while end > 1 and RULE.match(lines[end - 1].text):
        end -= 1
    plain = end
    while plain > 1 and _is_plain(lines[plain - 1]):
        plain -= 1
    if _heads_alone(lines[plain - 1]):
        plain += 1
    starts = [index for index in range(plain, end) if not lines[index].soft]
    if not starts:
        return lines, []
    cut = starts[-1]
    for index in reversed(starts[:-1]):
        if (
            not _CLOSING.match(lines[index].text)
            or not lines[cut].text.rstrip().endswith(("./.", ".", "!"))
            or not _speaks_to_all(lines[index].text)
        ):
            break
        cut = index
    return lines[:cut], lines[cut:]


def _heads_alone(line: Line) -> bool:
    """A heading alone on its line ("Điều 8. Trách nhiệm thi hành"): the paragraph below it is its text."""
    label = read_label(line.text)
    if label is None:
        return False
    words = line.text[label.length :]
    return not words.endswith((".", ";", ":", ",", "!")) and (label.style in ("article", "roman") or len(words.split()) <= _LONGEST_HEADING)


def _speaks_to_all(text: str) -> bool:
    return re.search(r"\b(?:các|thủ trưởng|lãnh đạo)\b|^(?:Nếu|Trong quá trình|Quá trình|Trên đây|Nhận được)\b", text, re.I) is not None


def _is_plain(line: Line) -> bool:
    return line.cell is None and (line.soft or read_label(line.text) is None) and DASH.match(line.text) is None


def _tail(outline: Outline) -> list[Segment]:
    """Unlabelled paragraphs below the last point: one of them may set a time for all points."""
    last = outline.nodes[-1] if outline.nodes else None
    if last is None or last.cells is not None:
        return []
    return [segment for segment in last.segments[1:] if segment.kind == "plain"]


def _unlabelled(outline: Outline, body: list[Line]) -> tuple[dict[int, str], list[Segment]]:
    """A dispatch whose tasks bear no label: one point a task paragraph, keys 1, 2 … in order."""
    lines = [line for line in body if line.cell is None and not RULE.match(line.text)]
    begin = next((index + 1 for index, line in enumerate(lines) if _leads_in(lines, index)), 0)
    tasks, closing = _part_closing(lines[begin:]) if len(lines) - begin > 1 else (lines[begin:], [])
    owners: dict[int, str] = {}
    inside = listing = False
    for line in tasks:
        dashed = DASH.match(line.text) is not None
        listing = (listing and dashed) or (inside and dashed and outline.nodes[-1].text.rstrip().endswith(":"))
        if line.soft or listing:
            if inside:
                outline.append(outline.nodes[-1], line)
                owners[line.paragraph] = outline.nodes[-1].key
            continue
        inside = _is_task(line.text)
        if inside:
            number = str(len(outline.nodes) + 1)
            dash = DASH.match(line.text)
            cut = dash.end() if dash else 0
            node = outline.open(
                Label("", (number,), "number", 0), line.text[cut:], line.paragraph, line.start + cut, Source(paragraph=line.paragraph)
            )
            owners[line.paragraph] = node.key
    return owners, [_segment(line) for line in closing]


def _leads_in(lines: list[Line], index: int) -> bool:
    """The paragraph with which the issuer begins to speak: "… có ý kiến chỉ đạo như sau:"."""
    text = lines[index].text
    return _ISSUER_SPEAKS.search(text) is not None and not re.match(r"^(?:Giao|Đề nghị|Yêu cầu)\b", text)


def _is_task(text: str) -> bool:
    """Whether an unlabelled paragraph gives work: it names who does what, and is no reasoning."""
    if DASH.match(text):
        return True
    if _CITES.match(text):
        return re.search(r"\b(?:giao|đề nghị|yêu cầu)\s+(?:UBND|[ỦU][yỷ] ban|Sở|Bưu điện|Văn phòng|Phòng|các)\b", text, re.I) is not None
    return _GIVES.search(text) is not None


def _set_roles(
    roles: dict[int, tuple[ParagraphRole, str | None]],
    header: Header,
    lines: list[Line],
    addressees: list[ListEntry],
    ending: Ending,
    closing: list[Segment],
    owners: dict[int, str],
    begin: int,
) -> None:
    for line in lines[:begin]:
        roles[line.paragraph] = ("header", None) if line in lines[: header.end] else ("addressees", None)
    for line in header.spots.get("issued_text", []):
        roles[line.paragraph] = ("date", None)
    for item in addressees:
        roles.update({line.paragraph: ("addressees", None) for line in item.lines})
    roles.update({number: ("point", key) for number, key in owners.items()})
    roles.update({segment.paragraph: ("closing", None) for segment in closing})
    roles.update({line.paragraph: ("recipients", None) for line in ending.recipient_lines})
    roles.update({line.paragraph: ("signature", None) for line in ending.signature.lines})
