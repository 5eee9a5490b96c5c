"""Who walks the portal and what is there: the dispatch, and work of huyện Cao Lãnh (873) that Tháp Mười (872) must not find."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AnonymousUser

from common import clock
from directives.models import Difficulty, Directive, Evidence, ImportBatch, Item, PendingUnit
from directives.proposing.answers import safe_answers
from directives.reading.proposal import Proposal
from directives.services import difficulties, importing, issuing, items
from directives.services.evidence import add_evidence
from tests.factories.annexes import annex, row
from tests.factories.directives import photo
from tests.factories.units import make_user
from tests.reports.stage import TODAY, issue_dispatch, the_proposal
from units.models import User
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
)


@dataclass
class World:
    """``item`` is the district's (doing, photo, difficulty), ``claimed`` that of its commune Mỹ Long, ``verified`` of Bình Hàng Tây."""

    directive: Directive
    draft: Directive
    pending: PendingUnit
    item: Item
    claimed: Item
    verified: Item
    evidence: Evidence
    difficulty: Difficulty
    imported: ImportBatch
    annex: ImportBatch
    people: dict[str, User | AnonymousUser] = field(default_factory=dict)

    @property
    def objects(self) -> dict[str, list[Any]]:
        """What an address is asked with, by the word in the table."""
        return {
            "-": [],
            "item": [self.item.number],
            "claimed": [self.claimed.number],
            "verified": [self.verified.number],
            "directive": [self.directive.pk],
            "draft": [self.draft.pk],
            "evidence": [self.evidence.pk],
            "difficult": [self.difficulty.pk],
            "imported": [self.imported.pk],
            "annex": [self.annex.pk],
            "pending": [self.pending.pk],
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
        _work(world)
        world.draft = _ready_draft(world.fresh("centre"))
        world.imported = _annex(world, SECRETS[8], SECRETS[9])
        world.imported = importing.commit_batch(batch_id=world.imported.pk, version=1, by=world.fresh("centre"), only_valid=False)
        world.annex = _annex(world, "Thiếu ghế ngồi chờ", "phu-luc-nhap.xlsx")
    return world


def _ready_draft(centre: User) -> Directive:
    """A second dispatch, looked through and not issued."""
    draft = issuing.save_draft(by=centre, proposal=the_proposal(), file_name="ban-nhap.docx", content=b"a draft")
    proposal = Proposal.from_storage(draft.proposal)
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
    world.evidence = add_evidence(item_id=item.pk, by=district, upload=photo(SECRETS[1]), caption=SECRETS[2])
    items.add_note(item_id=item.pk, by=centre, text=SECRETS[3])
    world.difficulty = difficulties.raise_difficulty(by=district, item_id=item.pk, title=SECRETS[6], text=SECRETS[7])
    claimed, verified = _item(world, "1.b", "ubnd-30115"), _item(world, "1.b", "ubnd-30124")
    items.update_progress(item_id=claimed.pk, version=claimed.version, by=commune, percent=100, note=SECRETS[4], claim=True)
    done = items.update_progress(item_id=verified.pk, version=verified.version, by=district, percent=100, note=SECRETS[5], claim=True)
    items.verify(item_id=verified.pk, version=done.version, by=centre)
    world.item, world.claimed, world.verified = (Item.objects.get(pk=each.pk) for each in (item, claimed, verified))


def _item(world: World, point: str, unit: str) -> Item:
    return Item.objects.get(directive=world.directive, point__key=point, responsible__code=unit)
