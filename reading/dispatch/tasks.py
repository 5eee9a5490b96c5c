"""Tables of tasks ("STT | Nội dung | Chủ trì | Phối hợp | Thời hạn"): which tables are one, and their rows as points."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from common.text import match_key
from reading.dispatch.outline import Node, Outline, Segment, TaskCells
from reading.dispatch.proposal import Source
from reading.files.content import Line
from reading.files.labels import DASH, Label, read_label, roman_value

_COLUMNS = (
    ("number", re.compile(r"^(?:stt|tt|số tt|số thứ tự|số)$")),
    ("coordinating", re.compile(r"phối hợp")),
    ("due", re.compile(r"thời hạn|thời gian|tiến độ|hạn hoàn thành|ngày hoàn thành|hoàn thành")),
    (
        "lead",
        re.compile(r"chủ trì|chịu trách nhiệm|phụ trách|xử lý|(?:đơn vị|cơ quan|bộ phận|người)(?: được giao)? thực hiện|đầu mối|được giao"),
    ),
    ("task", re.compile(r"nội dung|nhiệm vụ|công việc|hoạt động|yêu cầu|kiến nghị|đề xuất|giải pháp|việc cần")),
)
_BEGIN = re.compile(r"^(?!.*(?:kết thúc|\bđến\b)).*(?:bắt đầu|khởi công|giao việc|ngày giao|\btừ ngày|\btừ tháng)")
_NOT_TASKS = re.compile(r"phí, lệ phí|căn cứ pháp lý|thời hạn giải quyết|họ và tên|điểm số")
_ROW_NUMBER = re.compile(r"^(\d{1,3}(?:\.\d{1,3})*)\s*[.)]?$")
_ROW_LETTER = re.compile(r"^([IVXLC]+|[A-ZĐ]|[a-zđ])\s*[.)]?$")
_COUNTING = re.compile(r"^\(?\d{1,2}\)?$")
_TOTAL = re.compile(r"^(?:tổng|cộng|tổng cộng|ghi chú)\b")


@dataclass
class TaskTable:
    """The lines of one table, by row and column; ``spans`` is how many columns a cell covers, ``above`` holds the lines of a cell that goes
    on over further rows, by these rows.
    """

    number: int
    cells: dict[int, dict[int, list[Line]]] = field(default_factory=lambda: defaultdict(dict))
    spans: dict[tuple[int, int], int] = field(default_factory=dict)
    above: dict[tuple[int, int], list[Line]] = field(default_factory=dict)

    def text(self, row: int, column: int) -> str:
        return " ".join(line.text for line in self.cells[row].get(column, []))

    def held(self, row: int, column: int) -> list[Line]:
        """The lines of a cell, also of one that began in a row above."""
        return self.cells[row].get(column) or self.above.get((row, column), [])


def grids(lines: list[Line]) -> dict[int, TaskTable]:
    """The tables among the lines, by number."""
    found: dict[int, TaskTable] = {}
    for line in lines:
        if line.cell is not None:
            grid = found.setdefault(line.cell.table, TaskTable(line.cell.table))
            grid.cells[line.cell.row].setdefault(line.cell.column, []).append(line)
            grid.spans[line.cell.row, line.cell.column] = line.cell.span
            for below in range(1, line.cell.rows):
                grid.above.setdefault((line.cell.row + below, line.cell.column), []).append(line)
    return found


def columns_of(grid: TaskTable) -> tuple[int, dict[str, int]] | None:
    """The last heading row of a task table and the column of each field; ``None`` when the table holds no tasks."""
    for first in sorted(grid.cells)[:3]:
        row, titles = _titles(grid, first)
        if any(_NOT_TASKS.search(title) for title in titles.values()):
            return None
        fields: dict[str, list[int]] = defaultdict(list)
        for column, title in sorted(titles.items()):
            name = next((name for name, pattern in _COLUMNS if pattern.search(title) and len(title) < 80), None)
            if name is not None and not (name == "due" and _BEGIN.search(title)):  # where a task begins is no time of its end
                fields[name].append(column)
        if fields["task"] and (fields["lead"] or fields["due"] or fields["coordinating"]) and len(titles) > 2:
            longest = max(fields["task"], key=lambda column: sum(len(grid.text(below, column)) for below in grid.cells if below > row))
            return row, {name: longest if name == "task" else found[0] for name, found in fields.items() if found}
    return None


def _titles(grid: TaskTable, row: int) -> tuple[int, dict[int, str]]:
    """The titles of a heading, by column; a second row below wide titles ("Phân công": "Chủ trì") counts with them."""
    titles = {column: match_key(grid.text(row, column)) for column in grid.cells[row]}
    below = {column: text for column in grid.cells.get(row + 1, {}) if (text := match_key(grid.text(row + 1, column)))}
    wide = {column: column + grid.spans[row, column] for column in titles if grid.spans[row, column] > 1}
    above = {column: next((top for top, end in wide.items() if top <= column < end), None) for column in below}
    if not below or None in above.values():
        return row, titles
    single = {column: title for column, title in titles.items() if column not in above.values()}
    return row + 1, {**single, **{column: f"{titles[top]} {below[column]}" for column, top in above.items() if top is not None}}


def add_rows(outline: Outline, grid: TaskTable, heading: int, columns: dict[str, int]) -> list[Node]:
    """Append one point a row below the outline's current point."""
    added: list[Node] = []
    parent = outline.current
    row_node: Node | None = None
    titles = {column: match_key(grid.text(heading, column)) for column in grid.cells[heading]}
    for row in sorted(number for number in grid.cells if number > heading):
        texts = {column: grid.text(row, column) for column in grid.cells[row] if grid.text(row, column)}
        keys = [match_key(text) for text in texts.values()]
        if (
            not texts
            or all(_COUNTING.match(key) for key in keys)
            or _TOTAL.match(keys[0])
            or {match_key(text) for text in texts.values()} <= set(titles.values())
        ):
            continue
        number = texts.get(columns.get("number", 0), "")
        group = _group(grid, row, texts, columns)
        if group is not None:
            label, lines, offset = group
            row_node = outline.open(
                label, lines[0].text[offset:], lines[0].paragraph, lines[0].start + offset, Source(table=grid.number, row=row)
            )
            _append(row_node, lines[1:])
        elif "number" in columns and not number and row_node is not None:
            _append(row_node, grid.cells[row].get(columns["task"], []))
            continue
        else:
            label_ = _row_label(number) or Label(str(len(added) + 1), (str(len(added) + 1),), "row", 0)
            lines = grid.cells[row].get(columns["task"], [])
            first = lines[0] if lines else next(iter(grid.cells[row].values()))[0]
            cut = dash.end() if lines and (dash := DASH.match(first.text)) else 0
            row_node = outline.open(
                label_, first.text[cut:] if lines else "", first.paragraph, first.start + cut, Source(table=grid.number, row=row)
            )
            _append(row_node, lines[1:])
            row_node.cells = TaskCells(*(_segments(grid.held(row, columns.get(name, 0))) for name in ("lead", "coordinating", "due")))
        added.append(row_node)
    outline.close_rows(parent)
    return added


