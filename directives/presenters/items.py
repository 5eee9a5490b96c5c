"""The item page as plain values: what is asked and by which words, where the due date comes from, what was proved, who takes part."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from common import clock
from common.formats import code_nb, vn_date
from common.models import AuditEvent
from common.page_parts import Crumbs, HistoryLine
from directives import rules
from directives.models import Directive, Evidence, Finding, Item
from directives.presenters.difficulties import DifficultyView, count_phrase, item_difficulties
from directives.presenters.item_actions import Actions, available_actions, waiting_words
from directives.presenters.item_history import timeline
from directives.presenters.links import item_url, items_url, point_anchor
from directives.proposing.wording import asked_parts
from directives.workflow import ItemStatus
from reading.files.sniff import LABELS, PICTURES
from units.models import Unit, User
from units.querysets import reach

SIBLINGS = 5


def due_source_words(source: str, point: str) -> str:
    """Where the due date comes from, in a few words for lists: "Theo điểm 2", "Trung tâm đặt"."""
    match source:
        case Item.DueSource.POINT:
            return f"Theo điểm {point}"
        case Item.DueSource.ANNEX | Item.DueSource.CENTRE:
            return str(Item.DueSource(source).label)
        case _:
            return ""


def no_due_words(ongoing: bool) -> str:
    """The words that stand for a missing due date."""
    return "Việc thường xuyên" if ongoing else "Không ghi hạn"


def states_no_due(due_on: date | None, due_text: str) -> bool:
    """Whether the own words of a point set no time."""
    return due_on is None and not due_text


def due_explanation(item: Item) -> str:
    """Where the due date comes from, as the full sentence of the item's page."""
    said = f": “{item.due_text}”" if item.due_text else ""
    silent = f" Điểm {item.point.key} không ghi hạn." if states_no_due(item.point.due_on, item.point.due_text) else ""
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
    """One file as drawn, and whether this person may take it back."""

    file: Evidence
    may_withdraw: bool

    @property
    def kind(self) -> str:
        return LABELS.get(self.file.content_type, "Tệp")

    @property
    def added_on(self) -> date:
        return clock.localize(self.file.added_at).date()


@dataclass(frozen=True)
class EvidenceLists:
    """Photos stand on the page, small; other files are links."""

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
        if file.withdrawn_at is None:
            may_withdraw = rules.can(rules.check_can_withdraw_evidence, user, file)
            (lists.photos if file.content_type in PICTURES else lists.documents).append(EvidenceView(file, may_withdraw))
        elif sees_withdrawn:
            lists.withdrawn.append(EvidenceView(file, may_withdraw=False))
    return lists


def finding_parts(finding: Finding, item: Item) -> list[tuple[str, str]]:
    """Label and words of every column of the annex that the page does not show elsewhere; its due date where the item has another one."""
    due = finding.due_text if item.due_source != Item.DueSource.ANNEX else ""
    said = (
        ("Nguyên nhân", finding.cause),
        ("Yêu cầu khắc phục", finding.remedy),
        ("Thời hạn ghi trong phụ lục", due),
        ("Ghi chú", finding.note),
    )
    return [(label, text) for label, text in said if text]


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


def item_crumbs(user: User, item: Item, here: str = "") -> Crumbs:
    """The way back to the page that this person works from; ``here`` names a page below the item's own."""
    if reach(user)["do_work"] and not reach(user).everywhere:
        links = [("Việc của đơn vị tôi", reverse("my_work"))]
    else:
        accountable = item.accountable
        links = [("Nội dung khắc phục", items_url()), (accountable.short_name, items_url(chu_tri=accountable.code))]
    code = code_nb(item.code)
    return Crumbs([*links, (code, item_url(item.number))], here) if here else Crumbs(links, code)


def directive_url(user: User, item: Item) -> str:
    """The point in the dispatch's own words, for those who may read the dispatch."""
    if not Directive.objects.visible_to(user).filter(pk=item.directive_id).exists():
        return ""
    return f"{reverse('directive_detail', args=[item.directive_id])}#{point_anchor(item.point.key)}"


def siblings(user: User, item: Item) -> tuple[list[Item], bool]:
    """Other items of the responsible unit that this person sees, the nearest due first; whether there are more."""
    others = (
        Item.objects.visible_to(user)
        .counted()
        .filter(responsible=item.responsible_id)
        .exclude(pk=item.pk)
        .with_flags()
        .order_by("due_key", "number")
    )
    rows = list(others[: SIBLINGS + 1])
    return rows[:SIBLINGS], len(rows) > SIBLINGS


@dataclass(frozen=True)
class ItemHead:
    """What every page of an item says of it. ``item`` comes with its units, point, directive, finding and coordinating units loaded."""

    item: Item
    today: date
    crumbs: Crumbs
    waiting: str

    @property
    def due_words(self) -> str:
        return due_explanation(self.item)

    @property
    def no_due(self) -> str:
        return no_due_words(self.item.ongoing)


@dataclass(frozen=True)
class ItemPage(ItemHead):
    """The page of one item; addresses are "" where they lead nowhere for this reader."""

    directive_url: str
    accountable_url: str
    responsible_url: str
    evidence: EvidenceLists
    difficulties: Sequence[DifficultyView]
    events: Sequence[HistoryLine]
    actions: Actions
    may_note: bool
    siblings: Sequence[Item]
    siblings_url: str

    @property
    def asked(self) -> Sequence[str]:
        """The works that the point asks for, one by one; nothing where it names one."""
        return asked_parts(self.item.point.text)

    @property
    def finding_parts(self) -> Sequence[tuple[str, str]]:
        return finding_parts(self.item.finding, self.item) if self.item.finding else []

    @property
    def finding_place(self) -> str:
        return finding_place(self.item.finding) if self.item.finding else ""

    @property
    def difficulty_count(self) -> str:
        return count_phrase(self.difficulties)


def item_page(user: User, item: Item) -> ItemPage:
    today = clock.today()
    others, more = siblings(user, item)
    return ItemPage(
        item=item,
        today=today,
        crumbs=item_crumbs(user, item),
        waiting=waiting_words(user, item.responsible_id, item.responsible.kind),
        directive_url=directive_url(user, item),
        accountable_url=unit_url(user, item.accountable),
        responsible_url=unit_url(user, item.responsible),
        evidence=evidence_lists(user, item, item.evidence.select_related("unit").order_by("id")),
        difficulties=item_difficulties(item, today),
        events=timeline(AuditEvent.objects.filter(subject_kind="item", subject_id=item.pk)),
        actions=available_actions(user, item),
        may_note=rules.can(rules.check_item, user, item, "note"),
        siblings=others,
        siblings_url=items_url(thuc_hien=item.responsible.code) if more else "",
    )


def update_summary(item: Item) -> str:
    """What an item holds now, for the person whose update met another one."""
    said = f" “{item.progress_note}”" if item.progress_note else ""
    expected = f" Dự kiến xong {vn_date(item.expected_on)}." if item.expected_on else ""
    return f"{ItemStatus(item.status).label}, {item.percent}%.{said}{expected}"
