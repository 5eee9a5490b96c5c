"""The proposal page: what has to be decided on top, the words of the dispatch, and beside them what was read and what it will make.

Fields stand there for what is asked and for the parts that a person opened (``forms.proposal``); everything else is words.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.forms.boundfield import BoundField

from common.formats import vn_num
from common.page_parts import Step, steps_of
from common.quarters import Quarter
from directives.forms.proposal import ADDED, ADDRESSEES, DATE, GROUPS, HEADER_PARTS, HEADING, RECIPIENTS, SIGNATURE, ProposalForm
from directives.models import Directive, Point
from directives.presenters.due_words import due_words
from directives.presenters.links import point_anchor
from directives.presenters.proposal_text import ANCHORS, Paragraph, TextBlock, text_blocks
from directives.presenters.unit_words import unit_words
from directives.proposing.answers import is_answered
from directives.proposing.asking import Matter, Remark, remarks_of
from directives.proposing.planning import ONGOING, PlannedItem, makes_what
from directives.proposing.reconsider import TIMES
from directives.services.previewing import Preview, preview
from reading.dispatch.proposal import PlacedText, PointProposal

STEPS = ("Tải văn bản", "Xem lại đề xuất", "Xác nhận, giao việc")
MORE, ADDING = ("units", "due", "reason"), ("name", "kind", "parent", "from")  # what the options of a question ask for
QUOTED = 260  # letters of a point beside a question about it
POINT_ORDER = (
    "lead", "responsible_sub_unit", "coordinating", "coordinating_text", "due_on", "due_kind", "due_text", "makes", "period", "modality",
    "title", "text",
)  # fmt: skip
_PLACES = {
    "number_missing": "id_number",
    "date_missing": "id_issued_on",
    "addressee_without_task": ANCHORS["addressees"],
    "unit_unknown": ANCHORS["addressees"],
    "unit_ambiguous": ANCHORS["addressees"],
    "recipient_outside_task": ANCHORS["recipients"],
}


@dataclass(frozen=True)
class Place:
    """A link into the page."""

    label: str
    anchor: str


@dataclass(frozen=True)
class Ask:
    """One thing to decide: the choice, what goes with it by the option that wants it (``adding``: a new unit), and the words around it."""

    choice: BoundField
    more: Sequence[BoundField]
    adding: Sequence[BoundField]
    places: Sequence[Place]
    quote: str
    is_open: bool
    lacks: bool


@dataclass(frozen=True)
class Look:
    """A remark with the places where it is."""

    words: str
    places: Sequence[Place]


@dataclass(frozen=True)
class Part:
    """What a person may open: the button, and once it is open the fields; ``acts`` are buttons (value, label, is it a danger)."""

    name: str
    label: str
    fields: Sequence[BoundField] = ()
    acts: Sequence[tuple[str, str, bool]] = ()
    is_open: bool = False
    after: str = ""
    key: str = ""


@dataclass
class Block:
    """Words left; right: what to look at, facts, fields, the part to open."""

    title: str
    anchor: str
    level: int
    paragraphs: Sequence[Paragraph]
    added: str = ""
    looks: list[str] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)
    fields: list[BoundField] = field(default_factory=list)
    part: Part | None = None
    remark: str = ""


@dataclass(frozen=True)
class GroupRow:
    """A requirement group, how many items fall into it, and the points whose headings it comes from."""

    name: str
    items: int
    point: str


@dataclass(frozen=True)
class ProposalPage:
    """All that the page shows of a draft as it is stored beside its form, which may hold what was sent and refused."""

    found: Preview
    steps: Sequence[Step]
    open: Sequence[Ask]
    chosen: Sequence[Ask]
    looks: Sequence[Look]
    minor: Sequence[Look]
    blocks: Sequence[Block]
    groups: Sequence[GroupRow]
    groups_part: Part
    added_part: Part
    same_file: Sequence[Directive]


def proposal_page(directive: Directive, form: ProposalForm) -> ProposalPage:
    found = preview(directive, units=form.names.units)
    page = _Page(directive, form, found)
    asks = page.asks()
    left = [ask for ask in asks if ask.is_open]
    remarks = remarks_of(form.proposal, found.plan)
    return ProposalPage(
        found=found,
        steps=steps_of(STEPS, 2, f"Còn {len(left)} chỗ phải chọn" if left else "Đã chọn đủ"),
        open=left,
        chosen=[ask for ask in asks if not ask.is_open],
        looks=[page.look(remark) for remark in remarks if not remark.is_minor],
        minor=[page.look(remark) for remark in remarks if remark.is_minor],
        blocks=page.blocks(),
        groups=group_rows(found),
        groups_part=page.groups_part(),
        added_part=page.added_part(),
        same_file=same_file(directive),
    )


def part_page(directive: Directive, form: ProposalForm, name: str) -> Part | None:
    """One part alone, opened: what htmx puts in the place of its button. None where the draft has no such part."""
    if name not in form.parts:
        return None
    page = _Page(directive, form, None)
    if name == GROUPS:
        return page.groups_part()
    if name == ADDED:
        return page.added_part()
    if name in HEADER_PARTS:
        return page.part(name, "", HEADER_PARTS[name])
    if name in (ADDRESSEES, RECIPIENTS):
        return page.entries_part(name)
    return page.point_part(form.proposal.points[int(name[1:])])


def group_rows(found: Preview) -> list[GroupRow]:
    counts = Counter(item.group for item in found.plan.items)
    points: dict[str, list[str]] = {}
    for group in found.groups:
        points.setdefault(group.name, []).extend(filter(None, [group.point]))
    return [GroupRow(name, counts[name], ", ".join(keys)) for name, keys in points.items()]


def same_file(directive: Directive) -> list[Directive]:
    """Other dispatches that came from the very same file."""
    if not directive.file_sha256:
        return []
    return list(Directive.objects.filter(file_sha256=directive.file_sha256).exclude(pk=directive.pk)[:5])


class _Page:
    """The parts of one page, from values that hold for all of it."""

    def __init__(self, directive: Directive, form: ProposalForm, found: Preview | None) -> None:
        self.form, self.proposal = form, form.proposal
        self._found = found
        self.answers = directive.reading.answers
        self.index = {point.key: index for index, point in enumerate(self.proposal.points)}
        self.by_key = {point.key: point for point in self.proposal.points}
        self.parents = {point.parent for point in self.proposal.points}
        self.specs: dict[str, PointProposal] = {}
        self.planned: dict[str, PlannedItem] = {}
        self.made: Counter[str] = Counter()
        self.helping: dict[str, list[str]] = {}
        if found is not None:
            self.specs = {point.key: point for point in found.outcome.proposal.points}
            self.planned = {item.point: item for item in reversed(found.plan.items)}
            self.made.update(item.point for item in found.plan.items)
            self.made.update(owed.point for owed in found.plan.obligations)
            for item in found.plan.items:
                self.helping.setdefault(item.point, []).extend(item.coordinating)

    @property
    def found(self) -> Preview:
        if self._found is None:
            raise LookupError("a part alone has no preview")
        return self._found

    # ---- what waits ----

    def asks(self) -> list[Ask]:
        return [self._ask(index, matter) for index, matter in enumerate(self.form.matters)]

    def _ask(self, index: int, matter: Matter) -> Ask:
        more, adding = ([f"q{index}_{part}" for part in parts if f"q{index}_{part}" in self.form.fields] for parts in (MORE, ADDING))
        answers = [self.answers.get(question.key) for question in matter.questions]
        is_open = not all(map(is_answered, matter.questions, answers)) or self.form.has_errors_in([f"q{index}", *more, *adding])
        places = [Place(f"điểm {key}", point_anchor(key)) for key in matter.points] or [Place("xem chữ", self._place_of(matter))]
        return Ask(
            choice=self.form[f"q{index}"],
            more=[self.form[name] for name in more],
            adding=[self.form[name] for name in adding],
            places=places,
            quote=self._quote(matter),
            is_open=is_open,
            lacks=is_open and any((answer or {}).get("choice") for answer in answers),
        )

    def _place_of(self, matter: Matter) -> str:
        if matter.first.code == "addressee_without_task":
            return ANCHORS["addressees"]
        number = matter.first.paragraph
        return f"doan-{number}" if number else ANCHORS["addressees"]

    def _quote(self, matter: Matter) -> str:
        """The sentence of the point around the words in question; of several points that of the first."""
        point = self.by_key.get(matter.first.point or "")
        if point is None:
            return ""
        at = max(point.text.find(matter.first.text), 0) if matter.first.text else 0
        start = max(0, point.text.rfind(" ", 0, max(0, at - QUOTED // 2)) + 1)
        end = start + QUOTED
        return ("…" if start else "") + point.text[start:end] + ("…" if end < len(point.text) else "")

    def look(self, remark: Remark) -> Look:
        places = [Place(f"điểm {key}", point_anchor(key)) for key in remark.points]
        return Look(remark.words, places or [Place("xem chữ", _PLACES.get(remark.code, ANCHORS["header"]))])

    # ---- the blocks ----

    def blocks(self) -> list[Block]:
        return [self._block(text) for text in text_blocks(self.proposal)]

    def _block(self, text: TextBlock) -> Block:
        anchor = point_anchor(text.point) if text.point else ANCHORS.get(text.role, "")
        block = Block(text.title, anchor if text.first else "", self._level(text.point), text.paragraphs)
        if not text.first:
            return block
        match text.role:
            case "header":
                self._header(block)
            case "date":
                self._warn(block, "date_missing")
                block.fields = [self.form["issued_on"]]
                block.facts = [("Nơi ban hành", self.proposal.place or "Không ghi"), ("Năm", str(self.proposal.issued_year or "Không ghi"))]
                block.part = self.part(DATE, "Sửa nơi, năm", HEADER_PARTS[DATE])
            case "addressees":
                self._entries(block, ADDRESSEES, self.proposal.addressees)
            case "recipients":
                self._warn(block, "recipient_outside_task")
                self._entries(block, RECIPIENTS, self.proposal.recipients)
            case "signature":
                parts = [self.proposal.signed_for, self.proposal.signer_title, self.proposal.signer]
                block.facts = [("Người ký", ", ".join(filter(None, parts)) or "Không ghi")]
                block.part = self.part(SIGNATURE, "Sửa người ký", HEADER_PARTS[SIGNATURE])
            case "closing":
                block.remark = "Câu kết, không tạo nội dung"
            case "point" if text.point is None:
                block.remark = "Không phải điểm giao việc"
            case "point":
                self._point(block, self.by_key[text.point or ""])
        return block

    def _level(self, key: str | None) -> int:
        level = 0
        while key is not None:
            level, key = level + 1, self.by_key[key].parent
        return level or 1

    def _warn(self, block: Block, *codes: str) -> None:
        block.looks = [warning.message for warning in self.proposal.warnings if warning.code in codes]

    def part(
        self, name: str, label: str, fields: Sequence[str], acts: Sequence[tuple[str, str, bool]] = (), after: str = "", key: str = ""
    ) -> Part:
        is_open = name in self.form.parts
        if name == self.form.focused and is_open:
            self.form.fields[fields[0]].widget.attrs["autofocus"] = True
        return Part(name, label, [self.form[field] for field in fields] if is_open else (), acts, is_open, after, key)

    def groups_part(self) -> Part:
        return self.part(GROUPS, "Sửa nhóm", [f"g{index}" for index in range(len(self.form.groups) + 1)])

    def added_part(self) -> Part:
        return self.part(ADDED, "Thêm điểm", ["new_key", "new_text", "new_lead", "new_due"])

    def _header(self, block: Block) -> None:
        self._warn(block, "number_missing")
        proposal = self.proposal
        block.fields = [self.form["number"]]
        block.facts = [
            ("Ký hiệu", proposal.symbol or "Không ghi"),
            ("Loại", (proposal.kind or "không ghi").capitalize()),
            ("Ban hành", proposal.issuer or "Không ghi"),
            ("Trích yếu", proposal.subject or "Không ghi"),
        ]
        block.part = self.part(HEADING, "Sửa phần đầu", HEADER_PARTS[HEADING])

    def _entries(self, block: Block, prefix: str, entries: Sequence[PlacedText]) -> None:
        known = dict.fromkeys(code for entry in entries for code in entry.units)
        found = f"{vn_num(len(known))} đơn vị: {unit_words(known, self.found.units)}" if known else "Chưa nhận ra đơn vị nào"
        block.facts = [("Nhận ra", found)]
        block.part = self.entries_part(prefix)

    def entries_part(self, prefix: str) -> Part:
        of_prefix = {ADDRESSEES: ("Kính gửi", self.proposal.addressees), RECIPIENTS: ("Nơi nhận", self.proposal.recipients)}
        label, entries = of_prefix[prefix]
        names = [f"{prefix}{index}_{kind}" for index in range(len(entries) + 1) for kind in ("text", "units")]
        return self.part(prefix, f"Sửa {label}", names)

    # ---- one point ----

    def _point(self, block: Block, point: PointProposal) -> None:
        block.added = "" if block.paragraphs else f"{point.label} {point.text}"
        block.looks = [one.message for one in self.proposal.warnings if one.point == point.key and one.code != "due_doubtful"]
        block.facts = self._facts(point, leaf=point.key not in self.parents)
        block.part = self.point_part(point)

    def point_part(self, point: PointProposal) -> Part:
        leaf, index = point.key not in self.parents, self.index[point.key]
        acts = [(f"tach:{point.key}", f"Tách {len(point.lines)} dòng gạch đầu dòng thành điểm", False)] if leaf and point.lines else []
        if leaf and index:
            acts.append((f"gop:{point.key}", f"Gộp vào điểm {self.proposal.points[index - 1].key}", False))
        acts.append((f"bo:{point.key}", f"Bỏ điểm {point.key}" + ("" if leaf else " và các điểm thuộc điểm này"), True))
        names = [f"p{index}_{name}" for name in POINT_ORDER if leaf or name not in ("makes", "period", "title")]
        after = f"p{index + 1}" if index + 1 < len(self.proposal.points) else ""
        return self.part(f"p{index}", f"Sửa điểm {point.key}", names, acts, after, point.key)

    def _facts(self, point: PointProposal, *, leaf: bool) -> list[tuple[str, str]]:
        spec, units = self.specs[point.key], self.found.units
        made = makes_what(spec) if leaf else "nothing"
        who = {"obligation": "Ai nộp", "commune_items": "Chịu trách nhiệm"}.get(made, "Chủ trì")
        facts = [(who, (unit_words(self.found.plan.leads[point.key], units) or "Chưa có đơn vị nào") + self._inherited(point))]
        if made == "commune_items":
            facts.append(("Thực hiện", f"{vn_num(self.made[point.key])} UBND cấp xã ở Nơi nhận thuộc các đơn vị trên"))
        elif spec.responsible_sub_unit:
            facts.append(("Thực hiện", unit_words(spec.responsible_sub_unit, units)))
        # As the items will have it: each district its own post office; as written where nothing is made.
        helping = unit_words((leaf and self.helping.get(point.key)) or spec.coordinating, units)
        if coordinating := "; ".join(filter(None, [helping, spec.coordinating_text])):
            facts.append(("Phối hợp", coordinating))
        facts.append(("Cách giao", str(Point.Modality(point.modality).label)))
        if leaf:
            facts += [("Hạn", self._due(spec)), ("Sẽ tạo", self._makes(spec))]
        return facts

    def _inherited(self, point: PointProposal) -> str:
        parent = self.by_key.get(point.parent or "")
        return f" (theo điểm {parent.key})" if parent is not None and point.lead and parent.lead == point.lead else ""

    def _due(self, spec: PointProposal) -> str:
        planned = self.planned.get(spec.key)
        due_on, due_text = (planned.due_on, planned.due_text) if planned else (spec.due_on, spec.due_text)
        if due_on is not None:
            return due_words(due_on, due_text or "", by_centre=planned.due_set if planned else spec.due_set)
        if spec.due_kind in ONGOING:
            return f"“{due_text}”, không có ngày nên không bao giờ quá hạn" if due_text else "Thường xuyên, không có hạn"
        if due_text:
            return f"“{due_text}”, chưa tính ra ngày"
        if any(line.due_text for line in spec.lines):
            return "Từng dòng có hạn riêng: tách thành điểm để giữ"
        doubted = any(warning.point == spec.key and warning.code in TIMES for warning in self.proposal.warnings)
        return "Chưa rõ, xem chữ bên cạnh" if doubted else "Không ghi hạn"

    def _makes(self, spec: PointProposal) -> str:
        count = vn_num(self.made[spec.key])
        match makes_what(spec):
            case "nothing":
                return "Không tạo việc"
            case "obligation":
                return f"{count} báo cáo phải nộp, kỳ {Quarter.parse(spec.period or '').label}"
            case "commune_items":
                return f"{count} nội dung, mỗi xã, phường một"
        return f"{count} nội dung"
