"""Who walks the portal and what is there: the dispatch, and work of huyện Cao Lãnh (873) that Tháp Mười (872) must not find."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser

from common import clock
from directives.models import Difficulty, Directive, Evidence, ImportBatch, Item, PendingUnit, Period, Score, ScoreBatch, ScoreFollowUp
from directives.proposing.answers import safe_answers
from directives.services import difficulties, importing, issuing, items, scores
from directives.services.evidence import add_evidence
from directives.services.scores_following import follow_up
from notifications.models import OutboundMessage
from reading.dispatch.proposal import Proposal
from reports.content import ReportKey, content_of
from reports.models import Report, Review
from reports.services.reviewing import stamp_of, start_review
from reports.services.submitting import submit
from reports.services.writing import save_entry
from reports.snapshot import read
from tests.factories.annexes import annex, row
from tests.factories.directives import photo
from tests.factories.scores import NAMES, let_see, people_table, stored_scores
from tests.factories.units import make_user
from tests.reports.stage import TODAY, issue_dispatch, the_proposal
from units.models import Unit, User
from units.roles import Role

# One column of the table of addresses each, in this order.
WALKERS: dict[str, tuple[Role, str] | None] = {
    "anonymous": None,
    "centre": (Role.CENTRE, "kstthc-87"),
    "verifier": (Role.VERIFIER, "vpubnd-87"),
    "leader": (Role.LEADER, "ubnd-87"),
    "admin": (Role.ADMIN, "kstthc-87"),
    "district": (Role.OFFICER, "ubnd-873"),
    "post": (Role.OFFICER, "buudien-873"),
    "province_post": (Role.OFFICER, "buudien-87"),
    "commune": (Role.OFFICER, "ubnd-30115"),
    "other_district": (Role.OFFICER, "ubnd-872"),
    "other_post": (Role.OFFICER, "buudien-872"),
    "other_commune": (Role.OFFICER, "ubnd-30058"),
    "department": (Role.READER, "so-noi-vu-87"),
}
NEIGHBOURS = ("other_district", "other_post", "other_commune")
SCORE_READERS = ("centre", "post", "commune", "other_post", "other_commune")
SECRETS = (
    "Đã lát lại nền Bộ phận Một cửa",
    "mat-tien-moi.png",
    "Ảnh mặt tiền mới sơn",
    "Hỏi riêng về nền nhà",
    "Bảng niêm yết đã thay đủ",
    "Quầy tiếp nhận đã xếp lại",
    "Nền nhà sụt chưa có tiền sửa",
    "Đề nghị cấp thêm kinh phí sửa nền",
    "Tủ hồ sơ gốc chưa có khóa",
    "phu-luc-cao-lanh.xlsx",
    "Ghế mới đặt chưa giao, chỉ ghi trong bản nháp báo cáo",
)


@dataclass
class World:
    """``item`` is the district's (doing, photo, difficulty, due in a week), ``claimed`` that of its commune Mỹ Long, ``verified`` of Bình

    Hàng Tây; ``withdrawn`` was that of Tân Hội Trung; ``message`` tells the district that this one was verified.
    """

    directive: Directive
    draft: Directive
    pending: PendingUnit
    message: OutboundMessage
    item: Item
    claimed: Item
    verified: Item
    withdrawn: Item
    evidence: Evidence
    difficulty: Difficulty
    imported: ImportBatch
    annex: ImportBatch
    civil: Score
    clerk: Score
    followed: ScoreFollowUp
    table: ScoreBatch
    reviewed: Report
    handed_in: Report
    people: dict[str, User | AnonymousUser] = field(default_factory=dict)

    @property
    def objects(self) -> dict[str, list[Any]]:
        """What an address is asked with, by the word in the table."""
        return {
            "-": [],
            "item": [self.item.number],
            "claimed": [self.claimed.number],
            "verified": [self.verified.number],
            "withdrawn": [self.withdrawn.number],
            "directive": [self.directive.pk],
            "point": [self.directive.points.get(key="1.b").pk],
            "draft": [self.draft.pk],
            "evidence": [self.evidence.pk],
            "difficult": [self.difficulty.pk],
            "imported": [self.imported.pk],
            "annex": [self.annex.pk],
            "civil": [self.civil.pk],
            "clerk": [self.clerk.pk],
            "followed": [self.followed.pk],
            "table": [self.table.pk],
            "scored": [self.civil.batch_id],
            "pending": [self.pending.pk],
            "reviewed": [self.reviewed.pk],
            "handed_in": [self.handed_in.pk],
            "report": [self.directive.pk, "2021-Q1", "ubnd-873"],
            "entry": [self.directive.pk, "2021-Q1", "ubnd-873", self.item.number],
            "message": [self.message.pk],
            "unit": ["ubnd-873"],
            "user": [self.people["other_district"].pk],
        }

    def fresh(self, name: str) -> User:
        """The walker as a request has him, without what an earlier one remembered."""
        return User.objects.get(pk=self.people[name].pk)


def make_world() -> World:
    """Made by the acts that people do, on 19/03/2021."""
    directive = issue_dispatch()
    world = World.__new__(World)
    world.directive = directive
    world.people = {name: make_user(*post, f"di.{name.replace('_', '.')}") if post else AnonymousUser() for name, post in WALKERS.items()}
    world.pending = PendingUnit.objects.get(directive=directive, unit__code="ubnd-869")
    with clock.at(TODAY):
        _scores(world)
        _work(world)
        world.draft = _ready_draft(world.fresh("centre"))
        world.imported = _annex(world, SECRETS[8], SECRETS[9])
        world.imported = importing.commit_batch(batch_id=world.imported.pk, version=1, by=world.fresh("centre"), only_valid=False)
        world.annex = _annex(world, "Thiếu ghế ngồi chờ", "phu-luc-nhap.xlsx")
        world.reviewed = _under_review(world)
        world.handed_in = _handed_in(world, world.fresh("other_district"), "ubnd-872")
        _write(_report(world, "ubnd-873"), world.fresh("district"), world.item.number, SECRETS[10])
    return world


def _scores(world: World) -> None:
    """Five may see scores: the Centre, and on both sides of both districts one who sees his own staff. A draft waits."""
    for name in SCORE_READERS:
        let_see(world.fresh(name))
    found = stored_scores()
    world.civil, world.clerk = found[NAMES[0]], found[NAMES[1]]
    world.followed = follow_up(score_id=world.civil.pk, by=world.fresh("commune"), kind="remind")
    target = scores.target_of(inspection_id=world.civil.inspection_id, new_title="", directive_id=None)
    world.table = scores.open_scores(by=world.fresh("centre"), target=target, content=people_table(), file_name="diem.xlsx")


def _report(world: World, unit: str) -> ReportKey:
    found = Unit.objects.with_area().select_related("successor").get(code=unit)
    return ReportKey(world.directive, Period.objects.get(code="2021-Q1"), found)


def _write(key: ReportKey, by: User, number: int, result: str) -> None:
    save_entry(by=by, key=key, number=number, version=0, level="doing", result=result, late_reason="", expected_text="25/03/2021")


def _handed_in(world: World, officer: User, unit: str) -> Report:
    """The report of a district, handed in with the same words for all of it."""
    key = _report(world, unit)
    for line in content_of(key).lines:
        _write(key, officer, line.item.number, "Đang làm")
    return submit(by=officer, key=key, seen=content_of(key).stamp).report


def _under_review(world: World) -> Report:
    """The report of huyện Hồng Ngự, handed in and looked at by the Centre."""
    report = _handed_in(world, make_user(Role.OFFICER, "ubnd-870", "di.huyen.hong.ngu"), "ubnd-870")
    start_review(report_id=report.pk, version=report.version, by=world.fresh("centre"))
    return report


def words_of_review(world: World) -> dict[str, Any]:
    """What the Centre's form sends when nothing is said yet."""
    review = Review.objects.select_related("submission").get(submission__report=world.reviewed)
    verdicts = {f"verdict-{entry.number}": "ok" for entry in read(review.submission).entries}
    return {"version": world.reviewed.version, "seen": stamp_of(review), "viec": "chap-nhan", **verdicts}


