"""The item page as plain values: what is asked and by which words, where the due date comes from, what was proved, who takes part."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from common import clock
from common.formats import code_nb, file_size, vn_date
from common.models import AuditEvent
from directives import rules
from directives.models import Directive, Evidence, Finding, Item, Point
from directives.presenters.difficulties import count_phrase, item_difficulties
from directives.presenters.item_actions import available_actions, waiting_words
from directives.presenters.item_history import timeline
from directives.proposing.wording import asked_parts
from directives.workflow import ItemStatus
from reading.files.sniff import LABELS, PICTURES
from units.models import Unit, User
from units.querysets import reach

SIBLINGS = 5


def due_source_words(item: Item) -> str:
    """Where the due date comes from, in a few words for lists: "Theo điểm 2", "Trung tâm đặt"."""
    match item.due_source:
        case Item.DueSource.POINT:
            return f"Theo điểm {item.point.key}"
        case Item.DueSource.ANNEX | Item.DueSource.CENTRE:
            return item.get_due_source_display()
        case _:
            return ""


def no_due_words(item: Item) -> str:
    """The words that stand for a missing due date."""
    return "Việc thường xuyên" if item.ongoing else "Không ghi hạn"


def states_no_due(point: Point) -> bool:
    """Whether the point's own words set no time."""
    return point.due_on is None and not point.due_text


def due_explanation(item: Item) -> str:
    """Where the due date comes from, as the full sentence of the item's page."""
    said = f": “{item.due_text}”" if item.due_text else ""
    silent = f" Điểm {item.point.key} không ghi hạn." if states_no_due(item.point) else ""
    match item.due_source:
        case Item.DueSource.POINT:
            return f"Theo điểm {item.point.key} của văn bản{said}."
        case Item.DueSource.ANNEX:
            return f"Theo Phụ lục của Báo cáo kiểm tra{said}.{silent}"
        case Item.DueSource.CENTRE:
            written = f" Văn bản ghi “{item.due_text}”." if item.due_text else ""
            return f"Trung tâm đặt.{written or silent}"
        case _ if item.ongoing:
            return "Việc thường xuyên, không có hạn nên không tính quá hạn."
        case _:
            return f"Không có hạn nên không tính quá hạn.{silent}"


@dataclass(frozen=True)
class EvidenceView:
    """One file as drawn; ``shown`` photos stand on the page, small, others are links. ``withdraw_url`` where this person may take it back,
    ``original_url`` where the picture was also kept as it was sent.
    """

    url: str
    small_url: str
    name: str
    caption: str
    moment: str
    kind: str
    size: str
    unit: str
    day: date
    taken_at: datetime | None
    original_url: str
    original_size: str
    shown: bool
    withdraw_url: str


@dataclass(frozen=True)
class EvidenceLists:
    photos: list[EvidenceView]
    documents: list[EvidenceView]
    withdrawn: list[EvidenceView]

    @property
    def count(self) -> int:
        return len(self.photos) + len(self.documents)


def evidence_lists(user: User, item: Item, files: Iterable[Evidence]) -> EvidenceLists:
    """Standing photos and documents; withdrawn files only for those who steer."""
    lists = EvidenceLists([], [], [])
    sees_withdrawn = bool(reach(user)["steer_work"])
    for file in files:
        file.item = item
        view = _evidence_view(user, file)
        if file.withdrawn_at is not None:
            if sees_withdrawn:
                lists.withdrawn.append(view)
        else:
            (lists.photos if view.shown else lists.documents).append(view)
    return lists


def _evidence_view(user: User, file: Evidence) -> EvidenceView:
    may_withdraw = file.withdrawn_at is None and rules.can(rules.check_can_withdraw_evidence, user, file)
    return EvidenceView(
        url=reverse("evidence_file", args=[file.pk]),
        small_url=reverse("evidence_thumbnail", args=[file.pk]),
        name=file.name,
        caption=file.caption,
        moment=file.get_moment_display(),
        kind=LABELS.get(file.content_type, "Tệp"),
        size=file_size(file.size),
        unit=file.unit.name,
        day=clock.localize(file.added_at).date(),
        taken_at=file.taken_at,
        original_url=reverse("evidence_original", args=[file.pk]) if file.original else "",
        original_size=file_size(file.original_size),
        shown=file.content_type in PICTURES,
        withdraw_url=reverse("evidence_withdraw", args=[file.pk]) if may_withdraw else "",
    )


