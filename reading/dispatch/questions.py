"""Readings that the text does not force: each becomes a question with a safe default, which the command line takes (docs/reading.md,
"Issuing").

Codes and values of answers:
- ``addressee_without_task``: ``wait`` (default), ``take_in``, ``leave_out``; one question a unit.
- ``due_of_report_or_work``: ``report`` (default) or ``work``; one a reporting point.
- ``group_meant``: ``addressed``, ``leading`` or ``none`` (default); one a point that gives work to "các đơn vị" and to no unit by name.
- ``due_doubtful``: the number of a reading, or ``none`` (default: no due date is invented); one a point or line.
- ``district_post_scope``: ``all`` (default) or ``with:KEY`` (the post offices beside the leads of point KEY).
- ``unit_unknown``, ``unit_ambiguous``: the code of a candidate, or ``none`` (default: an unmatched name stays out).
"""

import re
from collections.abc import Iterable
from datetime import date

from common.formats import vn_date
from reading.dispatch.findings import Reading, ReadPoint
from reading.dispatch.places import PlaceDoubt
from reading.dispatch.proposal import Option, Proposal, Question, ReadTime
from reading.dispatch.remarks import read_time, said

_ANYBODY = re.compile(r"(?:các|từng|mỗi|tất cả(?: các)?) (?:cơ quan, )?(?:đơn vị|địa phương|cơ quan)(?!.*liên quan)", re.I)


def open_questions(reading: Reading, proposal: Proposal) -> list[Question]:
    """The questions of one reading, those about names first."""
    questions = [
        *_names(reading),
        *_idle(reading),
        *_groups(reading, proposal),
        *_times(reading),
        *_reports(reading, proposal),
        *_posts(reading),
    ]
    return list({question.key: question for question in questions}.values())


def _names(reading: Reading) -> Iterable[Question]:
    """Names that come near a unit, or fit several."""
    for field, where, entries in (("addressees", "Kính gửi", reading.addressees), ("recipients", "Nơi nhận", reading.recipients)):
        for item, mentions in entries:
            for mention in mentions:
                for doubt in mention.doubts:
                    if doubt.candidates:
                        yield _name_question(doubt, where, field, None, item.lines[0].paragraph)
    for point in reading.points:
        for segment, doubt in point.doubts():
            if doubt.candidates:
                lead = any(doubt in mention.doubts for _, mention in point.assigned.lead.mentions)
                yield _name_question(
                    doubt, f"Điểm {point.proposal.key}", "lead" if lead else "coordinating", point.proposal.key, segment.paragraph
                )


def _name_question(doubt: PlaceDoubt, where: str, field: str, key: str | None, paragraph: int) -> Question:
    code = "unit_ambiguous" if doubt.ambiguous else "unit_unknown"
    nearest = doubt.candidates[0].unit.qualified_name
    if doubt.ambiguous:
        message = f"{where}: “{doubt.text}” có thể là nhiều đơn vị. Chọn đúng đơn vị."
    else:
        message = f"{where} ghi “{doubt.text}”: không có đơn vị tên này. Gần nhất: {nearest}."
    options = tuple(
        Option(candidate.unit.code, f"{candidate.unit.qualified_name} ({candidate.reason})", (candidate.unit.code,))
        for candidate in doubt.candidates
    )
    return Question(
        key=f"{code}:{field}:{key or ''}:{doubt.text}",
        code=code,
        message=message,
        options=(*options, Option("none", "Không phải đơn vị nào ở đây")),
        default="none",
        text=doubt.text,
        point=key,
        units=tuple(candidate.unit.code for candidate in doubt.candidates),
        paragraph=paragraph,
        field=field,
    )


def _idle(reading: Reading) -> Iterable[Question]:
    for unit in reading.idle_addressees:
        if not reading.points:
            return
        paragraph = next(
            (item.lines[0].paragraph for item, mentions in reading.addressees if any(unit in mention.units for mention in mentions)), None
        )
        yield idle_question(unit.code, unit.name, paragraph)


def idle_question(code: str, name: str, paragraph: int | None) -> Question:
    """What becomes of an addressed unit that no point names; also asked when a correction takes a unit's last task away."""
    return Question(
        key=f"addressee_without_task:{code}",
        code="addressee_without_task",
        message=f"{name} có ở Kính gửi nhưng không điểm nào giao việc.",
        options=(
            Option("wait", "Để chờ xác định: chưa giao việc, chưa tính báo cáo"),
            Option("take_in", "Thêm vào các điểm giao cho đơn vị cùng loại, có căn cứ", (code,)),
            Option("leave_out", "Không giao việc theo văn bản này, có căn cứ"),
        ),
        default="wait",
        text=name,
        units=(code,),
        paragraph=paragraph,
    )


