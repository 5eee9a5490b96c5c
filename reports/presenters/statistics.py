"""The document of ``statistics`` as a table for a person at a terminal."""

from datetime import date
from typing import Any

from common.formats import vn_date, vn_num
from common.vocabulary import due_soon_words
from directives.models import Directive
from directives.workflow import ItemStatus
from reports.dashboard import counted_states
from reports.workflow import ReportStatus
from units.models import Unit

_ITEMS = (
    ("total", "Tổng số"),
    *((status, ItemStatus(status).label) for status in counted_states()),
    ("overdue", "Trong đó quá hạn"),
    ("due_soon", "Trong đó {soon}"),
    ("no_due_date", "Trong đó không ghi hạn"),
    ("open_difficulty", "Trong đó đang vướng mắc"),
)
_TIMELINESS = (
    ("done_in_time", "Hoàn thành đúng hạn"),
    ("done_late", "Hoàn thành trễ hạn"),
    ("open_in_time", "Chưa xong, còn trong hạn"),
    ("open_overdue", "Chưa xong, đã quá hạn"),
)
_REPORTS = (
    ("expected", "Phải nộp"),
    ("not_started", "Chưa lập"),
    *ReportStatus.choices,
    ("in_time", "Nộp đúng hạn"),
    ("late", "Nộp trễ hoặc quá hạn chưa nộp"),
)
REPORT_WORDS = dict(_REPORTS)


def as_text(found: dict[str, Any], directive: Directive | None) -> str:
    """Four blocks: items, time, reports, units. Without a directive the figures are those of all that are followed."""
    on = vn_date(date.fromisoformat(found["on"]))
    what = f"Văn bản {directive.reference} (mã {directive.pk})" if directive else "Tất cả văn bản đang theo dõi"
    lines = [f"{what}, tính tại ngày {on}"]
    period = f" kỳ {found['period']}" if found["period"] else ""
    for title, words, numbers in (
        ("Nội dung khắc phục", _ITEMS, found["items"]),
        ("Thời hạn (chỉ nội dung có ghi hạn)", _TIMELINESS, found["timeliness"]),
        (f"Báo cáo{period}", _REPORTS, found["reports"]),
    ):
        lines += ["", title, *(f"  {label.format(soon=due_soon_words()):<32}{vn_num(numbers[key]):>8}" for key, label in words)]
    names = dict(Unit.objects.filter(code__in=[row["unit"] for row in found["units"]]).values_list("code", "name"))
    width = max([len(name) for name in names.values()] or [0]) + 2
    lines += ["", "Đơn vị chủ trì", f"  {'':<{width}}{'Số nội dung':>12}{'Xong':>8}{'Quá hạn':>9}  Báo cáo"]
    for row in found["units"]:
        report = REPORT_WORDS[row["report"]] if row["report"] else "–"
        numbers = f"{vn_num(row['items']):>12}{vn_num(row['verified']):>8}{vn_num(row['overdue']):>9}"
        lines.append(f"  {names[row['unit']]:<{width}}{numbers}  {report}")
    return "\n".join(lines)