def _append(node: Node, lines: list[Line]) -> None:
    for line in lines:
        Outline.append(node, line)


def _segments(lines: list[Line]) -> list[Segment]:
    return [Segment("plain", line.text, line.paragraph, line.start) for line in lines]


def _row_label(text: str) -> Label | None:
    if found := _ROW_NUMBER.match(text):
        parts = tuple(found[1].split("."))
        return Label(text, parts, "row" if len(parts) == 1 else f"row {len(parts)}", len(text))
    if found := _ROW_LETTER.match(text):
        style = "row roman" if roman_value(found[1]) else "row upper" if found[1].isupper() else "row lower"
        return Label(text, (found[1],), style, len(text))
    return None


def _group(grid: TaskTable, row: int, texts: dict[int, str], columns: dict[str, int]) -> tuple[Label, list[Line], int] | None:
    """A group row: one cell alone that begins with its label, or a Roman number or capital beside a title and nothing else."""
    if len(texts) == 1:
        column = next(iter(texts))
        label = read_label(texts[column])
        if label is not None and label.style in ("roman", "upper", "number", "chapter phần"):
            style = {"roman": "row roman", "upper": "row upper"}.get(label.style, "row group")
            return Label(label.printed, label.parts, style, label.length), grid.cells[row][column], label.length
        return None
    number = texts.get(columns.get("number", 0), "")
    others = [column for column in texts if column != columns.get("number")]
    label = _row_label(number)
    if label is not None and label.style in ("row roman", "row upper") and len(others) == 1:
        return label, grid.cells[row][others[0]], 0
    return None
