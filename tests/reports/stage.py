"""A portal on which the real dispatch was issued: 26 items, 8 reports, one unit waiting.

It is typed in as values, because the reading of files has tests of its own.

Every status is reached through the real services, at the day that the test names.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from common import clock
from directives.models import Difficulty, Directive, Item, Period
from directives.services import difficulties, issuing
from directives.services import items as item_services
from directives.workflow import DifficultyStatus
from reading.dispatch import proposal as values
from reading.dispatch.proposal import Option, ParagraphText, PlacedText, PointProposal, Proposal, Question
from tests.factories.reports import put_report
from units.models import Unit, User
from units.roles import Role
from units.services import create_user

ISSUED_ON = date(2021, 2, 22)
TODAY = date(2021, 3, 19)
DISTRICTS = ("868", "870", "871", "874", "872", "873", "876", "877")
ALL_DISTRICTS = (*DISTRICTS, "866", "867", "869", "875")
COMMUNES = (
    *("30115", "30124", "30103", "30277", "29980", "29998", "30007", "30013", "30022", "30148", "30139", "30058", "30046"),
    *("29986", "30226", "29929", "29944"),
)
REPORT_DUE = date(2021, 3, 31)


def _point(key: str, paragraph: int, text: str, **more: Any) -> PointProposal:
    """Letters are printed with a bracket, numbers with a full stop; the number of a top point is made by Word, so it is not in the text."""
    label = f"{key.rpartition('.')[2]})" if "." in key else f"{key}."
    return PointProposal(key, key.rpartition(".")[0] or None, text, label=label, paragraphs=(paragraph,), **more)


def the_proposal() -> Proposal:
    """The dispatch of UBND Tỉnh with its blanks: no number, no date, Tân Hồng addressed and forgotten in point 1."""
    districts = tuple(f"ubnd-{code}" for code in DISTRICTS)
    posts = tuple(f"buudien-{code}" for code in ALL_DISTRICTS)
    in_quarter: dict[str, Any] = {"due_text": "trong quý I/2021", "due_on": REPORT_DUE, "due_kind": "quarter"}
    office: dict[str, Any] = {"lead": ("vpubnd-87",), "responsible_sub_unit": ("kstthc-87",), "modality": "assign"}
    points = [
        _point("1", 4, "UBND thành phố Hồng Ngự và các huyện căn cứ vào kết quả kiểm tra:", lead=districts),
        _point(
            "1.a",
            5,
            "Chủ trì phối hợp với Bưu điện cấp huyện khẩn trương hoàn thiện trụ sở, trang thiết bị và cơ sở vật chất khác.",
            lead=districts,
            coordinating=posts,
            coordinating_text="các cơ quan liên quan",
            makes="items",
        ),
        _point(
            "1.b",
            6,
            "Chỉ đạo UBND cấp xã được kiểm tra niêm yết, công khai TTHC; chuẩn bị hồ sơ ghi mẫu; đẩy mạnh tuyên truyền.",
            lead=districts,
            coordinating=posts,
            makes="commune_items",
        ),
        _point("1.c", 8, "Báo cáo kết quả khắc phục trong quý I/2021.", lead=districts, makes="obligation", period="2021-Q1", **in_quarter),
        _point(
            "2",
            9,
            "Đề nghị Bưu điện Tỉnh chỉ đạo Bưu điện cấp huyện phối hợp, khắc phục.",
            lead=("buudien-87",),
            coordinating=posts,
            makes="items",
            modality="request",
            **in_quarter,
        ),
        _point("3", 10, "Giao Văn phòng UBND Tỉnh (Trung tâm Kiểm soát TTHC và Phục vụ hành chính công):", **office),
        _point("3.a", 11, "Phối hợp, theo dõi việc thực hiện các nội dung nêu trên.", makes="items", due_kind="ongoing", **office),
        _point(
            "3.b",
            12,
            "Phối hợp với Bưu điện Tỉnh tham mưu, đề xuất giải pháp tổ chức thực hiện Đề án.",
            coordinating=("buudien-87",),
            makes="items",
            **office,
            **in_quarter,
        ),
    ]
    texts = {point.paragraphs[0]: f"{point.label} {point.text}" if "." in point.key else point.text for point in points}
    texts[7] = "Căn cứ kết quả điểm kiểm tra, các công chức chủ động nâng cao trình độ."
    points[2].paragraphs = (6, 7)
    keys = {number: point.key for point in points for number in point.paragraphs}
    return Proposal(
        symbol="UBND-KSTTHC",
        kind="công văn",
        issuer="Ủy ban nhân dân tỉnh Đồng Tháp",
        issued_text="ngày tháng năm 2021",
        issued_year=2021,
        subject="khắc phục hạn chế qua kiểm tra việc thực hiện Đề án",
        signer="Phạm Thiện Nghĩa",
        signer_title="Chủ tịch",
        addressees=(
            PlacedText("Văn phòng UBND Tỉnh", ("vpubnd-87",)),
            PlacedText("UBND các huyện", (*districts, "ubnd-869")),
            PlacedText("Bưu điện", ("buudien-87", *posts)),
        ),
        recipients=(
            PlacedText("UBND các xã, phường", tuple(f"ubnd-{code}" for code in COMMUNES)),
            PlacedText("Các Sở", ("so-noi-vu-87",)),
        ),
        points=points,
        paragraphs=(
            ParagraphText(1, "Số: /UBND-KSTTHC", "header"),
            ParagraphText(2, "Kính gửi: Văn phòng UBND Tỉnh; UBND các huyện; Bưu điện", "addressees"),
            ParagraphText(3, "Xét Báo cáo của Văn phòng UBND Tỉnh, UBND Tỉnh chỉ đạo:", "preamble"),
            *(ParagraphText(number, text, "point", keys[number]) for number, text in sorted(texts.items())),
            ParagraphText(13, "Yêu cầu các cơ quan thực hiện nghiêm nội dung chỉ đạo này./.", "closing"),
            ParagraphText(14, "Nơi nhận: Như trên; UBND các xã, phường", "recipients"),
        ),
        warnings=(
            values.ReadWarning("number_missing", "Số văn bản còn để trống"),
            values.ReadWarning("unit_unknown", "“Tân Công Sinh” không có trong danh mục"),
        ),
        questions=(
            Question(
                key="addressee_without_task:ubnd-869",
                code="addressee_without_task",
                message="UBND huyện Tân Hồng có tên ở Kính gửi nhưng không điểm nào giao việc",
                options=(Option("wait", "Chờ"), Option("take_in", "Đưa vào", ("ubnd-869",)), Option("leave_out", "Không đưa vào")),
                default="wait",
                units=("ubnd-869",),
            ),
        ),
    )


def issue_dispatch(proposal: Proposal | None = None, on: date = ISSUED_ON) -> Directive:
    with clock.at(on):
        draft = issuing.save_draft(by=None, proposal=proposal or the_proposal(), file_name="cong-van.docx", content=b"the file itself")
        return issuing.issue_directive(directive_id=draft.pk, by=None).directive


def make_user(username: str, unit: str, role: Role = Role.OFFICER) -> User:
    return create_user(
        by=None,
        username=username,
        full_name=f"Cán bộ {username}",
        email="",
        unit=Unit.objects.with_area().get(code=unit),
        role=role,
        password="Mat-khau-thu-2021",
        must_change_password=False,
    )


@dataclass
class Stage:
    """The dispatch and its people; people are made when they first act."""

    directive: Directive
    _people: dict[str, User] = field(default_factory=dict)

    def for_test(self) -> Stage:
        """The same for another test: what one test asks for or changes, the next one does not see."""
        return Stage(Directive.objects.get(pk=self.directive.pk), dict(self._people))

    def person(self, unit: str, role: Role = Role.OFFICER) -> User:
        """The person of this role in this unit."""
        name = f"{unit}.{role.value}"
        if name not in self._people:
            self._people[name] = make_user(name, unit, role)
        return User.objects.get(pk=self._people[name].pk)

    @property
    def centre(self) -> User:
        return self.person("kstthc-87", Role.CENTRE)

    def doer(self, unit: str) -> User:
        """Who updates the unit's work."""
        return self.centre if unit == "kstthc-87" else self.person(unit)

    def item(self, point: str, unit: str) -> Item:
        return Item.objects.get(directive=self.directive, point__key=point, responsible__code=unit)

    def progress(self, item: Item, by: str, on: date, *, claim: bool = False) -> None:
        """Progress by the officer of unit ``by``; with ``claim`` the work is said to be done."""
        with clock.at(on):
            item_services.update_progress(
                item_id=item.pk,
                version=Item.objects.get(pk=item.pk).version,
                by=self.doer(by),
                percent=100 if claim else 50,
                note="Đã làm xong" if claim else "Đã làm một phần",
                claim=claim,
                late_reason="Chờ vật tư" if claim else "",
            )

    def verify(self, item: Item, on: date) -> None:
        with clock.at(on):
            item_services.verify(item_id=item.pk, version=Item.objects.get(pk=item.pk).version, by=self.centre)

    def send_back(self, item: Item, on: date, reason: str = "Thiếu ảnh bảng niêm yết") -> None:
        with clock.at(on):
            item_services.return_item(item_id=item.pk, version=Item.objects.get(pk=item.pk).version, by=self.centre, reason=reason)

    def stuck(self, unit: str, title: str, on: date, item: Item | None = None) -> Difficulty:
        """A difficulty that the officer of ``unit`` raises, on an item or in general."""
        with clock.at(on):
            return difficulties.raise_difficulty(by=self.person(unit), title=title, item_id=item.pk if item else None)

    def answer(self, difficulty: Difficulty, on: date, *, escalate: bool = False) -> None:
        status = DifficultyStatus.ESCALATED if escalate else DifficultyStatus.GUIDED
        version = Difficulty.objects.get(pk=difficulty.pk).version
        with clock.at(on):
            difficulties.answer_difficulty(difficulty_id=difficulty.pk, version=version, by=self.centre, answer="Đã xem xét", status=status)

    def report(self, unit: str, status: str, on: date | None) -> None:
        """A report in ``status``, first submitted on ``on``."""
        period = Period.objects.get(code="2021-Q1")
        put_report(directive=self.directive, period=period, unit=Unit.objects.get(code=unit), status=status, first_submitted_on=on)

    def set_due(self, item: Item, due_on: date) -> None:
        with clock.at(ISSUED_ON):
            item_services.set_due(
                item_id=item.pk, version=Item.objects.get(pk=item.pk).version, by=self.centre, due_on=due_on, reason="Theo ý kiến Lãnh đạo"
            )