def _ready_draft(centre: User) -> Directive:
    """A second dispatch, looked through and not issued."""
    draft = issuing.save_draft(by=centre, proposal=the_proposal(), file_name="ban-nhap.docx", content=b"a draft")
    proposal = Proposal.from_storage(draft.reading.proposal)
    return issuing.update_draft(
        directive_id=draft.pk, version=draft.version, by=centre, proposal=proposal, answers=safe_answers(proposal), changes=["chọn đủ"]
    )


def _annex(world: World, finding: str, name: str) -> ImportBatch:
    """An annex with one finding of a commune of Cao Lãnh, looked through and not imported."""
    target = importing.target_of(inspection_id=None, new_title="Kiểm tra năm 2020", directive_id=world.directive.pk)
    content = annex(row(1, "Xã Tân Hội Trung, huyện Cao Lãnh", finding))
    return importing.open_batch(by=world.fresh("centre"), target=target, content=content, file_name=name)


def _work(world: World) -> None:
    """Progress, a photo and a note on the district's item; one commune has claimed, another one's claim was verified."""
    centre, district, commune = (world.fresh(name) for name in ("centre", "district", "commune"))
    item = _item(world, "1.a", "ubnd-873")
    items.update_progress(item_id=item.pk, version=item.version, by=district, percent=40, note=SECRETS[0])
    world.evidence = add_evidence(
        item_id=item.pk, by=district, upload=photo(SECRETS[1]), caption=SECRETS[2], moment="after", keep_original=True
    )
    items.add_note(item_id=item.pk, by=centre, text=SECRETS[3])
    world.difficulty = difficulties.raise_difficulty(by=district, item_id=item.pk, title=SECRETS[6], text=SECRETS[7])
    claimed, verified = _item(world, "1.b", "ubnd-30115"), _item(world, "1.b", "ubnd-30124")
    items.update_progress(item_id=claimed.pk, version=claimed.version, by=commune, percent=100, note=SECRETS[4], claim=True)
    done = items.update_progress(item_id=verified.pk, version=verified.version, by=district, percent=100, note=SECRETS[5], claim=True)
    items.verify(item_id=verified.pk, version=done.version, by=centre)
    item = Item.objects.get(pk=item.pk)
    items.set_due(item_id=item.pk, version=item.version, by=centre, due_on=TODAY + timedelta(days=7), reason="Để kịp báo cáo")
    world.message = OutboundMessage.objects.of(district).get()
    dropped = _item(world, "1.b", "ubnd-30103")
    world.withdrawn = items.drop(item_id=dropped.pk, version=dropped.version, by=centre, reason="Giao nhầm")
    world.item, world.claimed, world.verified = (Item.objects.get(pk=each.pk) for each in (item, claimed, verified))


def _item(world: World, point: str, unit: str) -> Item:
    return Item.objects.get(directive=world.directive, point__key=point, responsible__code=unit)