@dataclass(frozen=True)
class FindingPart:
    """Something that the annex says besides the finding itself."""

    label: str
    text: str


def finding_parts(finding: Finding, item: Item) -> list[FindingPart]:
    """Every column of the annex that the page does not show elsewhere; its due date where the item has another one."""
    due = finding.due_text if item.due_source != Item.DueSource.ANNEX else ""
    said = (
        ("Nguyên nhân", finding.cause),
        ("Yêu cầu khắc phục", finding.remedy),
        ("Thời hạn ghi trong phụ lục", due),
        ("Ghi chú", finding.note),
    )
    return [FindingPart(label, text) for label, text in said if text]


def finding_place(finding: Finding) -> str:
    """Where the finding stands: the inspection, and the row of the annex."""
    source = finding.source
    if not source:
        return f"{finding.inspection.title}."
    where = f"bảng {source['table']}" if "table" in source else f"trang tính “{source['sheet']}”" if source.get("sheet") else "tệp CSV"
    return f"{finding.inspection.title}: phụ lục, {where}, dòng {source['row']}."


def unit_url(user: User, unit: Unit) -> str:
    """The unit's page, for those who see the unit's work; else nothing to link."""
    return reverse("unit_detail", args=[unit.code]) if reach(user).holds("see_work", unit.pk) else ""


def item_crumbs(user: User, item: Item, here: str = "") -> dict[str, Any]:
    """The way back to the page that this person works from; ``here`` names a page below the item's own."""
    works = bool(reach(user)["do_work"]) and not reach(user).everywhere
    if works:
        links = [("Việc của đơn vị tôi", reverse("my_work"))]
    else:
        links = [("Nội dung khắc phục", reverse("item_list"))]
        links.append((item.accountable.short_name, f"{reverse('item_list')}?chu_tri={item.accountable.code}"))
    code = code_nb(item.code)
    if here:
        links.append((code, reverse("item_detail", args=[item.number])))
    return {"links": links, "here": here or code}


def directive_url(user: User, item: Item) -> str:
    """The point in the dispatch's own words, for those who may read the dispatch."""
    if not Directive.objects.visible_to(user).filter(pk=item.directive_id).exists():
        return ""
    return f"{reverse('directive_detail', args=[item.directive_id])}#diem-{item.point.key}"


def siblings(user: User, item: Item) -> tuple[list[Item], bool]:
    """Other items of the responsible unit that this person sees, the nearest due first; whether there are more."""
    others = (
        Item.objects.visible_to(user).filter(responsible=item.responsible_id).exclude(pk=item.pk).with_flags().order_by("due_key", "number")
    )
    rows = list(others[: SIBLINGS + 1])
    return rows[:SIBLINGS], len(rows) > SIBLINGS


def item_page(user: User, item: Item) -> dict[str, Any]:
    """The context of the item page. ``item`` comes with its units, point, directive, finding and coordinating units loaded."""
    files = item.evidence.select_related("unit").order_by("id")
    events = AuditEvent.objects.filter(subject_kind="item", subject_id=item.pk)
    others, more = siblings(user, item)
    difficulties = item_difficulties(item, clock.today())
    return {
        "item": item,
        "today": clock.today(),
        "crumbs": item_crumbs(user, item),
        "directive_url": directive_url(user, item),
        "finding_parts": finding_parts(item.finding, item) if item.finding is not None else [],
        "finding_place": finding_place(item.finding) if item.finding is not None else "",
        "parts": asked_parts(item.point.text),
        "evidence": evidence_lists(user, item, files),
        "difficulties": difficulties,
        "difficulty_count": count_phrase(difficulties),
        "events": timeline(events),
        "actions": available_actions(user, item),
        "may_note": rules.can(rules.check_item, user, item, "note"),
        "due_words": due_explanation(item),
        "no_due": no_due_words(item),
        "waiting": waiting_words(user, item),
        "accountable_url": unit_url(user, item.accountable),
        "responsible_url": unit_url(user, item.responsible),
        "siblings": others,
        "siblings_url": f"{reverse('item_list')}?thuc_hien={item.responsible.code}" if more else "",
        "verified": item.status == ItemStatus.VERIFIED,
    }


def update_summary(item: Item) -> str:
    """What an item holds now, for the person whose update met another one."""
    said = f" “{item.progress_note}”" if item.progress_note else ""
    expected = f" Dự kiến xong {vn_date(item.expected_on)}." if item.expected_on else ""
    return f"{ItemStatus(item.status).label}, {item.percent}%.{said}{expected}"