def played(stage: Stage) -> Stage:
    """Something in every state by 19/03/2021: done in time and late, claimed, sent back, overdue, due soon, without a date."""
    day = date(2021, 3, 1)
    first, second = stage.item("1.a", "ubnd-873"), stage.item("1.a", "ubnd-870")
    stage.set_due(first, date(2021, 3, 10))
    stage.set_due(second, date(2021, 2, 26))
    for item, by in ((first, "ubnd-873"), (second, "ubnd-870")):
        stage.progress(item, by, day, claim=True)
        stage.verify(item, date(2021, 3, 5))
    claimed = stage.item("1.b", "ubnd-30115")
    stage.progress(claimed, "ubnd-30115", date(2021, 3, 15), claim=True)
    returned = stage.item("1.b", "ubnd-30124")
    stage.progress(returned, "ubnd-30124", date(2021, 3, 12), claim=True)
    stage.send_back(returned, date(2021, 3, 16))
    stage.set_due(stage.item("1.b", "ubnd-30226"), date(2021, 3, 18))
    stage.set_due(stage.item("1.a", "ubnd-876"), date(2021, 3, 26))
    late_claim = stage.item("1.b", "ubnd-30277")
    stage.set_due(late_claim, date(2021, 3, 15))
    stage.progress(late_claim, "ubnd-30277", date(2021, 3, 17), claim=True)
    stage.progress(stage.item("2", "buudien-87"), "buudien-87", date(2021, 3, 8))
    return stage


def plan_of_the_second_quarter() -> Proposal:
    """A plan with its own report, of Quý II/2021."""
    task = PointProposal(
        "1", None, "Rà soát thủ tục hành chính trước ngày 10/03/2021.", lead=("ubnd-873", "ubnd-866"), label="1.", makes="items",
        due_on=date(2021, 3, 10), due_text="trước ngày 10/03/2021",
    )  # fmt: skip
    report = PointProposal(
        "2", None, "Báo cáo kết quả trong quý II/2021.", lead=("ubnd-873",), label="2.", makes="obligation", period="2021-Q2",
        due_on=date(2021, 6, 30), due_text="trong quý II/2021", due_kind="quarter",
    )  # fmt: skip
    return Proposal(
        symbol="KH-UBND", issued_year=2021, subject="kế hoạch quý II", kind="Kế hoạch", issuer="UBND tỉnh Đồng Tháp",
        addressees=(PlacedText("UBND các huyện", ("ubnd-873", "ubnd-866")),), points=[task, report],
    )  # fmt: skip
