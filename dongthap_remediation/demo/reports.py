"""The reports of Quý I/2021 in the demo, as data and through the real services. Everything here is made up, and every text says so.

By 19/03/2021: one accepted, one returned, three waiting, one of them for the second time and under review, one a draft, two not begun.
An item is named by its point, its responsible unit and the words with which its finding begins ("" for the point's own); what the story
does not name is reported as the item says it, with a day by which it is expected.
"""

from dataclasses import dataclass
from datetime import date

from directives.models import Directive, Period
from dongthap_remediation.demo.story import CENTRE, DESK, MARK, Act
from reports.content import Content, ReportKey, ReportLine, content_of
from reports.models import Level, Report
from reports.services.reviewing import Said, accept, keep_remarks, return_report, start_review
from reports.services.submitting import submit
from reports.services.writing import save_entry, save_remarks
from reports.workflow import Verdict
from units.models import Unit, User

PERIOD = "2021-Q1"
EXPECTED = "31/03/2021"


@dataclass(frozen=True)
class Words:
    """What is said of one item: by the unit, or (``more``) by the Centre. ``bare``: no file goes with it. None keeps what stands there."""

    point: str
    responsible: str
    finding: str = ""
    level: Level | None = None
    result: str | None = None
    expected: str | None = None
    late: str | None = None
    bare: bool = False
    more: str = ""


@dataclass(frozen=True)
class ReportAct:
    """``kind``: write, remarks, submit (completes first what is open), start, keep, return, accept."""

    when: str
    who: str
    unit: str
    kind: str
    words: tuple[Words, ...] = ()
    text: str = ""
    again_by: date | None = None


_SCHOOLED = "Công chức, nhân viên"
_WRITERS = {
    "ubnd-868": "ubnd.tphongngu", "ubnd-870": "ubnd.huyenhongngu", "ubnd-871": "ubnd.tamnong", "ubnd-872": "ubnd.thapmuoi",
    "ubnd-873": "ubnd.huyencaolanh", "ubnd-877": "ubnd.chauthanh",
}  # fmt: skip


def _act(when: str, unit: str, kind: str, *words: Words, text: str = "", again_by: date | None = None) -> ReportAct:
    who = _WRITERS[unit] if kind in ("write", "remarks", "submit") else CENTRE
    return ReportAct(f"2021-{when}", who, unit, kind, words, text + MARK if text else "", again_by)


def _photo(when: str, point: str, unit: str, responsible: str, finding: str = "") -> Act:
    return Act(f"2021-{when}", _WRITERS[unit], "photo", point, responsible, files=(DESK,), finding=finding)


def _of(
    point: str, responsible: str, finding: str = "", result: str = "", *, level: Level | None = None, expected: str | None = None,
    late: str = "", bare: bool = False, more: str = "",
) -> Words:  # fmt: skip
    said = [text + MARK if text else "" for text in (result, late, more)]
    return Words(point, responsible, finding, level, said[0] or None, expected, said[1] or None, bare, said[2])


