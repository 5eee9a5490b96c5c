"""The item list as a workbook: the rows that the list shows, one after the other, whatever their number.

Rows come from a server-side cursor and go to a temporary file at once: memory does not grow with them. Text stays text: what people
typed never becomes a formula.
"""

import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import IO, Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import OuterRef, Subquery, Value
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from common import clock
from common.formats import vn_date, vn_num
from common.vocabulary import item_state
from directives.forms.item_filter import ItemFilter
from directives.models import Directive, Evidence, Item
from directives.models.item import item_code
from directives.presenters.evidence_words import files_words
from directives.presenters.item_choices import condition_labels, read_choices
from directives.querysets import ItemQuerySet
from directives.scope import read_scope
from directives.workflow import ItemStatus
from units.models import Unit, User

TITLE = "Nội dung khắc phục"
HEADER_ROW = 5
COLUMNS: tuple[tuple[str, float], ...] = (
    ("Mã", 9),
    ("Nội dung khắc phục", 52),
    ("Hạn chế", 40),
    ("Nguyên nhân", 30),
    ("Yêu cầu khắc phục", 34),
    ("Ghi chú của phụ lục", 24),
    ("Văn bản", 26),
    ("Điểm", 8),
    ("Nhóm yêu cầu", 22),
    ("Chủ trì", 26),
    ("Thực hiện", 26),
    ("Nơi được kiểm tra", 26),
    ("Phối hợp", 34),
    ("Tình trạng", 17),
    ("Tiến độ (%)", 9),
    ("Hạn", 12),
    ("Nguồn của hạn", 16),
    ("Dự kiến xong", 12),
    ("Kết quả đã làm được", 44),
    ("Minh chứng", 30),
    ("Ngày báo xong", 12),
    ("Ngày xác nhận", 12),
)
_DATE_FORMAT = "dd/mm/yyyy"
_CHUNK = 2000
_A4 = 9
_MAX_TEXT = 32_767
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "#")  # "#N/A" would become an error value
_DUE_SOURCES = dict(Item.DueSource.choices)
_FIELDS = (
    "number",
    "title",
    "finding__text",
    "finding__cause",
    "finding__remedy",
    "finding__note",
    "directive__number",
    "directive__symbol",
    "directive__issued_on",
    "directive__issued_year",
    "point__key",
    "group__name",
    "accountable__name",
    "responsible__name",
    "site__name",
    "partners",
    "coordinating_text",
    "status",
    "back_reason",
    "is_blocked",
    "percent",
    "due_on",
    "due_source",
    "expected_on",
    "progress_note",
    "moments",
    "claimed_on",
    "verified_at",
)


class _Sheet:
    """A write-only sheet with one reused cell for each special kind of value; plain text and numbers go in as they are."""

    def __init__(self, sheet: WriteOnlyWorksheet) -> None:
        self.sheet = sheet
        self._text = WriteOnlyCell(sheet)
        self._text.quotePrefix = True  # so that editing the cell in Excel keeps it text
        self._dates = [self._date_cell() for _ in range(4)]

    def _date_cell(self) -> Any:
        cell = WriteOnlyCell(self.sheet)
        cell.number_format = _DATE_FORMAT
        return cell

    def text(self, value: str | None) -> Any:
        """Text as text: "=1+1", "- chưa làm", "#N/A" stay what was typed. Ordinary words, nearly all cells, take the short way."""
        if not value:
            return None
        if value[0] not in _FORMULA_STARTS and len(value) <= _MAX_TEXT and value.isprintable():
            return value
        value = ILLEGAL_CHARACTERS_RE.sub("", value)[:_MAX_TEXT]
        if not value.startswith(_FORMULA_STARTS):
            return value
        cell = WriteOnlyCell(self.sheet)
        cell._style = self._text._style
        cell._value, cell.data_type = value, "s"
        return cell

    def day(self, value: date | None, slot: int) -> Any:
        """A real date; ``slot`` tells the date columns of a row apart, since the cells are reused from row to row."""
        if value is None:
            return None
        self._dates[slot].value = value
        return self._dates[slot]


def export_items(user: User, params: Any) -> IO[bytes]:
    """A temporary file, at its start, with the rows that the list shows for these conditions. The caller closes it."""
    wanted = ItemFilter.read(params, read_scope(user, params))
    found = wanted.narrow(Item.objects.visible_to(user))
    labels = condition_labels(wanted, read_choices(user, wanted.scope), found.as_rows()[:1])
    ordered = found.order_by("due_key", "id") if wanted.order == "due" else found.order_by("number")
    return write_items(ordered, conditions=list(labels.values()), count=found.count(), today=clock.today())


