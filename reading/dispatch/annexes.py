"""What follows the signature: annexes, plans and regulations "ban hành kèm theo", each a point of its own with its points below it."""

import re

from reading.dispatch.header import KINDS, RULE
from reading.dispatch.outline import Node, Outline, Segment
from reading.dispatch.proposal import Source
from reading.dispatch.tasks import TaskTable, add_rows, columns_of
from reading.files.content import Line
from reading.files.labels import read_label

_ANNEX = re.compile(r"^PHỤ LỤC(?:\s+(?:SỐ\s*)?(?:\d{1,2}|[IVXLC]+|[A-Z]))?\s*(?:[.:\-–]\s*|$|\s+(?=[^\W\d_]{2}))", re.I)
_KIND_TITLE = re.compile(r"^(?:" + "|".join(KINDS) + r"|danh sách|danh mục|biểu mẫu|điều lệ|nội quy|mẫu số \S+)\b", re.I)
_ATTACHED = re.compile(r"\s*\(?\s*(?:Ban hành\s+)?k[èe]m theo\b.*$", re.I)
_HEADING = re.compile(r"^(?:CỘNG H[ÒO][AÀ]\b|Độc lập\s*-|[ỦU][YỶ] BAN NHÂN DÂN\b|UBND\b|TỈNH\b|HUYỆN\b|THÀNH PHỐ\b|SỞ\b|XÃ\b|PHƯỜNG\b)")


def split_annexes(lines: list[Line]) -> list[list[Line]]:
    """The lines of each annex, title lines first. Lines that belong to no annex (a stray page number) are left out."""
    starts = [index for index, line in enumerate(lines) if line.cell is None and _starts(lines, index)]
    if not starts:
        content = [line for line in lines if not RULE.match(line.text)]
        numbered = [line for line in content if read_label(line.text) is not None]
        return [content] if numbered or len({line.cell.row for line in content if line.cell}) > 2 else []
    return [lines[start:end] for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]


def _starts(lines: list[Line], index: int) -> bool:
    text = lines[index].text
    if found := _ANNEX.match(text):
        return found[0][:7].isupper() or (
            len(text) < 120 and (text.rstrip().endswith((".", ":")) or len(text.split()) < 5 or ":" in found[0])
        )
    if not (found := _KIND_TITLE.match(text)) or not found[0].isupper() or len(text) > 200:
        return False
    above = lines[index - 1].text if index else ""
    return (
        not _ANNEX.match(above)
        and not (above.isupper() and not _HEADING.match(above))
        and any(_ATTACHED.search(line.text) for line in lines[index : index + 6])
    )


def add_annex(lines: list[Line], key: str, tables: dict[int, TaskTable]) -> Outline:
    """The point ``key`` with the title of the annex as its text, and the points of the annex below it."""
    title, rest = _title(lines)
    source = Source(paragraph=(title or rest or lines)[0].paragraph)
    root = Node(key, None, "", "annex", (key,), source, _title_segments(title))
    outline = Outline(root=root, nodes=[root])
    add_lines(outline, rest, tables)
    return outline


def add_lines(outline: Outline, lines: list[Line], tables: dict[int, TaskTable]) -> dict[int, str]:
    """Lines of a body or an annex in order; a task table is read row by row, other tables lie outside the points.

    Returns the key of the point to which each paragraph went.
    """
    owners: dict[int, str] = {}
    done: set[int] = set()
    for line in lines:
        if line.cell is not None:
            table = line.cell.table
            if table not in done:
                done.add(table)
                if found := columns_of(tables[table]):
                    for node in add_rows(outline, tables[table], *found):
                        owners.update(dict.fromkeys(_paragraphs(tables[table], node), node.key))
            continue
        if RULE.match(line.text):
            continue
        if (node_ := outline.add(line)) is not None:
            owners[line.paragraph] = node_.key
    return owners


def _paragraphs(grid: TaskTable, node: Node) -> list[int]:
    return [line.paragraph for lines in grid.cells[node.source.row or 0].values() for line in lines]


def _title(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """The lines of the title ("KẾ HOẠCH / THỰC HIỆN CÔNG TÁC …"), and what comes behind it and "(Kèm theo …)"."""
    index = 0
    title: list[Line] = []
    while index < len(lines):
        line = lines[index]
        text = line.text
        if line.cell is not None or (read_label(text) is not None and not _ANNEX.match(text)):
            break
        if re.match(r"^\W*(?:Ban hành\s+)?k[èe]m theo\b", text, re.I):
            return title, lines[index + 1 :]
        if not RULE.match(text):
            if (
                title
                and not line.soft
                and not text.isupper()
                and not (line.centred and len(text) < 300)
                and not _ATTACHED.search(text)
                and not _only_annex_word(title)
            ):
                break
            title.append(line)
            if _ATTACHED.search(text):
                return title, lines[index + 1 :]
        index += 1
    return title, lines[index:]


def _only_annex_word(title: list[Line]) -> bool:
    """ "PHỤ LỤC" or "KẾ HOẠCH" alone: what it is about follows."""
    return len(title) == 1 and not _ANNEX.sub("", _KIND_TITLE.sub("", title[0].text)).strip()


def _title_segments(title: list[Line]) -> list[Segment]:
    segments: list[Segment] = []
    for line in title:
        found = _ANNEX.match(line.text)
        start = found.end() if found else 0
        text = _ATTACHED.sub("", line.text[start:]).strip()
        if text:
            segments.append(Segment("head", text, line.paragraph, line.start + start))
    return segments