REPORT_STORY: tuple[ReportAct | Act, ...] = (
    # TP Hồng Ngự: everything is done; accepted.
    _act("03-15 09:00", "ubnd-868", "submit"),
    _act("03-16 08:30", "ubnd-868", "start"),
    _act("03-16 09:30", "ubnd-868", "accept", text="Báo cáo đủ số liệu, có minh chứng"),
    # Tháp Mười: returned with three words, submitted again, under review.
    _act("03-15 14:00", "ubnd-872", "submit",
         _of("1.a", "ubnd-872", "", "Đã trang bị máy quét, máy in tại Bộ phận Một cửa", level=Level.DOING, expected="26/03/2021"),
         _of("1.b", "ubnd-30058", "Chưa đánh giá", bare=True),
         _of("1.b", "ubnd-30046", _SCHOOLED, "Đã tập huấn 6 người, 02 buổi tại xã Trường Xuân")),
    _act("03-16 10:00", "ubnd-872", "start"),
    _act("03-16 10:40", "ubnd-872", "return",
         _of("1.a", "ubnd-872", more="Nêu số máy đã trang bị và tốc độ đường truyền"),
         _of("1.b", "ubnd-30058", "Chưa đánh giá", more="Gửi kèm biên bản đánh giá"),
         _of("1.b", "ubnd-30046", _SCHOOLED, more="Thống nhất số người được tập huấn với danh sách của xã"),
         text="Đề nghị nêu số máy đã trang bị, gửi biên bản đánh giá của xã Mỹ Đông và thống nhất số người được tập huấn",
         again_by=date(2021, 3, 22)),
    _photo("03-19 09:05", "1.a", "ubnd-872", "ubnd-872"),
    _act("03-19 09:15", "ubnd-872", "submit",
         _of("1.a", "ubnd-872", "", "Đã trang bị 01 máy quét, 01 máy in; đường truyền 50 Mbps lắp ngày 16/03/2021 tại Bộ phận Một cửa",
             level=Level.DONE, expected=""),
         _of("1.b", "ubnd-30058", "Chưa đánh giá"),
         _of("1.b", "ubnd-30046", _SCHOOLED, "Đã tập huấn 4 người, 02 buổi tại xã Trường Xuân")),
    _act("03-19 09:30", "ubnd-872", "start"),
    _act("03-19 09:40", "ubnd-872", "keep",
         _of("1.b", "ubnd-30046", _SCHOOLED, more="Đề nghị gửi danh sách ký nhận của hai buổi tập huấn"),
         text="Báo cáo lần 2 đã đủ số liệu. Chỉ còn thiếu danh sách tập huấn của xã Trường Xuân", again_by=date(2021, 3, 24)),
    # Tam Nông: returned.
    _act("03-16 14:00", "ubnd-871", "submit",
         _of("1.b", "ubnd-30007", "Chưa chuẩn bị", late="Chờ mẫu đơn mới của các TTHC vừa công bố", expected="24/03/2021")),
    _act("03-17 09:00", "ubnd-871", "start"),
    _act("03-17 09:20", "ubnd-871", "return",
         _of("1.b", "ubnd-30022", "Chưa đánh giá", more="Bổ sung biên bản đánh giá nhân viên Bưu điện xã An Long"),
         text="Đề nghị bổ sung biên bản đánh giá nhân viên Bưu điện xã An Long", again_by=date(2021, 3, 23)),
    # Huyện Hồng Ngự and Châu Thành: waiting.
    _act("03-18 14:20", "ubnd-870", "submit"),
    _photo("03-18 14:50", "1.b", "ubnd-877", "ubnd-30277", "Nhân viên"),
    _act("03-18 15:05", "ubnd-877", "submit",
         _of("1.b", "ubnd-30277", "Nhân viên", "Đã tập huấn 2/2 nhân viên", level=Level.DONE, expected="")),
    # Huyện Cao Lãnh, the visitor's own: a draft in which two things are missing.
    _act("03-19 08:55", "ubnd-873", "write",
         _of("1.b", "ubnd-30115", expected=EXPECTED),
         _of("1.b", "ubnd-30124", expected=EXPECTED),
         _of("1.b", "ubnd-30103", expected=EXPECTED),
         _of("1.b", "ubnd-30103", "Mái che", expected="30/03/2021"),
         _of("1.b", "ubnd-30103", "Bảng niêm yết", "Đã in và dán 8/21 TTHC. Số còn lại chờ bìa niêm yết"),
         _of("1.b", "ubnd-30103", "Nhân viên chưa", "UBND xã đang xem xét ba điều kiện nêu ở điểm 1.b")),
    _act("03-19 08:58", "ubnd-873", "remarks", text="Đề nghị Bưu điện Tỉnh hỗ trợ kinh phí sửa mái che Bưu điện xã Tân Hội Trung"),
)  # fmt: skip


def play_report(act: ReportAct, who: User, directive: Directive) -> None:
    """One act, through the service that the page calls."""
    unit = Unit.objects.with_area().select_related("successor").get(code=act.unit)
    key = ReportKey(directive, Period.objects.get(code=PERIOD), unit)
    if act.kind in ("write", "submit"):
        _write(act, who, key)
    elif act.kind == "remarks":
        save_remarks(by=who, key=key, version=content_of(key).version, text=act.text)
    else:
        _review(act, who, key)
    if act.kind == "submit":
        _complete(who, key)
        submit(by=who, key=key, seen=content_of(key).stamp)


def _write(act: ReportAct, who: User, key: ReportKey) -> None:
    for words in act.words:
        line = _line(content_of(key), words)
        _save(line, words, who, key)


def _complete(who: User, key: ReportKey) -> None:
    """What the story leaves open: the day by which it is expected."""
    content = content_of(key)
    for number in content.problems:
        line = content.line(number)
        if line is not None:
            _save(line, Words(line.item.point.key, line.item.responsible.code, expected=EXPECTED), who, key)


def _save(line: ReportLine, words: Words, who: User, key: ReportKey) -> None:
    save_entry(
        by=who,
        key=key,
        number=line.item.number,
        version=line.version,
        level=words.level or line.level,
        result=line.result if words.result is None else words.result,
        late_reason=line.late_reason if words.late is None else words.late,
        expected_text=line.expected_text if words.expected is None else words.expected,
        left_out=[file.pk for file in line.files] if words.bare else [],
    )


def _review(act: ReportAct, who: User, key: ReportKey) -> None:
    report = Report.objects.get(directive=key.directive, period=key.period, unit=key.unit)
    if act.kind == "start":
        start_review(report_id=report.pk, version=report.version, by=who)
        return
    content = content_of(key)
    said = {_line(content, words).item.number: Said(Verdict.MORE, words.more) for words in act.words}
    if act.kind == "accept":
        fine = {line.item.number: Said(Verdict.OK) for line in content.lines}
        accept(report_id=report.pk, version=report.version, by=who, said=fine | said, comment=act.text)
        return
    decide = {"keep": keep_remarks, "return": return_report}[act.kind]
    decide(report_id=report.pk, version=report.version, by=who, said=said, comment=act.text, again_by=act.again_by)


def _line(content: Content, words: Words) -> ReportLine:
    """The entry of the item that the words name; exactly one."""
    (found,) = [
        line
        for line in content.lines
        if (line.item.point.key, line.item.responsible.code) == (words.point, words.responsible)
        and (line.item.finding.text.startswith(words.finding) and words.finding if line.item.finding is not None else not words.finding)
    ]
    return found
