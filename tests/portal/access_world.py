"""Who walks the portal and what there is to be seen: the dispatch, and work of huyện Cao Lãnh (873) that its neighbour Tháp Mười (872) must not find."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from common import clock
from directives.models import Directive, Evidence, Item, PendingUnit
from directives.services import issuing
from directives.services import items as item_services
from directives.services.evidence import add_evidence
from django.contrib.auth.models import AnonymousUser
from units.models import User
from units.roles import Role

from tests.factories.directives import photo
from tests.factories.units import make_user
from tests.reports.stage import TODAY, issue_dispatch, the_proposal

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
SECRETS = ("Đã lát lại nền Bộ phận Một cửa Cao Lãnh", "bien-ban-cao-lanh.png", "Ảnh mặt tiền Cao Lãnh", "Hỏi riêng về nền nhà Cao Lãnh", "Mỹ Long đã niêm yết đủ")


@dataclass
class World:
    """``item`` is the district's (doing, with a photo), ``commune_item`` that of its commune Mỹ Long (claimed)."""

    directive: Directive
    draft: Directive
    pending: PendingUnit
    item: Item
    commune_item: Item
    evidence: Evidence
    stranger: User  # an account of the neighbour, for the users pages
    people: dict[str, User | AnonymousUser] = field(default_factory=dict)

    @property
    def arguments(self) -> dict[str, list[object]]:
        """What an address is asked with, by the name of its parameter."""
        return {
            "item": [self.item.number],
            "directive": [self.directive.pk],
            "draft": [self.draft.pk],
            "evidence": [self.evidence.pk],
            "pending": [self.pending.pk],
            "unit": ["ubnd-873"],
            "user": [self.stranger.pk],
        }


def make_world() -> World:
    """Made by the acts that people do, on 19/03/2021."""
    directive = issue_dispatch()
    people: dict[str, User | AnonymousUser] = {}
    for name, post in WALKERS.items():
        people[name] = make_user(post[0], post[1], f"di.{name.replace('_', '.')}") if post else AnonymousUser()
    centre, district, commune = (User.objects.get(username=f"di.{name}") for name in ("centre", "district", "commune"))
    item = Item.objects.get(directive=directive, point__key="1.a", responsible__code="ubnd-873")
    commune_item = Item.objects.get(directive=directive, point__key="1.b", responsible__code="ubnd-30115")
    with clock.at(datetime.combine(TODAY, datetime.min.time().replace(hour=9))):
        item_services.update_progress(item_id=item.pk, version=item.version, by=district, percent=40, note=SECRETS[0])
        evidence = add_evidence(item_id=item.pk, by=district, upload=photo(SECRETS[1]), caption=SECRETS[2])
        item_services.add_note(item_id=item.pk, by=centre, text=SECRETS[3])
        item_services.update_progress(item_id=commune_item.pk, version=commune_item.version, by=commune, percent=100, note=SECRETS[4], claim=True)
        draft = issuing.save_draft(by=centre, proposal=the_proposal(), file_name="ban-nhap.docx", content=b"a draft")
    return World(
        directive=directive,
        draft=draft,
        pending=PendingUnit.objects.get(directive=directive, unit__code="ubnd-869"),
        item=Item.objects.get(pk=item.pk),
        commune_item=Item.objects.get(pk=commune_item.pk),
        evidence=evidence,
        stranger=User.objects.get(username="di.other.district"),
        people=people,
    )


DAY: date = TODAY
