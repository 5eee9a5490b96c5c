"""A dispatch issued through the real services, and its people. Statuses are reached by the acts that people do, each on a day.

Made for the tests of items: two districts with their communes and post offices, Bưu điện Tỉnh, and the Centre's own work.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from zlib import crc32

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from common import clock
from directives.models import Difficulty, Directive, Finding, Inspection, Item, PendingUnit, RequirementGroup
from directives.services import difficulties as difficulty_services
from directives.services import evidence as evidence_services
from directives.services import issuing, making
from directives.services import items as item_services
from directives.workflow import DifficultyStatus
from reading.dispatch.proposal import PlacedText, PointProposal, Proposal
from tests.factories.units import ensure_units, make_user, unit
from units.models import User
from units.roles import Role

ISSUED_ON = date(2021, 2, 22)
TODAY = date(2021, 3, 19)
REPORT_DUE = date(2021, 3, 31)
DISTRICTS = ("ubnd-873", "ubnd-870")
COMMUNES = ("ubnd-30115", "ubnd-30103", "ubnd-29980")  # Mỹ Long and Tân Hội Trung of Cao Lãnh, Long Khánh A of Hồng Ngự
POSTS = ("buudien-873", "buudien-870")
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def proposal() -> Proposal:
    """Points of every kind that makes items: for districts, for communes, for a post office, for a sub-unit in brackets."""
    quarter: dict[str, Any] = {"due_text": "trong Quý I/2021", "due_on": REPORT_DUE, "due_kind": "quarter"}
    centre: dict[str, Any] = {"lead": ("vpubnd-87",), "responsible_sub_unit": ("kstthc-87",), "modality": "assign"}
    return Proposal(
        symbol="UBND-KSTTHC",
        kind="công văn",
        issuer="Ủy ban nhân dân tỉnh Đồng Tháp",
        issued_year=2021,
        subject="khắc phục hạn chế qua kiểm tra",
        addressees=(PlacedText("UBND các huyện", DISTRICTS), PlacedText("Bưu điện", ("buudien-87", *POSTS))),
        recipients=(PlacedText("UBND các xã", COMMUNES), PlacedText("Sở Nội vụ", ("so-noi-vu-87",))),
        points=[
            PointProposal("1", None, "UBND các huyện:", lead=DISTRICTS),
            PointProposal(
                "1.a", "1", "Khẩn trương hoàn thiện trụ sở, trang thiết bị.", lead=DISTRICTS, coordinating=POSTS, makes="items",
                coordinating_text="các cơ quan liên quan",
            ),
            PointProposal(
                "1.b", "1", "Chỉ đạo UBND cấp xã niêm yết, công khai TTHC; chuẩn bị hồ sơ ghi mẫu; đẩy mạnh tuyên truyền.",
                lead=DISTRICTS, coordinating=POSTS, makes="commune_items",
            ),
            PointProposal(
                "2", None, "Đề nghị Bưu điện Tỉnh chỉ đạo khắc phục.", lead=("buudien-87",), coordinating=POSTS, makes="items", **quarter
            ),
            PointProposal("3", None, "Giao Văn phòng UBND Tỉnh (Trung tâm):", **centre),
            PointProposal("3.a", "3", "Theo dõi việc thực hiện.", makes="items", due_kind="ongoing", **centre),
            PointProposal("3.b", "3", "Tham mưu, đề xuất giải pháp.", coordinating=("buudien-87",), makes="items", **centre, **quarter),
        ],
    )  # fmt: skip


def issue(content: bytes = b"the file itself", made: Proposal | None = None) -> Directive:
    """The dispatch, issued on ``ISSUED_ON`` as the command line does it."""
    with clock.at(ISSUED_ON):
        draft = issuing.save_draft(by=None, proposal=made or proposal(), file_name="cong-van.docx", content=content)
        return issuing.issue_directive(directive_id=draft.pk, by=None).directive


def photo(name: str = "bang-niem-yet.png", mark: str = "") -> SimpleUploadedFile:
    """A small PNG; ``mark`` makes it another picture."""
    return SimpleUploadedFile(name, picture(colour=f"#{crc32(mark.encode()) & 0xFFFFFF:06x}"))


def picture(kind: str = "PNG", size: tuple[int, int] = (64, 48), colour: Any = "#5d7f73", *, noise: int = 0, **options: Any) -> bytes:
    """A picture as ``kind`` of Pillow, of one colour; with ``noise`` no two pixels are alike, and no two pictures."""
    target = BytesIO()
    image = Image.effect_noise(size, 20 + noise).convert("RGB") if noise else Image.new("RGB", size, colour)
    image.save(target, kind, **options)
    return target.getvalue()


def pdf(name: str = "Biên bản.pdf", mark: str = "") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF + mark.encode())


@dataclass
class Scene:
    """The issued dispatch and its people; people are made when they are first asked for."""

    directive: Directive
    _people: dict[str, int] = field(default_factory=dict)

    def for_test(self) -> Scene:
        """The same for another test: what one test asks for or changes, the next one does not see."""
        return Scene(Directive.objects.get(pk=self.directive.pk), dict(self._people))

    def person(self, unit: str, role: Role = Role.OFFICER, name: str = "") -> User:
        """Fresh from the database, as each request has it. ``name`` tells two people of one post apart."""
        username = name or f"{unit}.{role.value}"
        if username not in self._people:
            with clock.at(ISSUED_ON):
                self._people[username] = make_user(role, unit, username, email="").pk
        return User.objects.get(pk=self._people[username])

    @property
    def centre(self) -> User:
        return self.person("kstthc-87", Role.CENTRE)

    @property
    def verifier(self) -> User:
        return self.person("vpubnd-87", Role.VERIFIER)

    def doer_of(self, item: Item) -> User:
        """An officer of the responsible unit; for the Centre's own items a second person of the Centre, who then never verifies."""
        if item.responsible.code == "kstthc-87":
            return self.person("kstthc-87", Role.CENTRE, "kstthc-87.doer")
        return self.person(item.responsible.code)

    def verifier_of(self, item: Item) -> User:
        return self.verifier if item.responsible.code == "kstthc-87" else self.centre

    def item(self, point: str, unit: str) -> Item:
        """The general item of a point and a responsible unit, as it is now."""
        return self.items().get(point__key=point, responsible__code=unit, finding=None)

    def again(self, item: Item) -> Item:
        """The item as it is now."""
        return self.items().get(pk=item.pk)

    @staticmethod
    def items() -> Any:
        return Item.objects.with_flags().select_related("responsible", "accountable", "site", "point", "directive", "group", "finding")

    # Acts, through the services

    def progress(self, item: Item, percent: int = 40, note: str = "Đã in 8/21 TTHC", by: User | None = None, **more: Any) -> Item:
        who = by or self.doer_of(item)
        return item_services.update_progress(item_id=item.pk, version=self.again(item).version, by=who, percent=percent, note=note, **more)

    def claim(self, item: Item, by: User | None = None) -> Item:
        return self.progress(item, 100, "Đã niêm yết 21/21 TTHC", by=by, claim=True, late_reason="Chờ bìa niêm yết")

    def verify(self, item: Item, by: User | None = None) -> Item:
        return item_services.verify(item_id=item.pk, version=self.again(item).version, by=by or self.verifier_of(item))

    def send_back(self, item: Item, reason: str = "Chưa có biên bản", by: User | None = None) -> Item:
        return item_services.return_item(item_id=item.pk, version=self.again(item).version, by=by or self.verifier_of(item), reason=reason)

    def set_due(self, item: Item, due_on: date | None, reason: str = "Để kịp báo cáo Quý I") -> Item:
        return item_services.set_due(item_id=item.pk, version=self.again(item).version, by=self.centre, due_on=due_on, reason=reason)

    def reach_status(self, item: Item, status: str) -> Item:
        """Bring a fresh item to ``status``, step by step."""
        if status in ("doing", "claimed", "verified"):
            self.progress(item)
        if status in ("claimed", "verified"):
            self.claim(item)
        if status == "verified":
            self.verify(item)
        if status == "withdrawn":
            item_services.drop(item_id=item.pk, version=self.again(item).version, by=self.centre, reason="Giao nhầm")
        return self.again(item)

    def evidence(self, item: Item, upload: Any = None, by: User | None = None, caption: str = "Bảng niêm yết mới", **more: Any) -> Any:
        who = by or self.doer_of(item)
        return evidence_services.add_evidence(
            item_id=item.pk, by=who, upload=upload or photo(), caption=caption, **{"moment": "after", **more}
        )

    def stuck(
        self, item: Item | None, by: User, title: str = "Chưa có kinh phí sửa mái che", text: str = "", on: date = TODAY
    ) -> Difficulty:
        """A difficulty, raised on the day ``on``."""
        with clock.at(on):
            return difficulty_services.raise_difficulty(by=by, title=title, text=text, item_id=item.pk if item else None)

    def answer(self, difficulty: Difficulty, words: str = "Dùng nguồn chi thường xuyên", *, escalate: bool = False) -> Difficulty:
        """The Centre's answer."""
        return difficulty_services.answer_difficulty(
            difficulty_id=difficulty.pk,
            version=Difficulty.objects.get(pk=difficulty.pk).version,
            by=self.centre,
            answer=words,
            status=DifficultyStatus.ESCALATED if escalate else DifficultyStatus.GUIDED,
        )

    def close(self, difficulty: Difficulty, by: User | None = None, note: str = "") -> Difficulty:
        """The unit says that it is solved."""
        who = by or User.objects.get(pk=difficulty.raised_by_id)
        version = Difficulty.objects.get(pk=difficulty.pk).version
        return difficulty_services.close_difficulty(difficulty_id=difficulty.pk, version=version, by=who, note=note)

    # What other parts of the portal will make: findings with their items, and many items at once

    def finding_item(self, commune: str, text: str, due_on: date | None = None, **more: Any) -> Item:
        """An item of one finding under 1.b, as an import makes it."""
        general = self.item("1.b", commune)
        inspection, _ = Inspection.objects.get_or_create(directive=self.directive, title="Kiểm tra năm 2020")
        finding = Finding.objects.create(inspection=inspection, unit=general.responsible, text=text)
        values = {
            "number": making.next_numbers(1)[0],
            "directive": self.directive,
            "point": general.point,
            "finding": finding,
            "group": general.group,
            "title": text,
            "responsible": general.responsible,
            "accountable": general.accountable,
            "site": general.responsible,
            "due_on": due_on,
            "due_source": Item.DueSource.ANNEX if due_on else Item.DueSource.NONE,
            **more,
        }
        item = Item.objects.create(**values)
        item.coordinating.set(general.coordinating.all())
        return item

    def many_items(self, count: int, *, days: int = 10) -> list[Item]:
        """``count`` finding items of xã Mỹ Long, due on ``days`` days from ``TODAY`` on, every third without a date."""
        general = self.item("1.b", "ubnd-30115")
        inspection, _ = Inspection.objects.get_or_create(directive=self.directive, title="Kiểm tra nhiều")
        made = inspection.findings.count()
        findings = Finding.objects.bulk_create(
            Finding(inspection=inspection, unit=general.responsible, text=f"Hạn chế thứ {made + place}") for place in range(count)
        )
        group = RequirementGroup.objects.get(pk=general.group_id)
        dues = [None if place % 3 == 2 else TODAY + timedelta(days=place % days) for place in range(count)]
        return Item.objects.bulk_create(
            Item(
                number=number, directive=self.directive, point=general.point, finding=finding, group=group, title=finding.text,
                responsible=general.responsible, accountable=general.accountable, site=general.responsible, due_on=due,
                due_source=Item.DueSource.ANNEX if due else Item.DueSource.NONE,
            )
            for number, finding, due in zip(making.next_numbers(count), findings, dues, strict=True)
        )  # fmt: skip


def workbook_bytes() -> bytes:
    """A real .xlsx with one cell."""
    from openpyxl import Workbook

    book = Workbook()
    book.active["A1"] = "Danh mục TTHC"
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def the_scene() -> Scene:
    """The dispatch is issued, nothing was done yet."""
    ensure_units()
    with clock.at(TODAY):
        return Scene(issue())


def the_import_scene() -> Scene:
    """As in the dispatch: Tân Hồng is addressed, no point gives it a task."""
    ensure_units()
    with clock.at(TODAY):
        made = replace(proposal(), addressees=(*proposal().addressees, PlacedText("UBND huyện Tân Hồng", ("ubnd-869",))))
        directive = issue(made=made)
        if not directive.pending_units.exists():
            PendingUnit.objects.create(directive=directive, unit=unit("ubnd-869"), code="addressee_without_task")
        assert DISTRICTS == ("ubnd-873", "ubnd-870")
        return Scene(directive)