def write_items(items: ItemQuerySet, *, conditions: Sequence[str], count: int, today: date) -> IO[bytes]:
    """``items`` in their order. ``count`` is for the title line."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(TITLE)
    _lay_out(sheet)
    writer = _Sheet(sheet)
    _write_title(sheet, conditions, count, today)
    last = HEADER_ROW
    for values in _rows(items):
        sheet.append(_cells(writer, values))
        last += 1
    sheet.auto_filter.ref = f"A{HEADER_ROW}:{get_column_letter(len(COLUMNS))}{last}"
    target = tempfile.TemporaryFile(prefix="portal-export-")  # noqa: SIM115 - the answer closes it
    workbook.save(target)
    target.seek(0)
    return target


def _rows(items: ItemQuerySet) -> Iterator[tuple[Any, ...]]:
    units = (
        Unit.objects.filter(items_coordinating=OuterRef("pk"))
        .order_by()
        .values(shared=Value(1))
        .annotate(names=StringAgg("name", "; ", order_by="sort_key"))
        .values("names")
    )
    files = (
        Evidence.objects.standing()
        .filter(item=OuterRef("pk"))
        .order_by()
        .values(shared=Value(1))
        .annotate(moments=StringAgg("moment", ","))
        .values("moments")
    )
    rows = items.with_flags().annotate(partners=Subquery(units), moments=Subquery(files)).select_related(None)
    yield from rows.values_list(*_FIELDS).iterator(chunk_size=_CHUNK)


def _cells(writer: _Sheet, values: tuple[Any, ...]) -> list[Any]:
    """One row, in the order of ``COLUMNS``; ``values`` in the order of ``_FIELDS``."""
    (number, title, finding, cause, remedy, remark, no, symbol, issued_on, issued_year, point, group, accountable, responsible, site,
     partners, partners_text, status, back_reason, blocked, percent, due_on, due_source, expected_on, note, moments, claimed_on,
     verified_at) = values  # fmt: skip
    text = writer.text
    return [
        item_code(number),
        text(title),
        text(finding),
        text(cause),
        text(remedy),
        text(remark),
        text(_reference(no, symbol, issued_on, issued_year)),
        text(point),
        text(group),
        text(accountable),
        text(responsible),
        text(site),
        text("; ".join(filter(None, (partners, partners_text)))),
        _state(status, status == ItemStatus.DOING and back_reason != "", blocked),
        percent,
        writer.day(due_on, 0),
        _DUE_SOURCES[due_source],
        writer.day(expected_on, 1),
        text(note),
        _files(moments),
        writer.day(claimed_on, 2),
        writer.day(clock.localize(verified_at).date() if verified_at else None, 3),
    ]


@lru_cache(maxsize=256)
def _files(moments: str | None) -> str | None:
    return files_words(moments.split(",")) if moments else None


@cache
def _state(status: str, returned: bool, blocked: bool) -> str:
    return item_state(status, returned=returned, blocked=blocked).label


@lru_cache(maxsize=256)
def _reference(number: str | None, symbol: str, issued_on: date | None, issued_year: int | None) -> str:
    return Directive(number=number, symbol=symbol, issued_on=issued_on, issued_year=issued_year).reference


def _lay_out(sheet: WriteOnlyWorksheet) -> None:
    """What openpyxl writes before the rows: widths, frozen header, one page wide in print."""
    for position, (_, width) in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(position)].width = width
    sheet.freeze_panes = f"C{HEADER_ROW + 1}"
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _write_title(sheet: WriteOnlyWorksheet, conditions: Sequence[str], count: int, today: date) -> None:
    title = WriteOnlyCell(sheet, TITLE)
    title.font = Font(bold=True, size=14)
    sheet.append([title])
    sheet.append([_plain(sheet, f"Điều kiện lọc: {'; '.join(conditions) if conditions else 'không có'}")])
    sheet.append([_plain(sheet, f"{vn_num(count)} nội dung, lấy ngày {vn_date(today)}")])
    sheet.append([])
    header = []
    for label, _ in COLUMNS:
        cell = WriteOnlyCell(sheet, label)
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        cell.fill = PatternFill("solid", fgColor="E3EEF1")
        cell.border = Border(bottom=Side("thin"))
        header.append(cell)
    sheet.append(header)


def _plain(sheet: WriteOnlyWorksheet, words: str) -> Any:
    cell = WriteOnlyCell(sheet)
    cell._value, cell.data_type = ILLEGAL_CHARACTERS_RE.sub("", words)[:_MAX_TEXT], "s"
    return cell
