"""A portal in which something happened, played by the real services: for tests that look at pages and need no story in the browser."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from common import clock
from directives.models import Directive, Item, Period
from directives.proposing.answers import safe_answers
from directives.services import difficulties, evidence, issuing, items, scores
from directives.services.import_changes import Changes
from directives.services.reading import read_dispatch
from directives.services.scores_following import follow_up
from directives.workflow import DifficultyStatus
from reading.dispatch.proposal import Proposal
from reports.content import ReportKey, content_of
from reports.models import Report
from reports.services.reviewing import Said, keep_remarks, return_report, start_review
from reports.services.submitting import submit
from reports.services.writing import save_entry
from reports.workflow import Verdict
from tests.e2e.acts import AFTER, BEFORE, DISPATCH
from tests.e2e.server import Portal
from tests.factories.annexes import book
from tests.factories.scores import PEOPLE as SCORED
from tests.factories.scores import let_see, people_table, table
from units.models import Unit, User
from units.roles import Role

PEOPLE = {
    "tt.theodoi": ("kstthc-87", Role.CENTRE),
    "tt.quantri": ("kstthc-87", Role.ADMIN),
    "ld.ubndtinh": ("ubnd-87", Role.LEADER),
    "vp.xacnhan": ("vpubnd-87", Role.VERIFIER),
    "ubnd.huyencaolanh": ("ubnd-873", Role.OFFICER),
    "xa.mylong": ("ubnd-30115", Role.OFFICER),
    "bd.huyencaolanh": ("buudien-873", Role.OFFICER),
    "so.noivu": ("so-noi-vu-87", Role.READER),
}
SCORE_READERS = {"tt.bangdiem": ("kstthc-87", Role.CENTRE), "xa.bangdiem": ("ubnd-30115", Role.OFFICER)}


@dataclass(frozen=True)
class Played:
    """What the pages are about. ``draft`` is as it was read, ``answered`` can be issued, ``issued`` has items in every state;

    ``sent`` is a report that waits, ``reviewed`` one that was returned, came again and is under review. ``table`` is a score table to be
    mended, ``strange`` one whose header nobody knows, ``scored`` one that went in, ``person`` whose score it brought.
    """

    issued: int
    draft: int
    answered: int
    waiting: int
    todo: int
    returned: int
    claimed: int
    verified: int
    user: int
    difficulty: int
    sent: int
    reviewed: int
    table: int
    strange: int
    scored: int
    person: int


def play(portal: Portal) -> Played:
    """Two photos, one item returned, one claimed, one verified; Tân Hồng waits; one difficulty waits, one was answered."""
    people = {username: portal.make_user(username, unit, role) for username, (unit, role) in PEOPLE.items()}
    centre = people["tt.theodoi"]
    issued = issuing.issue_directive(directive_id=_answered(centre).pk, by=centre).directive
    district, commune = people["ubnd.huyencaolanh"], people["xa.mylong"]
    returned, verified, claimed = (_number(issued, unit) for unit in ("ubnd-873", "ubnd-30115", "ubnd-30124"))
    for picture in (BEFORE, AFTER):
        _prove(returned, district, picture)
    _claim(returned, district)
    items.return_item(item_id=_item(returned).pk, version=_item(returned).version, by=centre, reason="Chưa có biên bản bàn giao phòng")
    _prove(verified, commune, AFTER)
    _claim(verified, commune)
    items.verify(item_id=_item(verified).pk, version=_item(verified).version, by=centre)
    _claim(claimed, district)
    stuck = difficulties.raise_difficulty(
        by=district, item_id=_item(returned).pk, title="Chưa có kinh phí sửa mái che", text="Đề nghị bố trí kinh phí"
    )
    asked = difficulties.raise_difficulty(by=people["bd.huyencaolanh"], title="Chưa rõ mẫu bảng niêm yết")
    difficulties.answer_difficulty(
        difficulty_id=asked.pk, version=asked.version, by=centre, answer="Dùng mẫu đã gửi", status=DifficultyStatus.GUIDED
    )
    return Played(
        issued=issued.pk,
        draft=_draft(centre).pk,
        answered=_answered(centre).pk,
        waiting=issued.pending_units.get().pk,
        todo=_number(issued, "ubnd-30103"),
        returned=returned,
        claimed=claimed,
        verified=verified,
        user=commune.pk,
        difficulty=stuck.pk,
        sent=_report(issued, portal.make_user("ubnd.chauthanh", "ubnd-877", Role.OFFICER), "Đã bàn giao phòng").pk,
        reviewed=_reviewed(issued, portal.make_user("ubnd.thapmuoi", "ubnd-872", Role.OFFICER), centre).pk,
        **_scores(portal),
    )


def _scores(portal: Portal) -> dict[str, int]:
    """Two accounts that may see scores; a table that went in, one with slips of every kind, one without a known header."""
    reader, officer = (let_see(portal.make_user(name, unit, role)) for name, (unit, role) in SCORE_READERS.items())
    target = scores.target_of(inspection_id=None, new_title="Kiểm tra kiến thức năm 2020", directive_id=None)
    draft = scores.open_scores(by=reader, target=target, content=people_table(), file_name="diem.xlsx")
    scored = scores.commit_scores(batch_id=draft.pk, version=draft.version, by=reader, only_valid=False)
    person = scored.scores.get(unit__code="ubnd-30115")
    follow_up(score_id=person.pk, by=officer, kind="remind", reason="Tự học lại quy trình")
    target = scores.target_of(inspection_id=scored.inspection_id, new_title="", directive_id=None)
    spoilt = table(
        [1, *SCORED[0][:2], "Xã Mỹ Lonh, huyện Cao Lãnh", "9", "Giỏi", None],
        [2, "Trần Văn Ví", "Công chức", SCORED[0][2], "bảy rưỡi", None, "Bài viết tay"],
        [3, "Lê Thị Dụ", "Công chức", SCORED[0][2], "vắng", None, None],
        [4, *SCORED[2]],
        [5, "Hồ Văn Phỏng", "Nhân viên Bưu điện", f"Bưu điện {SCORED[0][2].lower()}", "6", "Khá", None],
    )
    spoilt_draft = scores.open_scores(by=reader, target=target, content=spoilt, file_name="diem.xlsx")
    out = Changes(left_out={("Phụ lục 3", 6): True})
    mended, _ = scores.choose_scores(batch_id=spoilt_draft.pk, version=spoilt_draft.version, by=reader, changes=out)
    unknown = book({"Bảng": [("Ai", "Làm gì", "Ở đâu", "Bao nhiêu"), (*SCORED[0][:3], "8,5")]})
    strange = scores.open_scores(by=reader, target=target, content=unknown, file_name="diem.xlsx")
    return {"table": mended.pk, "strange": strange.pk, "scored": scored.pk, "person": person.pk}


def _draft(centre: User) -> Directive:
    content = DISPATCH.read_bytes()
    return issuing.save_draft(by=centre, proposal=read_dispatch(content, DISPATCH.name), file_name=DISPATCH.name, content=content)


def _answered(centre: User) -> Directive:
    draft = _draft(centre)
    proposal = Proposal.from_storage(draft.reading.proposal)
    answers = safe_answers(proposal)
    return issuing.update_draft(
        directive_id=draft.pk, version=draft.version, by=centre, proposal=proposal, answers=answers, changes=["chọn đủ các chỗ phải chọn"]
    )


def _number(directive: Directive, unit: str) -> int:
    return directive.items.get(responsible__code=unit).number


def _item(number: int) -> Item:
    return Item.objects.get(number=number)


def _claim(number: int, by: User) -> None:
    item = _item(number)
    items.update_progress(item_id=item.pk, version=item.version, by=by, percent=100, note="Đã niêm yết đủ 21/21 TTHC", claim=True)


def _prove(number: int, by: User, picture: Path) -> None:
    upload = SimpleUploadedFile(picture.name, picture.read_bytes())
    evidence.add_evidence(item_id=_item(number).pk, by=by, upload=upload, caption="Bảng niêm yết ở bộ phận Một cửa", moment="after")


def _report(directive: Directive, officer: User, result: str, *, done: bool = False) -> Report:
    """Every entry says the same; the report is handed in."""
    unit = Unit.objects.with_area().select_related("successor").get(pk=officer.unit.pk)  # type: ignore[union-attr]
    key = ReportKey(directive, Period.objects.get(code="2021-Q1"), unit)
    for line in content_of(key).lines:
        save_entry(
            by=officer,
            key=key,
            number=line.item.number,
            version=line.version,
            level="done" if done else "doing",
            result=result,
            late_reason="",
            expected_text="" if done else "31/03/2021",
        )
    return submit(by=officer, key=key, seen=content_of(key).stamp).report


def _reviewed(directive: Directive, officer: User, centre: User) -> Report:
    """Returned with a word on one entry, handed in again with other words, begun to be read again."""
    report = _report(directive, officer, "Đã lắp máy quét")
    start_review(report_id=report.pk, version=report.version, by=centre)
    number = report.entries.order_by("item__number").values_list("item__number", flat=True)[0]
    said = {number: Said(Verdict.MORE, "Nêu số máy đã trang bị")}
    return_report(report_id=report.pk, version=report.version, by=centre, said=said, comment="Thiếu số liệu", again_by=clock.today())
    again = _report(directive, officer, "Đã lắp 01 máy quét", done=True)
    start_review(report_id=report.pk, version=again.version, by=centre)
    keep_remarks(report_id=report.pk, version=again.version, by=centre, said=said)
    return again