def _groups(reading: Reading, proposal: Proposal) -> Iterable[Question]:
    """ "Các đơn vị báo cáo kết quả …" names nobody: those of "Kính gửi" may be meant, or those that lead the other points."""
    addressed = tuple(dict.fromkeys(unit.code for _, mentions in reading.addressees for one in mentions for unit in one.units))
    leaves = {point.key for point in proposal.leaves()}
    for point in reading.points:
        spec = point.proposal
        meant = next(((held, one) for held, one in point.assigned.lead.mentions if _ANYBODY.match(one.text)), None)
        if meant is None or spec.lead or spec.key not in leaves:
            continue
        leading = tuple(dict.fromkeys(code for other in proposal.points for code in other.lead))
        options = [
            Option(value, label.format(len(codes)), codes)
            for value, label, codes in (
                ("addressed", "Tất cả {} đơn vị ở Kính gửi", addressed),
                ("leading", "{} đơn vị chủ trì ở các điểm khác", leading if set(leading) != set(addressed) else ()),
            )
            if codes
        ]
        if options:
            yield Question(
                key=f"group_meant:lead:{spec.key}",
                code="group_meant",
                message=f"Điểm {spec.key} giao “{meant[1].text}”: là những đơn vị nào?",
                options=(*options, Option("none", "Chưa xác định: chưa giao đơn vị nào")),
                default="none",
                text=meant[1].text,
                point=spec.key,
                paragraph=meant[0].paragraph,
                field="lead",
            )


def _times(reading: Reading) -> Iterable[Question]:
    """A time that may be the due date of a point or of one of its lines, or of something else."""
    signed = reading.structure.header.issued_on
    for point in reading.points:
        key = point.proposal.key
        for number, times in point.times.each():
            if not times.readings:
                continue
            where = f"Điểm {key}" + (f", dòng gạch đầu dòng thứ {number}" if number else "")
            readings = [read_time(found) for found in times.readings]
            options = [Option(str(index), _reading(one, signed), time=one) for index, one in enumerate(readings, start=1)]
            yield Question(
                key=f"due_doubtful:{key}" + (f":{number}" if number else ""),
                code="due_doubtful",
                message=f"{where} ghi {said(readings)}: có phải thời hạn thực hiện không?",
                options=(*options, Option("none", "Không phải thời hạn")),
                default="none",
                text=readings[0].due_text,
                point=key,
                paragraph=times.readings[0].paragraph,
                line=number,
            )


def _reading(time: ReadTime, signed: date | None) -> str:
    past = " – trước ngày ban hành" if signed and time.due_on and time.due_on < signed else ""
    return f"Hạn {vn_date(time.due_on)}, từ “{time.due_text}”{past}" if time.due_on else f"“{time.due_text}”"


def _reports(reading: Reading, proposal: Proposal) -> Iterable[Question]:
    """The time of a reporting point may mean the work as well, where the points beside it state none."""
    for point in reading.points:
        spec = point.proposal
        beside = [other for other in proposal.leaves() if other.parent == spec.parent and other.key != spec.key and not other.due_text]
        if spec.makes != "obligation" or not spec.due_text or not beside or not spec.parent:
            continue
        yield Question(
            key=f"due_of_report_or_work:{spec.key}",
            code="due_of_report_or_work",
            message=f"Điểm {spec.key}: “{spec.due_text}” có thể là hạn báo cáo hoặc hạn thực hiện.",
            options=(Option("report", "Báo cáo"), Option("work", "Cả việc thực hiện ở các điểm bên cạnh")),
            default="report",
            text=spec.due_text,
            point=spec.key,
            units=spec.lead,
            paragraph=spec.paragraphs[0] if spec.paragraphs else None,
        )


def _posts(reading: Reading) -> Iterable[Question]:
    """ "Bưu điện cấp huyện" of a lead for the whole province: all of them, or those beside the leads of another point."""
    for point in reading.points:
        if point.all_posts is None:
            continue
        others = _narrower(reading, point)
        if others is None:
            continue
        key, posts = others
        spec = point.proposal
        everyone = tuple(unit.code for unit in point.coordinating if unit.kind == "buudien" and unit.area.level == "district")
        yield Question(
            key=f"district_post_scope:{spec.key}",
            code="district_post_scope",
            message=f"Điểm {spec.key}: “Bưu điện cấp huyện” là cả {len(everyone)} hay {len(posts)} Bưu điện cùng địa bàn điểm {key}?",
            options=(
                Option("all", f"Cả {len(everyone)} Bưu điện cấp huyện", everyone),
                Option(f"with:{key}", f"{len(posts)} Bưu điện cùng địa bàn điểm {key}", posts),
            ),
            default="all",
            text="Bưu điện cấp huyện",
            point=spec.key,
            units=everyone,
            paragraph=point.all_posts.paragraph,
        )


def _narrower(reading: Reading, point: ReadPoint) -> tuple[str, tuple[str, ...]] | None:
    """The first point whose leads are some of the districts, with their post offices."""
    book = reading.context.book
    for other in reading.points:
        districts = [unit for unit in other.leads if unit.kind == "ubnd" and unit.area.level == "district"]
        if other is not point and 0 < len(districts) < len(book.districts()):
            posts = (book.post_of(unit) for unit in districts)
            return other.proposal.key, tuple(post.code for post in posts if post is not None)
    return None
